"""Numbers that are no tallies: dates, times, telephones, documents, addresses, weeks, names."""

import re

from bot.reading.digits import Doubt
from bot.reading.items import Item
from bot.reading.look import Look
from bot.reading.tokens import Token
from bot.reading.words import Role

_PHONE = re.compile(r"(?:0\d{2,3}(?:[ .-]?\d{2,4}){2,3}|84\d{9})(?!\d)")
_DATE = re.compile(
    r"\d{1,2}-\d{1,2}/\d{1,2}(?:/\d{4})?(?![/\d])|(\d{1,2})([/.-])(\d{1,2})\2(?:\d{4}|\d{2})(?!\d)|\d{4}-\d\d?-\d\d?(?!\d)"
)
_DOCUMENT = re.compile(
    r"\d+(?:/\d{4})?/"
    r"(?:[A-ZĐ][A-ZĐ0-9-]+|(?:kh|qđ|qd|nđ|nd|nq|tt|ct|cv|tb|bc|ubnd)[a-zđ-]*)(?:-?[\wĐđ]+)*"
)
_TIME = re.compile(
    r"(?:[01]?\d|2[0-4]) ?(?:[hg:][0-5]\d(?!\d)|[hg](?![a-zà-ỹ])|(?:giờ|gio) ?[0-5]\d(?!\d))", re.IGNORECASE
)
_HYGIENE = re.compile(r"5K(?!\w)")
_PERCENT = re.compile(r"\d+(?:[.,]\d+)? ?%(?!\d)")
_SHARE = re.compile(r"(?<!/)(\d{1,4})/(\d{1,4})(?![/\d])")
_MAY_BE_SPAN = re.compile(r"(?:0\d|84)|[0-9.,]+ ?[/\-:hgHGK%]|\d+\.\d+\.")
LINK_HEADS = frozenset({"http", "https", "www"})
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_WEEKDAYS = frozenset("2345678")
_PAPER = frozenset({"3", "4", "5"})
_COUNTED = (Role.NOUN, Role.THING, Role.SHARE, Role.PEOPLE)


def span(look: Look, at: int) -> Item | None:
    """What begins with the digits at `at` and is no tally anywhere («12/6/2026», «8h30», «0912…»)."""
    start, text = look.tokens[at].start, look.text
    if not _MAY_BE_SPAN.match(text, start):
        return None
    for pattern in (_PHONE, _DATE, _DOCUMENT, _TIME, _HYGIENE, _PERCENT):
        found = pattern.match(text, start)
        if pattern is _DOCUMENT and look.noun_at(at + 2):
            # «3/BUỔI»
            continue
        in_list = pattern is _DATE and _in_list(text, start, found.end()) if found else False
        if found and not in_list and not (pattern is _DATE and found[1] and not _is_day(found[1], found[3])):
            return look.up_to(Role.ASIDE, at, found.end(), Doubt.LOOK_ALIKE if pattern is _PERCENT else None)
    if found := _SHARE.match(text, start):
        share = look.up_to(Role.ASIDE, at, found.end())
        of_something = any(m.role in _COUNTED or m.text == "số" for m in look.meanings(share.end))
        if not _is_day(found[1], found[2]) or of_something or look.noun_at(share.end):
            # «45/50», «2/3 buổi»: a ratio, or one of two.
            share.role, share.doubt = Role.NUMBER, Doubt.VAGUE
        return share
    return None


def _in_list(text: str, start: int, end: int) -> bool:
    """«8-2-5-60-1»: what looks like a date has more numbers dashed to it."""
    return text[max(start - 1, 0) : start] == "-" or (
        text[end : end + 1] == "-" and text[end + 1 : end + 2].isdigit()
    )


def year(look: Look, at: int) -> Item | None:
    """«Luật Đất đai 2024»: a year after words that count nothing."""
    if look.year_at(at) and look.last_role() is Role.UNKNOWN:
        return Item(Role.ASIDE, at, at + 1, doubt=Doubt.LOOK_ALIKE)
    return None


def link(look: Look, at: int) -> Item | None:
    """«https://…/12»: an address, up to the next blank."""
    found = _LINK.match(look.text, look.tokens[at].start)
    return look.up_to(Role.ASIDE, at, found.end(), Doubt.LOOK_ALIKE) if found else None


def paper(look: Look, at: int) -> Item | None:
    """«200 tờ A4»."""
    size = look.token(at + 1)
    if (
        look.tokens[at].text == "a"
        and look.tokens[at].capital
        and size
        and size.glued
        and size.text in _PAPER
    ):
        return Item(Role.ASIDE, at, at + 2)
    return None


def alley(look: Look, at: int) -> Item | None:
    """«K35»: an alley (kiệt) of the centre."""
    token, number = look.tokens[at], look.token(at + 1)
    glued = number is not None and number.kind == "digits" and number.glued
    free = not look.items or look.last_role() is not Role.NUMBER
    if token.text == "k" and token.capital and glued and free:
        return Item(Role.ASIDE, at, digits_end(look, at + 1))
    return None


def weekday(look: Look, at: int) -> Item | None:
    """«t7», «tối t5»: a day of the week, unless names or figures are about."""
    day, after = look.token(at + 1), look.token(at + 2)
    if look.tokens[at].text != "t" or day is None or not day.glued or day.text not in _WEEKDAYS:
        return None
    free = not look.items or look.last_role() not in (Role.NUMBER, Role.NOUN, Role.WORD)
    another = look.token(at + 3)
    listed = after is not None and after.text == "," and another is not None and another.text in ("t", "cn")
    ends = after is None or after.text == ":" or listed
    ends = ends or (after is not None and after.kind == "word" and not look.noun_at(at + 2))
    return Item(Role.ASIDE, at, at + 2, text="thứ") if free and ends else None


def _is_day(day: str, month: str) -> bool:
    return 1 <= int(day) <= 31 and 1 <= int(month) <= 12


def digits_end(look: Look, at: int) -> int:
    """Where the digits end, with all that is written on to them."""
    found = span(look, at)
    if found:
        return found.end
    colon = look.token(at + 1)
    if colon and colon.text == ":" and colon.glued and look.year_at(at + 2) and look.tokens[at + 2].glued:
        # ISO 9001:2015
        return at + 3
    return at + 1


def is_money(token: Token | None) -> bool:
    return token is not None and token.word.bare in ("dong", "vnd", "d")
