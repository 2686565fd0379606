"""What the remarks of the units are about: each in exactly one subject. Pure.

Subjects and their words stand in `templates/subjects.toml`, which an official may edit.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

from storage.errors import SettingsError
from storage.records import Remark, RemarkKind, ToldRemark

SHORTCOMINGS, ACHIEVEMENTS = "III.2", "III.1"


Key: TypeAlias = tuple[str, str]
"""A word without its marks, and its marks in whatever order: «hoà» and «hòa» are the same."""


@dataclass(frozen=True, slots=True)
class Subject:
    name: str
    """As in «ý kiến về …»: «loa truyền thanh»."""
    words: tuple[str, ...] = ()
    kinds: frozenset[RemarkKind] = frozenset()
    """Every remark of these kinds is of this subject, whatever its words."""
    section: str = SHORTCOMINGS
    """Where the report speaks of it."""


OTHER = Subject("nội dung khác")
"""What is in no other subject."""


@dataclass(frozen=True, slots=True)
class Topic:
    """The remarks on one subject."""

    number: int
    """Its place in the file of subjects, from 1, so that it stays the same when remarks come in."""
    subject: Subject
    remarks: tuple[ToldRemark, ...]


def parse_subjects(text: str) -> tuple[Subject, ...]:
    """The subjects of a file, in its order. Raises SettingsError naming what is wrong."""
    try:
        items = tomllib.loads(text).get("subject", [])
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"subjects.toml: {error}") from None
    if not isinstance(items, list):
        raise SettingsError("subjects.toml: write each subject under [[subject]]")
    subjects = tuple(_subject(item, place) for place, item in enumerate(items, 1))
    names = [subject.name for subject in (*subjects, OTHER)]
    if len(set(names)) < len(names):
        raise SettingsError("subjects.toml: two subjects have the same name; join them")
    return subjects


def _subject(item: Mapping[str, Any], place: int) -> Subject:
    where = f"subjects.toml: subject {place}"
    unknown = item.keys() - {"name", "words", "kinds", "section"}
    if unknown:
        raise SettingsError(f"{where}: unknown key {min(unknown)!r}; it knows name, words, kinds, section")
    name, words, kinds = item.get("name", ""), item.get("words", []), item.get("kinds", [])
    if not isinstance(name, str) or not name.strip():
        raise SettingsError(f"{where} needs a name")
    if not _are_texts(words) or not (words or kinds):
        raise SettingsError(f"{where}: words must be a list of words, not empty")
    if not _are_texts(kinds) or not set(kinds) <= set(RemarkKind):
        raise SettingsError(f"{where}: kinds may be {', '.join(RemarkKind)}")
    section = item.get("section", SHORTCOMINGS)
    if section not in {SHORTCOMINGS, ACHIEVEMENTS}:
        raise SettingsError(f"{where}: section must be {SHORTCOMINGS} or {ACHIEVEMENTS}")
    return Subject(name.strip(), tuple(words), frozenset(map(RemarkKind, kinds)), section)


def _are_texts(values: object) -> bool:
    return isinstance(values, list) and all(isinstance(value, str) and keys_of(value) for value in values)


def topics_of(remarks: Sequence[ToldRemark], subjects: Sequence[Subject]) -> tuple[Topic, ...]:
    """The subjects that there are remarks on, in the order of the file, what is left at the end."""
    found: dict[int, list[ToldRemark]] = {}
    for told in remarks:
        found.setdefault(_number_of(told.remark, subjects), []).append(told)
    return tuple(
        Topic(number, [*subjects, OTHER][number - 1], tuple(found[number])) for number in sorted(found)
    )


def _number_of(remark: Remark, subjects: Sequence[Subject]) -> int:
    """That of the first subject that takes its kind; else of the one of whose words most are found.

    When as many are found, the subject that is spoken of first.
    """
    for number, subject in enumerate(subjects, 1):
        if remark.kind in subject.kinds:
            return number
    text = keys_of(remark.text)
    best, chosen = (0, 0), len(subjects) + 1
    for number, subject in enumerate(subjects, 1):
        places = _places(subject, text)
        if places and (len(places), -places[0]) > best:
            best, chosen = (len(places), -places[0]), number
    return chosen


def _places(subject: Subject, text: Sequence[Key]) -> list[int]:
    """Where words of the subject begin; those that overlap («loa», «cụm loa») are found once."""
    spans = sorted(
        (place, place + len(keys)) for keys in map(keys_of, subject.words) for place in places_of(keys, text)
    )
    found, end = [], 0
    for start, stop in spans:
        if start >= end:
            found.append(start)
        end = max(end, stop)
    return found


# ── words, however fully they are accented ───────────────────────────────────────────────────────


@lru_cache(maxsize=4096)
def keys_of(text: str) -> tuple[Key, ...]:
    return tuple(_key(word) for word in re.findall(r"\w+", unicodedata.normalize("NFC", text.lower())))


def _key(word: str) -> Key:
    letters = unicodedata.normalize("NFD", word)
    marks = sorted(letter for letter in letters if unicodedata.combining(letter) or letter == "đ")
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return plain.replace("đ", "d"), "".join(marks)


def is_marked(text: Sequence[Key]) -> bool:
    return any(marks for _, marks in text)


def places_of(words: Sequence[Key], text: Sequence[Key]) -> Iterator[int]:
    """Where the words stand in the text in a row.

    A text typed without any marks is compared without them; in another «mang» is not «mạng».
    """
    marked = is_marked(text)
    wanted = [word if marked else word[0] for word in words]
    given = [word if marked else word[0] for word in text]
    for place in range(len(given) - len(wanted) + 1):
        if given[place : place + len(wanted)] == wanted:
            yield place
