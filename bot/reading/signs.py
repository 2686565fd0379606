"""What punctuation and pictures do between words and figures."""

import unicodedata

from bot.reading.digits import Doubt
from bot.reading.items import Item
from bot.reading.look import Look, each
from bot.reading.numerals import is_number_word
from bot.reading.words import Role

_ROLES = {
    **dict.fromkeys(",&-*·«»¡¿", Role.PAUSE),
    **dict.fromkeys(";.!()|…•", Role.STOP),
    **dict.fromkeys(":=\"'", Role.FILL),
    "?": Role.DOUBT,
    "~": Role.ABOUT,
    "<": Role.AT_MOST,
    "≥": Role.AT_LEAST,
    "≤": Role.AT_MOST,
    "→": Role.INTO,
}
_BREAKS = (Role.STOP, Role.PAUSE)
_COUNTED = (Role.NUMBER, Role.NOUN)
_NAMED = (*_COUNTED, Role.WORD)
_DENYING = frozenset("❌🚫⛔❓❔🤥🙅🤔")
_QUOTES = ("'", '"')
_FIRST_PICTURE = 0x2190


def sign(look: Look, at: int) -> Item:  # noqa: PLR0911 - a table of signs
    """The item of one mark. A sign that no reporter writes is unknown, so the figures are read back."""
    token, before = look.tokens[at], look.last_role()
    text, following = token.text, look.token(at + 1)
    glued = following is not None and following.glued
    if text == "," and not glued:
        return Item(Role.PAUSE, at, at + 1, text=text)
    if text == "-":
        return _dash(look, at)
    if text == "@" and _calls(look, at):
        return Item(Role.ASIDE, at, at + 2, text="name")
    if text == ">":
        bounds = look.begins_number(at + 1) and before not in _COUNTED
        return Item(Role.AT_LEAST if bounds else Role.UNKNOWN, at, at + 1)
    if text in "+*" and not glued and (before in _BREAKS or (text == "*" and look.tokens[0].text == "*")):
        return Item(Role.PAUSE, at, at + 1)
    if text == "+":
        return _plus(look, at)
    if text == "/" or (text == "*" and before in _NAMED):
        return _slash(look, at)
    if text == "=" and before is Role.NOUN and look.after_figure():
        # «2 buổi=60 người»
        return Item(Role.DOUBT, at, at + 1, text=text)
    opens = not token.glued or at == 0 or look.tokens[at - 1].kind == "line"
    headless = glued and following is not None and following.kind == "digits" and opens
    if text in ".," and headless:
        return Item(Role.NUMBER, at, at + 2, doubt=Doubt.DECIMAL)
    if text in _QUOTES and token.glued and before is Role.NUMBER and not _opened(look, text):
        # «3'» are minutes
        return Item(Role.UNKNOWN, at, at + 1)
    if role := _ROLES.get(text):
        return Item(role, at, at + 1, text=text)
    if text in _DENYING:
        return Item(Role.DOUBT, at, at + 1, text=text)
    picture = unicodedata.category(text) in ("So", "Sk") and ord(text) >= _FIRST_PICTURE
    return Item(Role.PAUSE if picture else Role.UNKNOWN, at, at + 1)


def _calls(look: Look, at: int) -> bool:
    """«@Hương», to whom it is written; neither an address nor a formula."""
    name, after = look.token(at + 1), look.token(at + 2)
    apart = at == 0 or not look.tokens[at].glued
    named = name is not None and name.kind == "word" and name.glued and name.capital and not look.shouts
    return apart and named and (after is None or not after.glued)


def _slash(look: Look, at: int) -> Item:
    """«2 lượt/buổi» is a rate, «./.» ends a letter; else it parts."""
    token, before, following = look.tokens[at], look.last_role(), look.token(at + 1)
    glued = following is not None and following.glued
    if before in _NAMED and following is not None and following.word.bare == "tuan":
        # «7 lượt/tuần»: of this week
        return Item(Role.FILL, at, at + 2)
    if before in _NAMED and look.after_figure():
        rate = each(look, Item(Role.EACH, at, at + 1))
        # «loa 7 lượt/ tờ rơi 60» only parts
        parts = not glued and look.begins_number(rate.end)
        if (rate.end > at + 1 and not parts) or token.text == "*":
            return rate
    elif before is Role.STOP and token.glued and (following is None or following.text == "."):
        return Item(Role.STOP, at, at + 1)
    return Item(Role.UNKNOWN if before in _BREAKS or following is None else Role.PAUSE, at, at + 1)


def _opened(look: Look, quote: str) -> bool:
    return any(item.text == quote for item in look.items)


def _plus(look: Look, at: int) -> Item:
    before = look.last_role()
    if before is Role.NUMBER and not look.begins_number(at + 1):
        return Item(Role.AFTER_MORE, at, at + 1)
    parts = before in _COUNTED or (before is Role.WORD and look.after_figure())
    return Item(Role.PLUS if parts else Role.ADD, at, at + 1)


def _dash(look: Look, at: int) -> Item:
    """A bullet, a pause, a range, an arrow, or a minus."""
    before, following = look.last_role(), look.token(at + 1)
    if following is None:
        return Item(Role.PAUSE, at, at + 1)
    if following.text == ">" and following.glued:
        return Item(Role.INTO, at, at + 2)
    minus = following.kind == "digits" and following.glued and not look.tokens[at].glued
    if before is Role.WORD and look.begins_number(at + 1):
        return Item(Role.FILL, at, at + 1, doubt=Doubt.UNUSUAL if minus else None, text="-")
    if before is Role.NUMBER and (following.kind == "digits" or is_number_word(following)):
        return Item(Role.RANGE, at, at + 1, text="-")
    minus = minus or (following.kind == "digits" and following.glued and before in _BREAKS)
    if minus and len(look.tokens) == at + 2 and at == 0:
        # «-20» and nothing else is no count
        return Item(Role.UNKNOWN, at, at + 1)
    return Item(Role.PAUSE, at, at + 1, doubt=Doubt.UNUSUAL if minus else None)
