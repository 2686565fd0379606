"""What a report counts: figure, what is counted, where, as part of what."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reports.lint.lines import Line

NUMBER = r"(?:\d{1,3}(?:\.\d{3}){1,4}|\d{1,15})(?!\d)"
VAGUE = r"gần|trên|hơn|khoảng|xấp xỉ|ngót|chừng|tầm"

_COUNT = re.compile(
    rf"(?<![\w.,/:-])(?:(?P<vague>{VAGUE}) )?(?P<number>{NUMBER})(?![\d%/:-]|[.,]\d|-\w) (?=[^\W\d_])",
    re.IGNORECASE,
)
_NO_COUNT = re.compile(
    r"(?:ngày|tháng|năm|quý|số|điều|khoản|mục|tuần|đề án|phụ lục|nghị quyết|kế hoạch|mẫu|biểu|tổ dân phố|tổ|"
    r"khu|phố|đường|thứ|lần thứ|khóa|kỳ|iso|tcvn|phiên bản|giai đoạn|từ|mức độ|mức|cấp|hạng|loại|trang|"
    r"tăng|giảm|tăng thêm) $",
    re.IGNORECASE,
)
"""What stands before a number that counts nothing, or only by how much a count has changed."""
_NO_NOUN = re.compile(
    r"(?:tháng|năm|ngày|giờ|phút|quý|tuần|đồng|triệu|tỷ|nghìn|phần trăm|%)\b", re.IGNORECASE
)
"""Times, money and shares are no counts of work."""
_STOPS = re.compile(
    r"[;:.()]|, |\b(?:của|về|với|trong đó|trên|tại|được|đã|cho|ở|qua|thông qua|nhằm|để|do|từ|đến|theo|trong|"
    r"bằng|và|có|gồm|bao gồm|là|đạt|tăng|giảm|so với|tới|khi|mà|sử dụng|tham gia)\b",
    re.IGNORECASE,
)
_PAIRS = re.compile(
    r"(tin), (bài|hình|ảnh)|(chỉ đạo), (điều hành)|(phản ánh), (kiến nghị)|(tờ rơi), (tờ gấp)|"
    r"(cán bộ), (công chức)"
)
"""Nouns that go together: their comma parts nothing."""
_COMMA = "\x1f"
_MEDIA = (
    ("cổng thông tin điện tử", "Cổng thông tin điện tử"),
    ("công thông tin điện tử", "Cổng thông tin điện tử"),
    ("trang thông tin điện tử", "Trang thông tin điện tử"),
    ("zalo oa", "Zalo OA"),
    ("nhóm zalo", "nhóm Zalo"),
    ("facebook", "Facebook"),
    ("fanpage", "Facebook"),
    ("youtube", "YouTube"),
    ("tiktok", "TikTok"),
    ("truyền thanh", "truyền thanh"),
    ("phát loa", "truyền thanh"),
    ("truyền hình", "truyền hình"),
)
"""Words that name where something was published -> how it is called here."""
_PART = re.compile(r"trong (?:đó|số đó)(?: có)?|bao gồm|gồm(?: có)?", re.IGNORECASE)
_TOPIC = re.compile(r"^ về (?P<topic>(?:(?! và \d)[^;.,()])+)")


@dataclass(frozen=True, slots=True)
class Quantity:
    value: int
    noun: str
    """Lower case: «lượt tin, bài»."""
    medium: str
    """«truyền thanh»; empty: none was named."""
    topic: str
    """«cải cách hành chính»: what it was about, where that is said of it."""
    part: bool
    """Told as a part of another one."""
    vague: str
    """«gần»; empty: none."""
    line: Line
    sentence: int
    """Place of its sentence in the paragraph, from 0."""
    quoted: str
    """«gần 1.684 lượt tin, bài»."""

    def is_told_like(self, other: "Quantity") -> bool:
        """Whether a reader must take both for the same thing counted."""
        return (
            self.medium == other.medium
            and self.part == other.part
            and self.topic == other.topic
            and (_same(self.noun, other.noun))
        )


def _same(one: str, other: str) -> bool:
    """The same noun, or one with half of a pair left out: «văn bản chỉ đạo», «văn bản chỉ đạo, điều hành»."""
    short, long = sorted((one, other), key=len)
    return long == short or long.startswith(f"{short}, ")


def quantities_of(line: Line) -> Iterator[Quantity]:
    """Every count in the paragraph, in order."""
    for place, sentence in enumerate(re.split(r"(?<=[.!?]) +(?=[^\W\d_])", line.text)):
        yield from _in_sentence(sentence, line, place)


def _in_sentence(sentence: str, line: Line, place: int) -> Iterator[Quantity]:
    text = _PAIRS.sub(lambda match: f"{_COMMA} ".join(filter(None, match.groups())), sentence)
    matches = [match for match in _COUNT.finditer(text) if _counts(text, match)]
    whole = ""
    for index, match in enumerate(matches):
        rest = text[match.end() :]
        stop = _STOPS.search(rest)
        noun = rest[: stop.start()] if stop else rest
        end = matches[index + 1].start() if index + 1 < len(matches) else len(text)
        topic = _TOPIC.match(rest[len(noun.rstrip()) :])
        name = noun.replace(_COMMA, ",").strip().lower()
        told_as_part = index > 0 and _part_of(text[matches[0].end() : match.start()])
        # «1.992 tin, bài, trong đó có 97 tin, bài … và 1.002 văn bản»: documents are no part of news.
        part = told_as_part and name.split(" ")[0] == whole.split(" ", maxsplit=1)[0]
        whole = whole if told_as_part else name
        yield Quantity(
            int(match["number"].replace(".", "")),
            name,
            _medium(text, match.end(), end, matches[index + 1 :]),
            topic["topic"].replace(_COMMA, ",").strip().lower() if topic else "",
            part,
            (match["vague"] or "").lower(),
            line,
            place,
            (match[0] + noun).replace(_COMMA, ",").strip(),
        )


def _counts(text: str, match: re.Match[str]) -> bool:
    before, after = text[: match.start()], text[match.end() :]
    return not _NO_COUNT.search(before) and not _NO_NOUN.match(after)


def _part_of(between: str) -> bool:
    """Whether «trong đó» stands in the words since the first count, and its clause has not ended."""
    found = list(_PART.finditer(between))
    return bool(found) and ";" not in between[found[-1].end() :]


def _medium(text: str, start: int, end: int, later: list[re.Match[str]]) -> str:
    """Named after the count, or after the next one if that is joined to it; else the last named before."""
    after = text[start:end]
    clause = re.split(r"[;.]", after, maxsplit=1)[0]
    named = _named(clause)
    if named:
        return named[0]
    if len(clause) == len(after) and later and re.search(r"(?: và|,) *$", after):
        ends = later[1].start() if len(later) > 1 else len(text)
        shared = _named(re.split(r"[;.]", text[later[0].end() : ends], maxsplit=1)[0])
        if shared:
            return shared[0]
    before = _named(text[:start])
    return before[-1] if before else ""


def _named(words: str) -> list[str]:
    """The media that are named, in order."""
    lower = words.lower()
    found = [(lower.find(name), medium) for name, medium in _MEDIA if name in lower]
    return [medium for _, medium in sorted(found)]
