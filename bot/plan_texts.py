"""What the bot says about the year's plan. Same manners as `bot.texts`."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.reading.plan_words import PlanItem, Planned
from bot.texts import capitalised
from bot.trace_texts import fitted
from reports.vietnamese import number, percent

_EXAMPLE = "T01 500; tờ rơi 3.000"
_SHOWN = 4
"""So many of the figures that may be meant are named."""


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A planned figure and how far it has come."""

    figure: Planned
    planned: int
    reached: int | None
    """Since the beginning of the year; None: nobody has reported it."""
    share: int
    """Hundredths of a percent."""


def plan_set(year: int, done: Sequence[tuple[Planned, int, int]], unclear: Sequence[PlanItem]) -> str:
    """`done`: (figure, planned now, planned before), 0 for nothing."""
    lines = [_set_line(*one) for one in done]
    questions = [f"Chưa rõ: «{item.said[:80]}»: {_question(item)}" for item in unclear]
    head = f"Em đã ghi kế hoạch năm {year}:" if done else f"Em chưa ghi được gì vào kế hoạch năm {year}."
    again = f"Mỗi mục gồm mã hoặc tên chỉ tiêu và một số, cách nhau bằng dấu chấm phẩy: «kế hoạch {year}: {_EXAMPLE}»."
    foot = again if unclear else f"Xem lại: nhắn «kế hoạch {year}». Bỏ một mục: ghi số 0."
    return fitted(head, [*lines, *questions], lambda left: f"… và {number(left)} mục nữa", foot)


def _set_line(figure: Planned, value: int, before: int) -> str:
    name = f"{figure.mark} {figure.label}"
    if not value:
        return (
            f"{name}: bỏ kế hoạch (trước là {number(before)})." if before else f"{name}: không có kế hoạch."
        )
    changed = f" (trước là {number(before)})" if before and before != value else ""
    return f"{name}: {number(value)}{changed}."


def _question(item: PlanItem) -> str:
    if item.value is None:
        return "em không đọc được số."
    if not item.figures:
        return "không có chỉ tiêu này; gọi bằng mã trong bảng tính (nhắn «bảng tính»), hoặc tên chỉ tiêu."
    names = [f"{figure.mark} {figure.label}" for figure in item.figures]
    more = f" (và {number(len(names) - _SHOWN)} chỉ tiêu nữa)" if len(names) > _SHOWN else ""
    return f"có thể là {'; '.join(names[:_SHOWN])}{more}; nhắn lại bằng mã."


def no_such_year(you: str) -> str:
    return f"Năm của kế hoạch phải từ 2000 đến 2099; {you} nhắn lại giúp em."


def no_plan(you: str, year: int) -> str:
    return (
        f"Chưa có kế hoạch năm {year}. {capitalised(you)} nhắn để em ghi: «kế hoạch {year}: {_EXAMPLE}»; "
        "báo cáo sẽ nói đạt bao nhiêu phần trăm kế hoạch năm."
    )


def plan_told(year: int, lines: Sequence[PlanLine]) -> str:
    foot = f"Sửa hoặc thêm: «kế hoạch {year}: {_EXAMPLE}»; bỏ một mục: ghi số 0."
    told = [_plan_line(line) for line in lines]
    return fitted(f"Kế hoạch năm {year}:", told, lambda left: f"… và {number(left)} mục nữa", foot)


def _plan_line(line: PlanLine) -> str:
    name = f"{line.figure.mark} {line.figure.label}: {number(line.planned)}"
    if line.reached is None:
        return f"{name}; chưa có số liệu."
    return f"{name}; từ đầu năm đạt {number(line.reached)} ({percent(line.share)})."
