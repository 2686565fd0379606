"""Rules about what a report consists of and how its parts are named, numbered and dated."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date

from reports.lint.findings import Finding, Severity
from reports.lint.lines import Line
from reports.nd30 import ALPHABET

_ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_SUPERIOR = re.compile(
    r"^(?:bộ|sở|tỉnh ủy|thành ủy|ban thường vụ|"
    r"(?:ubnd|ủy ban nhân dân|hđnd|hội đồng nhân dân) (?:tỉnh|thành phố|tp)|"
    r"văn phòng (?:ubnd|chính phủ|đoàn đbqh)|chính phủ|thủ tướng)\b",
    re.IGNORECASE,
)
_BARE_HALF = re.compile(r"\b0?6 tháng(?= năm \d{4})", re.IGNORECASE)
_DATE = re.compile(r"(?<![\d/.,-])(\d{1,2})/(\d{1,2})/(\d{4})(?![\d/])")
_LONG_DATE = re.compile(r"\bngày (\d{1,2}) tháng (\d{1,2}) năm (\d{4})\b", re.IGNORECASE)
_SYMBOL = re.compile(r"\b[Ss]ố ?: *(\d+) */ *[A-ZĐ][\w-]*")


def check_order(lines: Sequence[Line]) -> Iterator[Finding]:
    yield from _numbering(lines)
    yield from _composed(lines)
    for line in lines:
        yield from _unfilled(line)
        yield from _periods(line)
        yield from _dates(line)
    yield from _whole(lines)


def _unfilled(line: Line) -> Iterator[Finding]:
    for tag in re.findall(r"\{\{.{0,80}?\}\}|\{%.{0,80}?%\}", line.text):
        says = f"«{tag}» là trường của mẫu chưa được điền."
        yield Finding("unfilled", Severity.ERROR, line.place, tag, says)


def _composed(lines: Sequence[Line]) -> Iterator[Finding]:
    """Told once: one keyboard wrote all of it. TCVN 6909:2001 wants letters and marks as one."""
    line = next((line for line in lines if not unicodedata.is_normalized("NFC", line.text)), None)
    if line:
        word = next(word for word in line.text.split() if not unicodedata.is_normalized("NFC", word))
        says = "Có chữ gõ bằng dấu rời (Unicode tổ hợp); phải là Unicode dựng sẵn."
        yield Finding("unicode", Severity.FORM, line.place, word, says, unicodedata.normalize("NFC", word))


def _numbering(lines: Sequence[Line]) -> Iterator[Finding]:
    """I, II; 1, 2; a, b, c, d, đ: each begins anew under another heading."""
    last: dict[tuple[int, tuple[str, ...]], int] = {}
    for line in lines:
        if line.in_annex:
            return
        level, place = _counted(line.sign)
        if level < 0:
            continue
        above = (level, line.headings)
        due = last.get(above, 0) + 1
        if place != due and not (place == 1 and level == 1):
            right = _sign(level, due)
            yield Finding(
                "numbering", Severity.FORM, line.place, line.sign, f"Sau mục trước phải là «{right}».", right
            )
        last[above] = place


def _counted(sign: str) -> tuple[int, int]:
    """(level, place from 1) of a sign; level -1: none."""
    if sign.endswith(")"):
        return 2, ALPHABET.find(sign[0]) + 1
    head = sign.removesuffix(".")
    if head.isdigit():
        return 1, int(head)
    return (0, _roman(head)) if head else (-1, 0)


def _roman(sign: str) -> int:
    values = {"I": 1, "V": 5, "X": 10}
    total = 0
    for one, following in zip(sign, sign[1:] + " ", strict=True):
        value = values[one]
        total += -value if values.get(following, 0) > value else value
    return total


def _sign(level: int, place: int) -> str:
    if level == 0:
        return f"{_ROMANS[min(place, len(_ROMANS)) - 1]}."
    return f"{place}." if level == 1 else f"{ALPHABET[min(place, len(ALPHABET)) - 1]})"


def _periods(line: Line) -> Iterator[Finding]:
    for match in _BARE_HALF.finditer(line.text):
        coming = re.search(r"phương hướng|nhiệm vụ", line.text[: match.start()], re.IGNORECASE)
        half = "cuối" if coming else "đầu"
        yield Finding(
            "period-name",
            Severity.ERROR,
            line.place,
            match[0],
            f"«{match[0]} năm …» thiếu chữ «đầu năm» hoặc «cuối năm».",
            f"{match[0]} {half}",
        )


def _dates(line: Line) -> Iterator[Finding]:
    for pattern, written in ((_DATE, "{}/{}/{}"), (_LONG_DATE, "ngày {} tháng {} năm {}")):
        for match in pattern.finditer(line.text):
            day, month, year = (int(part) for part in match.groups())
            try:
                date(year, month, day)
            except ValueError:
                yield Finding(
                    "date", Severity.ERROR, line.place, match[0], f"Không có ngày {day}/{month}/{year}."
                )
                continue
            short = (match[1] == str(day) and day < 10) or (match[2] == str(month) and month < 3)
            if short:
                right = written.format(f"{day:02}", f"{month:02}" if month < 3 else str(month), year)
                says = "Ngày dưới 10 và tháng 1, 2 viết thêm số 0 đứng trước."
                yield Finding("date-zero", Severity.FORM, line.place, match[0], says, right)
    symbol = _SYMBOL.search(line.text)
    if symbol and len(symbol[1]) == 1:
        yield Finding(
            "number-zero",
            Severity.FORM,
            line.place,
            symbol[0],
            "Số văn bản dưới 10 viết thêm số 0 đứng trước.",
            symbol[0].replace(symbol[1], f"0{symbol[1]}", 1),
        )


def _whole(lines: Sequence[Line]) -> Iterator[Finding]:
    """What every report has."""
    body = [line for line in lines if not line.in_annex]
    texts = [line.text for line in body]
    if not any(text == "BÁO CÁO" or text.startswith("BÁO CÁO ") for text in texts):
        yield Finding("no-title", Severity.FORM, 0, "", "Không thấy tên loại văn bản «BÁO CÁO».", "BÁO CÁO")
    if not any(text.endswith("./.") for text in texts):
        yield Finding("no-end", Severity.FORM, 0, "", "Không thấy dấu kết thúc «./.» sau câu cuối.", "./.")
    start = next((place for place, text in enumerate(texts) if text.lower().startswith("nơi nhận")), None)
    if start is None:
        yield Finding("no-recipients", Severity.FORM, 0, "", "Không thấy mục «Nơi nhận».", "Nơi nhận:")
        return
    yield from _recipients(body[start + 1 :], any(text.startswith("Kính gửi") for text in texts))


def _recipients(after: Sequence[Line], addressed: bool) -> Iterator[Finding]:
    items = []
    for line in after:
        if not line.text.startswith(("-", "–")):
            break
        items.append(line)
    names = [line.text.lstrip("-– ").rstrip(";. ") for line in items]
    if not any(name.startswith("Lưu") for name in names):
        yield Finding(
            "no-archive", Severity.FORM, 0, "", "«Nơi nhận» thiếu dòng «Lưu: VT, …».", "- Lưu: VT, …"
        )
    if names and not addressed and _SUPERIOR.match(names[0]):
        yield Finding(
            "no-addressee",
            Severity.UNCLEAR,
            items[0].place,
            names[0],
            f"Báo cáo gửi cấp trên ({names[0]}) mà không có dòng «Kính gửi».",
            f"Kính gửi: {names[0]}.",
        )
    if names and addressed and not names[0].startswith("Như trên"):
        yield Finding(
            "as-above",
            Severity.FORM,
            items[0].place,
            names[0],
            "Có «Kính gửi» thì dòng đầu của «Nơi nhận» là «- Như trên;».",
            "- Như trên;",
        )
    for line in items[:-1]:
        if not line.text.endswith(";"):
            yield Finding(
                "recipient-end",
                Severity.FORM,
                line.place,
                line.text,
                "Mỗi dòng kết thúc bằng dấu «;».",
                f"{line.text};",
            )
