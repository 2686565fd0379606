"""Rules about figures: at odds with each other, with their parts, their ratio, or the word before them."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from reports.lint.findings import Finding, Severity
from reports.lint.lines import Line
from reports.lint.quantities import NUMBER, Quantity, quantities_of
from reports.vietnamese import is_rounded, number

_EXHAUSTIVE = re.compile(r"trong đó(?! có)|bao gồm|gồm(?! có)", re.IGNORECASE)
_RATIO = re.compile(
    rf"(?<![\w/.,-])(?P<part>{NUMBER})/(?P<whole>{NUMBER})(?![\w/-])(?P<between>[^%;]{{0,80}}?)"
    r"(?P<share>\d{1,3}(?:,\d+)?) ?%"
)
_SAID_BETWEEN = re.compile(r"\d")
_SHARE_WITH_DOT = re.compile(r"(?<![\d.,])\d{1,3}\.\d{1,2} ?%")
_UNGROUPED = re.compile(r"(?<![\w./,:-])\d{4,15}(?![\w/%:-]|[.,]\d)(?= (?P<noun>[^\W\d_]+))")
_COMMA_GROUPED = re.compile(r"(?<![\w./,-])\d{1,3}(?:,\d{3})+(?![\d%,])(?= (?P<noun>[^\W\d_]+))")
_YEARS = range(1900, 2101)


def check_figures(lines: Sequence[Line]) -> Iterator[Finding]:
    body = [line for line in lines if not line.in_annex]
    by_line = [(line, list(quantities_of(line))) for line in body]
    counted = [quantity for _, here in by_line for quantity in here]
    yield from _two_values([quantity for quantity in counted if not quantity.elsewhen])
    for line, here in by_line:
        yield from _parts(line, here)
        yield from _shares(line)
        yield from _written(line)
        yield from _unsourced(line, here)
    for quantity in counted:
        if quantity.vague and not is_rounded(quantity.value):
            yield Finding(
                "vague-exact",
                Severity.ERROR,
                quantity.line.place,
                quantity.quoted,
                f"«{quantity.vague}» đứng trước một số chính xác.",
                quantity.quoted.removeprefix(quantity.quoted.split(" ")[0]).strip(),
            )


def _two_values(counted: Sequence[Quantity]) -> Iterator[Finding]:
    """One thing counted, told twice with different values."""
    told: dict[str, dict[tuple[object, ...], Quantity]] = defaultdict(dict)
    for quantity in counted:
        if not quantity.noun or (not quantity.medium and " " not in quantity.noun):
            continue
        alike = told[quantity.head]
        other = next(
            (
                earlier
                for earlier in alike.values()
                if earlier.value != quantity.value
                and earlier.is_told_like(quantity)
                and not _apart(earlier, quantity)
            ),
            None,
        )
        # The same again tells nothing new; a text that repeats itself stays quick to read.
        alike.setdefault(quantity.said, quantity)
        if other:
            yield _at_odds(other, quantity)


def _apart(one: Quantity, other: Quantity) -> bool:
    """Two figures of one sentence are told beside each other on purpose."""
    return one.line is other.line and one.sentence == other.sentence


def _at_odds(first: Quantity, second: Quantity) -> Finding:
    scope, other_scope = _scope(second.line), _scope(first.line)
    where = f" trên {second.medium}" if second.medium else ""
    both = f"«{first.quoted}» (đoạn {first.line.place}) và «{second.quoted}» (đoạn {second.line.place})"
    if scope and other_scope and scope != other_scope:
        return Finding(
            "two-scopes",
            Severity.UNCLEAR,
            second.line.place,
            second.quoted,
            f"{both} cùng nói về {second.noun}{where} nhưng khác số; nói rõ mỗi số thuộc phạm vi nào.",
            f"{second.quoted} về {scope}",
        )
    return Finding(
        "two-values",
        Severity.ERROR,
        second.line.place,
        second.quoted,
        f"{both} là một nội dung mà khác số{where}; cần thống nhất một số.",
    )


_LEAD = re.compile(r"^(?:kết quả|công tác|tình hình|nội dung|hoạt động) +", re.IGNORECASE)
_GENERAL = re.compile(
    r"^(?:(?:đánh giá|nhận xét|kết luận|kết quả|tình hình|ưu điểm|thuận lợi|khó khăn|tồn tại|hạn chế|"
    r"nguyên nhân|bài học|thực hiện|đạt được|nổi bật|cụ thể|chung|kinh nghiệm|và|những|một số)[ ,;]*)+$",
    re.IGNORECASE,
)
"""Headings that part a report, not what it is about: a figure told again under one is the same figure."""


def _scope(line: Line) -> str:
    """What the heading right above the paragraph is about: «tuyên truyền, phổ biến, giáo dục pháp luật»."""
    title = line.headings[-1] if line.headings else ""
    if _GENERAL.match(title):
        return ""
    while _LEAD.match(title):
        title = _LEAD.sub("", title)
    return title.lower() if title.isupper() else title[:1].lower() + title[1:]


def _parts(line: Line, counted: Sequence[Quantity]) -> Iterator[Finding]:
    """«113 cụm loa, trong đó 77 … và 36 …»: parts of the same kind, against the whole before them."""
    whole: Quantity | None = None
    groups: list[tuple[Quantity, list[Quantity]]] = []
    for is_part, run in groupby(counted, key=lambda quantity: quantity.part):
        some = list(run)
        if not is_part:
            whole = some[-1]
        elif whole:
            groups.append((whole, [part for part in some if _of_a_kind(part, whole)]))
    for total, parts in groups:
        if not parts:
            continue
        added = sum(part.value for part in parts)
        exhaustive = len(parts) > 1 and bool(_EXHAUSTIVE.search(_between(line, total, parts[0])))
        if added > total.value or (exhaustive and added != total.value):
            sum_ = " + ".join(number(part.value) for part in parts)
            told = f"{sum_} = {number(added)}" if len(parts) > 1 else number(added)
            yield Finding(
                "parts-whole",
                Severity.ERROR,
                line.place,
                total.quoted,
                f"Các phần không khớp với tổng: {told}, mà tổng là {number(total.value)}.",
            )


def _of_a_kind(part: Quantity, whole: Quantity) -> bool:
    return bool(part.noun) and part.noun.split(" ")[0] == whole.noun.split(" ")[0]


def _between(line: Line, one: Quantity, other: Quantity) -> str:
    start = line.text.find(one.quoted)
    return line.text[start : line.text.find(other.quoted, start + len(one.quoted))]


def _shares(line: Line) -> Iterator[Finding]:
    for match in _RATIO.finditer(line.text):
        part, whole = (int(match[name].replace(".", "")) for name in ("part", "whole"))
        if not whole or _SAID_BETWEEN.search(match["between"]):
            continue
        told = Decimal(match["share"].replace(",", "."))
        exact = Decimal(part) * 100 / whole
        places = Decimal(1).scaleb(told.as_tuple().exponent)  # type: ignore[arg-type]
        if abs(exact - told) > places / 2:
            right = str(exact.quantize(places)).replace(".", ",")
            yield Finding(
                "share",
                Severity.ERROR,
                line.place,
                match[0],
                f"{match['part']}/{match['whole']} là {right}%, không phải {match['share']}%.",
                match[0].replace(f"{match['share']}", right),
            )


def _written(line: Line) -> Iterator[Finding]:
    for match in _SHARE_WITH_DOT.finditer(line.text):
        right = match[0].replace(".", ",")
        yield Finding(
            "decimal-comma", Severity.ERROR, line.place, match[0], "Phần thập phân viết sau dấu phẩy.", right
        )
    for match in _UNGROUPED.finditer(line.text):
        if int(match[0]) not in _YEARS:
            right = number(int(match[0]))
            yield Finding(
                "thousands",
                Severity.FORM,
                line.place,
                match[0],
                "Số từ nghìn trở lên cần dấu chấm phân nhóm.",
                right,
            )
    for match in _COMMA_GROUPED.finditer(line.text):
        right = match[0].replace(",", ".")
        yield Finding(
            "thousands",
            Severity.ERROR,
            line.place,
            match[0],
            "Nhóm ba chữ số cách nhau bằng dấu chấm.",
            right,
        )


def _unsourced(line: Line, counted: Sequence[Quantity]) -> Iterator[Finding]:
    if line.sourced is False and counted:
        yield Finding(
            "no-source",
            Severity.UNCLEAR,
            line.place,
            counted[0].quoted,
            "Số này không có mã số liệu: không truy được từ tổ, đơn vị nào.",
        )
