"""Remarks as a draft sentence of the report: how many, from whom, what was said; no names of people. Pure."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from reports.plain import plain_line
from reports.subjects import OTHER, Key, Topic, is_marked, keys_of, places_of
from reports.vietnamese import count
from storage.records import ToldRemark, UnitKind

_QUOTED = 3
_LONGEST_QUOTE = 200

_ADDRESSES = keys_of("ông bà anh chị cô chú bác cụ cháu em thầy chí")
"""What stands before a name; «đồng chí» ends so too."""
_SURNAMES = keys_of(
    "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh đào đoàn lương mai trịnh tạ "
    "hà cao phùng lưu"
)
_MIDDLE = keys_of("văn thị đức hữu xuân quang minh")
_COMRADE = re.compile(r"\b[đd]/c +\w", re.IGNORECASE)
_TELEPHONE = re.compile(r"\d(?:[ .-]?\d){8,}")


@dataclass(frozen=True, slots=True)
class Sources:
    """Who stands behind remarks."""

    groups: int
    others: int


@dataclass(frozen=True, slots=True)
class Draft:
    """A sentence for the report."""

    text: str
    unquoted: int
    """So many remarks seem to name somebody and are counted, not quoted."""


def sources_of(remarks: Sequence[ToldRemark]) -> Sources:
    units = {told.remark.unit_id: told.unit_kind for told in remarks}
    groups = sum(kind is UnitKind.GROUP for kind in units.values())
    return Sources(groups, len(units) - groups)


def draft_of(topic: Topic, people: Collection[str]) -> Draft:
    """«Có 05 ý kiến về loa truyền thanh của 04 tổ dân phố, nêu: “…”; “…”.»

    `people` are names that must not be in it, beside whatever else looks like one.
    """
    quotable = [told.remark.text for told in topic.remarks if not names_somebody(told.remark.text, people)]
    unquoted = len(topic.remarks) - len(quotable)
    distinct = _distinct([_quoted(words) for words in quotable])
    quotes = [words for words in distinct if len(words) <= _LONGEST_QUOTE][:_QUOTED]
    about = "khác" if topic.subject == OTHER else f"về {topic.subject.name}"
    said = f"Có {count(len(topic.remarks))} ý kiến {about} của {_units(sources_of(topic.remarks))}"
    if quotes:
        all_of_it = len(quotes) == len(distinct) and not unquoted
        told_words = "; ".join(f"“{words}”" for words in quotes)
        said += f"{', nêu' if all_of_it else ', trong đó nêu'}: {told_words}"
    return Draft(f"{said}.", unquoted)


def _distinct(quotable: Sequence[str]) -> list[str]:
    """Each once, as typed with marks where somebody did; those first."""
    found: dict[tuple[str, ...], str] = {}
    for words in sorted(quotable, key=lambda words: not is_marked(keys_of(words))):
        found.setdefault(tuple(plain for plain, _ in keys_of(words)), words)
    return list(found.values())


def _quoted(text: str) -> str:
    """On one line, without the stop at its end."""
    return " ".join(plain_line(text).split()).rstrip(".;, ")


def _units(sources: Sources) -> str:
    parts = [f"{count(sources.groups)} tổ dân phố"] if sources.groups else []
    parts += [f"{count(sources.others)} đơn vị"] if sources.others else []
    return " và ".join(parts)


def names_somebody(text: str, people: Collection[str]) -> bool:
    """Whether a person seems to be named, or a telephone number given; rather too often than too seldom."""
    if _COMRADE.search(text) or _TELEPHONE.search(text):
        return True
    words = re.findall(r"\w+", unicodedata.normalize("NFC", text))
    keys = keys_of(text)
    if any(next(places_of(keys_of(name), keys), None) is not None for name in people):
        return True
    marked = is_marked(keys)
    return any(
        (capital[0].isupper() and (_among(before, _ADDRESSES, marked) or _is_surname(first, before, marked)))
        or (_among(before, _SURNAMES, marked) and _among(after, _MIDDLE, marked))
        for first, capital, before, after in zip(words, words[1:], keys, keys[1:], strict=False)
    )


def _is_surname(word: str, key: Key, marked: bool) -> bool:
    return word[0].isupper() and _among(key, _SURNAMES, marked)


def _among(key: Key, known: Sequence[Key], marked: bool) -> bool:
    """As `places_of`: a text typed without marks is compared without them."""
    return key in known if marked else any(key[0] == plain for plain, _ in known)
