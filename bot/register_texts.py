"""What the bot says about the register of directive documents. Same manners as `bot.texts`."""

from collections.abc import Sequence
from datetime import date

from bot.reading.directives import LONGEST_SUBJECT, Fault, Problem, Refused
from reports.vietnamese import day, number
from storage.records import Directive

_EXAMPLE = (
    "thêm văn bản: Kế hoạch số 101/KH-UBND ngày 26/02/2026 về tuyên truyền cải cách hành chính năm 2026"
)


def directive(item: Directive) -> str:
    """«Kế hoạch số 101/KH-UBND ngày 26/02/2026 về …»."""
    return f"{item.kind} số {item.number} ngày {day(item.issued_on)} về {item.subject}"


def register(
    label: str, first_on: date, last_on: date, items: Sequence[Directive], removed: Sequence[Directive]
) -> str:
    """What the report of the period cites, by number; what was taken out of it."""
    span = f"{label} (ban hành từ {day(first_on)} đến {day(last_on)})"
    if items:
        lines = [f"Văn bản chỉ đạo {span}; báo cáo viện dẫn theo thứ tự này:", *map(_numbered, items)]
    else:
        lines = [f"Sổ chưa có văn bản chỉ đạo nào {span}."]
    if removed:
        lines += [
            "Đã bỏ khỏi sổ, không viện dẫn:",
            *(f"{_numbered(item)} (bỏ ngày {_removed_on(item)})" for item in removed),
        ]
    foot = f"Thêm: «{_EXAMPLE}»."
    if items:
        foot += f" Bỏ: «bỏ văn bản {items[-1].id}»."
    return "\n".join([*lines, f"{foot} Cả năm: «văn bản năm {last_on.year}»."])


def _numbered(item: Directive) -> str:
    return f"{item.id}. {directive(item)}"


def _removed_on(item: Directive) -> str:
    return day(item.removed_at.date()) if item.removed_at else ""


def how_to_add_directive() -> str:
    return f"Nhắn như: «{_EXAMPLE}». Nhiều văn bản thì mỗi dòng một văn bản."


def directive_added(item: Directive) -> str:
    return f"Em đã ghi vào sổ, văn bản {item.id}: {directive(item)}. Báo cáo của kỳ có ngày {day(item.issued_on)} sẽ viện dẫn."


def directive_is_there(item: Directive, same: bool) -> str:
    told = (
        f"Số {item.number} ngày {day(item.issued_on)} đã có trong sổ, văn bản {item.id}: {directive(item)}."
    )
    return told if same else f"{told} Muốn sửa, nhắn «bỏ văn bản {item.id}» rồi thêm lại."


def directive_removed(item: Directive) -> str:
    return f"Em đã bỏ văn bản {item.id} khỏi sổ: {directive(item)}. Muốn ghi lại, nhắn «thêm văn bản: {directive(item)}»."


def no_such_directive(number_of_it: str) -> str:
    return f"Trong sổ không có văn bản {number_of_it}. Nhắn «văn bản» để xem sổ, hoặc «văn bản năm 2026» để xem cả năm."


def directives_refused(refused: Sequence[Refused], others: int) -> str:
    """What is missing or wrong in each, and what to send. `others`: so many in the same message were right."""
    lines = []
    for item in refused:
        lines += [
            f"Em chưa ghi «{_shown(item.typed)}»:",
            *(f"- {_problem(problem)}" for problem in item.problems),
        ]
    if others:
        lines.append(
            f"{number(others)} văn bản kia đã rõ nhưng em cũng chưa ghi; sửa xong, gửi lại cả tin giúp em."
        )
    return "\n".join([*lines, f"Viết đủ như: «{_EXAMPLE}»."])


def _shown(typed: str) -> str:
    return typed if len(typed) <= 200 else f"{typed[:200].rstrip()}…"


def _problem(problem: Problem) -> str:
    words = problem.words
    return {
        Fault.NO_KIND: "thiếu tên loại văn bản ở đầu (Kế hoạch, Công văn, Quyết định…)",
        Fault.NO_NUMBER: "thiếu số, ký hiệu (ví dụ: số 101/KH-UBND)",
        Fault.NO_DATE: "thiếu ngày ban hành đủ ngày, tháng, năm, viết sau số, ký hiệu (ví dụ: ngày 26/02/2026)",
        Fault.NO_SUBJECT: "thiếu trích yếu, là phần sau chữ «về»",
        Fault.NO_SUCH_DAY: f"«{words}» không có trong lịch",
        Fault.FUTURE: f"«{words}» chưa tới; văn bản ban hành rồi mới ghi vào sổ",
        Fault.OTHER_KIND: f"ký hiệu «{words}» không phải của loại văn bản đã ghi",
        Fault.OTHER_ISSUER: (
            f"«{words}» không phải của Ủy ban nhân dân phường. Sổ này chỉ ghi văn bản do Ủy ban nhân dân phường ban hành; "
            "văn bản của nơi khác thì viết vào lời: «thêm vào mục I: …»"
        ),
        Fault.UNREAD: f"em không hiểu «{words}»; giữa tên loại, số, ngày và chữ «về» không có chữ nào khác",
        Fault.TOO_LONG: f"trích yếu dài quá {number(LONGEST_SUBJECT)} chữ cái; rút gọn giúp em",
    }[problem.fault]
