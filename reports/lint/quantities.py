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
_WHOSE = re.compile(r"\b(?:của|ở|từ) $", re.IGNORECASE)
_UNITS = re.compile(r"(?:tổ dân phố|thôn|đơn vị|cơ quan)\b", re.IGNORECASE)
"""«07 ý kiến của 05 tổ dân phố»: by how many, which differs from one matter to the next."""
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
_LONGEST = 10_000
"""Letters; no sentence of a report is as long, and reading one takes time that grows with its square."""
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
_PLANS = re.compile(
    r"^(?:phương hướng|nhiệm vụ|giải pháp|mục tiêu|kế hoạch|chỉ tiêu|kiến nghị|đề xuất)\b|"
    r"\bphương hướng, nhiệm vụ\b",
    re.IGNORECASE,
)
"""Headings of what is to come."""
_PLANNED = re.compile(
    r"\b(?:phấn đấu|dự kiến|mục tiêu|chỉ tiêu (?:được )?giao|kế hoạch giao|đề nghị)\b", re.IGNORECASE
)
_COMPARED = re.compile(
    r"\b(?:so với|cùng kỳ|(?:năm|quý|tháng|kỳ) trước|lũy kế|luỹ kế|từ đầu nhiệm kỳ)\b", re.IGNORECASE
)
"""What stands behind these words is of another time."""
_FILLERS = frozenset({"được", "đã", "là", "có", "số", "tổng", "gần", "trên", "hơn", "khoảng"})
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
    lead: str
    """The words right before it: «tiếp nhận», «quá hạn»."""
    elsewhen: bool
    """Told of another time: of what is to come, of the year before, of all years together."""
    sentence: int
    """Place of its sentence in the paragraph, from 0."""
    quoted: str
    """«gần 1.684 lượt tin, bài»."""

    @property
    def head(self) -> str:
        """What nouns that are told alike begin with."""
        return self.noun.partition(",")[0]

    @property
    def said(self) -> tuple[object, ...]:
        """All that a comparison looks at."""
        return self.value, self.noun, self.medium, self.topic, self.part, self.lead

    def is_told_like(self, other: "Quantity") -> bool:
        """Whether a reader must take both for the same thing counted."""
        return (
            self.medium == other.medium
            and self.part == other.part
            and self.topic == other.topic
            and _same(self.noun, other.noun)
            and (self._says_enough or (bool(self.lead) and self.lead == other.lead))
        )

    @property
    def _says_enough(self) -> bool:
        """«hồ sơ», «lượt người» say little: what was done with them stands before the figure."""
        return bool(self.medium or self.topic) or len(self.noun.split()) > 2


def _same(one: str, other: str) -> bool:
    """The same noun, or one with half of a pair left out: «văn bản chỉ đạo», «văn bản chỉ đạo, điều hành»."""
    short, long = sorted((one, other), key=len)
    return long == short or long.startswith(f"{short}, ")


def quantities_of(line: Line) -> Iterator[Quantity]:
    """Every count in the paragraph, in order."""
    for place, sentence in enumerate(re.split(r"(?<=[.!?]) +(?=[^\W\d_])", line.text)):
        if len(sentence) <= _LONGEST:
            yield from _in_sentence(sentence, line, place)


def _in_sentence(sentence: str, line: Line, place: int) -> Iterator[Quantity]:
    text = _PAIRS.sub(lambda match: f"{_COMMA} ".join(filter(None, match.groups())), sentence)
    matches = [match for match in _COUNT.finditer(text) if _counts(text, match)]
    whole = ""
    planned = any(map(_PLANS.search, line.headings)) or bool(_PLANNED.search(text))
    compared = _COMPARED.search(text)
    # «c) Zalo OA» and below it «Đăng 45 tin, bài»: the heading says where.
    above = next((medium for title in reversed(line.headings) for medium in _named(title)), "")
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
            _medium(text, match.end(), end, matches[index + 1 :]) or above,
            topic["topic"].replace(_COMMA, ",").strip().lower() if topic else "",
            part,
            (match["vague"] or "").lower(),
            line,
            _lead(text[: match.start()]),
            planned or bool(compared and compared.start() < match.start()),
            place,
            (match[0] + noun).replace(_COMMA, ",").strip(),
        )


def _lead(before: str) -> str:
    """The last two words of the clause before a figure, without those that say nothing."""
    clause = re.split(r"[^\w ]", before)[-1]
    words = [word for word in clause.lower().split() if word not in _FILLERS]
    return " ".join(words[-2:])


def _counts(text: str, match: re.Match[str]) -> bool:
    before, after = text[: match.start()], text[match.end() :]
    if _NO_COUNT.search(before) or _NO_NOUN.match(after):
        return False
    return not (_WHOSE.search(before) and _UNITS.match(after))


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
