"""Rules of spelling: set phrases of offices, syllables that Vietnamese does not have, abbreviations.

A set phrase is looked for with the eyes half shut (letters without tone, or one letter off); what then
differs from it is a slip, since none of the phrases below is another one with other marks.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias

from reports.lint.findings import Finding, Severity
from reports.lint.lines import Line
from reports.lint.syllables import apart, is_foreign, is_syllable, with_tone_in_place

_PHRASES = """
cổng thông tin điện tử; cổng thông tin; kỷ cương; kỷ luật; kỷ cương hành chính; cải cách hành chính;
thủ tục hành chính; dịch vụ công trực tuyến; dịch vụ công; chuyển đổi số; chính quyền điện tử;
chính quyền số; ủy ban nhân dân; hội đồng nhân dân; mặt trận tổ quốc; tổ dân phố; khu dân cư;
cán bộ, công chức; công chức; viên chức; người dân; doanh nghiệp; tuyên truyền; truyền thanh; phát thanh;
phát sóng; pháp luật; giáo dục pháp luật; phổ biến, giáo dục; phổ biến giáo dục; tiếp công dân;
phản ánh, kiến nghị; kiến nghị; tài khoản định danh điện tử; định danh điện tử;
thanh toán không dùng tiền mặt; thanh toán trực tuyến; một cửa liên thông; cơ chế một cửa;
hệ thống quản lý chất lượng; tiêu chuẩn quốc gia; đạo đức công vụ; phòng, chống tham nhũng;
an toàn giao thông; an toàn thực phẩm; an toàn thông tin; trật tự đô thị;
phát triển kinh tế - xã hội; chính trị - xã hội; phương hướng, nhiệm vụ; tồn tại, hạn chế;
đánh giá chung; kết quả thực hiện; công tác chỉ đạo; công tác tuyên truyền; chỉ đạo, điều hành;
triển khai thực hiện; văn bản chỉ đạo; trung tâm phục vụ hành chính công; hành chính công; sinh hoạt;
hội nghị; cuộc họp; nơi nhận; kính gửi; chủ tịch; phó chủ tịch; trưởng phòng; đoàn thể;
tổ công nghệ số cộng đồng; công nghệ số; nền tảng số; mạng xã hội; chuyên mục; tin, bài; tờ rơi;
tổng hợp; báo cáo; thống kê
"""
PHRASES = tuple(phrase.strip() for phrase in _PHRASES.replace("\n", " ").split(";"))
_ABBREVIATIONS = """
UBND HĐND MTTQ VHXH KTXH CCHC TTHC DVC TTPVHCC PBGDPL CNTT CĐS TTĐU TTHĐND BCĐ BTV VHTT KTHT KTTH TCVN
TNCS PCCC ANTT CLB DVCTT LHPN CCB QPAN NTM
ISO VNPT VNEID ATTP ATGT PCTN QLNN TDP THCS THPT BHXH BHYT GDĐT TNMT LĐTBXH TTTT CBCC CBCCVC
"""
_EVERYWHERE = ("UBND", "HĐND", "MTTQ")
KNOWN_ABBREVIATIONS = frozenset(_ABBREVIATIONS.split())
_WORD = re.compile(r"[^\W\d_]+")
_CAPITALS = re.compile(r"(?<![^\W_])[A-ZĐ]{3,}(?![^\W_])")

_Key: TypeAlias = tuple[str, str, str]

_LONG = 4
"""Words; in a set phrase of so many one word may also be off by a letter: «cải cách hành chánh»."""


def check_spelling(lines: Sequence[Line]) -> Iterator[Finding]:
    abbreviations = Counter(
        word for line in lines for word in _CAPITALS.findall(line.text) if not line.in_annex
    )
    for line in lines:
        if line.in_annex:
            continue
        told = yield from _phrases(line)
        yield from _syllables(line, told)
        yield from _abbreviations(line, abbreviations)


def _phrases(line: Line) -> Generator[Finding, None, set[int]]:
    """Slips in set phrases; gives back the places of the words that were told."""
    told: set[int] = set()
    words = list(_WORD.finditer(line.text))
    keys = [_key(word[0]) for word in words]
    for size in _SIZES:
        for start in range(len(words) - size + 1):
            span = words[start : start + size]
            if told & {word.start() for word in span}:
                continue
            known = _meant_phrase(keys[start : start + size])
            if not known or not _joined(line.text, span):
                continue
            told |= {word.start() for word in span}
            quoted = line.text[span[0].start() : span[-1].end()]
            yield Finding(
                "spelling",
                Severity.ERROR,
                line.place,
                quoted,
                f"«{quoted}» có lẽ là «{known}» viết sai.",
                _cased(known, quoted),
            )
    return told


def _meant_phrase(said: Sequence[_Key]) -> str:
    """The set phrase of which these words are a slip; empty when they are none."""
    bare = _bare(said)
    for phrase, right in _TABLE.get(bare, ()):
        if _is_slip(said, right):
            return phrase
    for place in range(len(said) if len(said) >= _LONG else 0):
        for phrase, right in _GAPS.get((place, bare[:place], bare[place + 1 :]), ()):
            if _is_slip(said, right) and _one_off(bare[place], right[place][0]):
                return phrase
    return ""


def _is_slip(said: Sequence[_Key], right: Sequence[_Key]) -> bool:
    """Whether exactly one word is off."""
    return sum(one != key for one, key in zip(said, right, strict=True)) == 1


def _joined(text: str, span: Sequence[re.Match[str]]) -> bool:
    return all(re.fullmatch(r",? | - ", text[one.end() : other.start()]) for one, other in pairwise(span))


def _key(word: str) -> _Key:
    """(letters without any mark, letters with their marks but without tone, tone): «hoà» is «hòa»."""
    letters, tones = apart(word)
    split = unicodedata.normalize("NFD", letters)
    bare = "".join(sign for sign in split if not unicodedata.combining(sign)).replace("đ", "d")
    # «kỹ» and «kĩ» are both right.
    return bare.replace("y", "i") if len(bare) == 2 else bare, letters, tones


def _bare(keys: Iterable[_Key]) -> tuple[str, ...]:
    return tuple(key[0] for key in keys)


_Gap: TypeAlias = tuple[int, tuple[str, ...], tuple[str, ...]]
"""Place of a word in a phrase, bare letters of the words before and after it."""
_Known: TypeAlias = list[tuple[str, tuple[_Key, ...]]]
"""Set phrases, each with the keys of its words."""


def _tables() -> tuple[dict[tuple[str, ...], _Known], dict[_Gap, _Known]]:
    """The set phrases by their bare letters; the long ones also by those around each of their words."""
    table: dict[tuple[str, ...], _Known] = {}
    gaps: dict[_Gap, _Known] = {}
    for phrase in PHRASES:
        keys = tuple(_key(word) for word in _WORD.findall(phrase))
        bare = _bare(keys)
        table.setdefault(bare, []).append((phrase, keys))
        for place in range(len(keys) if len(keys) >= _LONG else 0):
            gaps.setdefault((place, bare[:place], bare[place + 1 :]), []).append((phrase, keys))
    return table, gaps


_TABLE, _GAPS = _tables()
_SIZES = sorted({len(bare) for bare in _TABLE}, reverse=True)
"""Longer phrases first: what they have told is not told again."""


def _cased(known: str, quoted: str) -> str:
    if quoted.isupper():
        return known.upper()
    return known[:1].upper() + known[1:] if quoted[:1].isupper() else known


def _syllables(line: Line, told: set[int]) -> Iterator[Finding]:
    for word in _WORD.finditer(line.text):
        text = word[0]
        if len(text) == 1 or word.start() in told or text.isascii() or text.isupper() or is_foreign(text):
            continue
        moved = with_tone_in_place(text)
        if not is_syllable(text):
            says, better = f"«{text}» không phải là chữ tiếng Việt.", _nearest(text) or ""
        elif moved != text:
            says, better = f"«{text}» đặt dấu thanh sai chỗ.", moved
        else:
            continue
        yield Finding("syllable", Severity.ERROR, line.place, text, says, better)


def _nearest(word: str) -> str | None:
    """A word of the set phrases or of everyday office use that is one letter away."""
    wanted = word.lower()
    found = next((known for known in _COMMON if _one_off(wanted, known)), None)
    return _cased(found, word) if found else None


_COMMON = (
    *dict.fromkeys(word for phrase in PHRASES for word in _WORD.findall(phrase)),
    "phường",
    "xã",
    "quận",
    "thành",
)


def _one_off(one: str, other: str) -> bool:
    """Whether one letter is missing, too many, or another."""
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1 or one == other:
        return False
    same = next((place for place, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return short[same:] == long[same + 1 :] or short[same + 1 :] == long[same + 1 :]


def _abbreviations(line: Line, all_: Counter[str]) -> Iterator[Finding]:
    for word in dict.fromkeys(_CAPITALS.findall(line.text)):
        if word in KNOWN_ABBREVIATIONS or all_[word] > 1 or line.text.isupper():
            continue
        near = next((known for known in _meant(word, all_)), None)
        if near:
            yield Finding(
                "abbreviation",
                Severity.ERROR,
                line.place,
                word,
                f"«{word}» chỉ có ở đây; có lẽ là «{near}».",
                near,
            )


def _meant(word: str, all_: Iterable[str]) -> Iterator[str]:
    """Abbreviations one letter off or with two exchanged: those of this text, and those of every one."""
    for known in (*sorted(all_), *_EVERYWHERE):
        if len(known) != len(word):
            continue
        off = [place for place, (one, other) in enumerate(zip(word, known, strict=True)) if one != other]
        exchanged = len(off) == 2 and off[1] - off[0] == 1 and sorted(word) == sorted(known)
        if len(off) == 1 or exchanged:
            yield known
