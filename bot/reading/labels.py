"""Numbers after a label: «tổ 5», «ngày 12/6», «Đề án 06», «tuần 24», «mục 3»."""

from bot.reading.asides import digits_end, span
from bot.reading.digits import Doubt
from bot.reading.items import Item
from bot.reading.lexicon import Meaning
from bot.reading.look import Look
from bot.reading.numerals import is_number_word
from bot.reading.words import Role

_ROMAN = frozenset({"i", "ii", "iii", "iv", "v", "vi"})
_HIGHEST_LEVEL = 5
_GROUPS = frozenset({"tổ", "tổ dân phố", "tdp"})
_PERIODS = ("tháng", "quý", "năm")
_CALLS = frozenset({"điện thoại", "đt", "qua số", "đường dây nóng", "tổng đài", "hotline"})
_SHORTEST_PHONE = 3
_GATHERING = ("họp", "sinh hoạt", "sh")
_STREETS = frozenset({"ngo", "ngach", "hem", "kiet", "duong", "pho", "to", "khu"})
_TIMES = frozenset(
    {"ngày", "bữa", "bữa mùng", "mùng", "mồng", "hôm", "hôm mùng", "thứ", "lúc", "hồi", "vào lúc", *_PERIODS}
)
_NUMBERED = ("ở", "tại", "nhà", "từ", "đến", "tới", "nhà văn hóa", "nvh", "hội trường", "trường", "điểm")
"""What a number after «số» may be of."""
_COUNTED_PLACES = frozenset(
    {"đợt", "điểm", "nhóm", "tòa", "toà", "cụm", "ngõ", "xóm", "dãy", "lô", "đường", "tuyến", "phòng"}
    | {"kênh", "vòng", "hàng"}
)
_OF_A_FIGURE = frozenset(
    {"o", "ve", "tai", "cua", "la", "duoc", "cn", "voi", "sang", "chieu", "toi", "trua", "dem", "chu", "nua"}
)
"""Words that follow a figure rather than the second of two numbers."""


def label(look: Look, meaning: Meaning, at: int, end: int) -> Item | None:  # noqa: PLR0911 - a list of exceptions
    """«tổ 5», «ngày 12/6», «Đề án 06», «tháng năm»: the number after a label is no tally."""
    token, text = look.token(end), meaning.text
    if _stands_alone_after_colon(look, end) and text != "cấp":
        return Item(Role.WEEK if text in _PERIODS else Role.ASIDE, at, end + 2, text=text)
    if token is None or token.kind not in ("digits", "word"):
        return None
    if _labels_nothing(look, text, end):
        return None
    # A month, quarter or year by itself is the time the figures are of; after a day it is a date.
    dated = look.last_role() in (Role.ASIDE, Role.WEEK) and look.items[-1].text != "name"
    role = Role.WEEK if text in _PERIODS and not dated else Role.ASIDE
    if token.kind == "digits":
        return _digits_after(look, Item(role, at, end, text=text))
    if token.text in _ROMAN and text == "quý":
        return Item(role, at, end + 1, text=text)
    if token.word.bare in ("khong", "ko") or not is_number_word(token):
        return None
    if token.capital:
        doubt = None if text in _GROUPS or text == "thứ" else Doubt.LOOK_ALIKE
        return Item(role, at, _name_end(look, end), doubt=doubt, text=text)
    number = look.number(end)
    plain = number is not None and number.value is not None and not number.doubt
    if number is not None and not plain and look.noun_at(number.end) and text not in _TIMES:
        # «tổ hai ba buổi»
        return Item(Role.NUMBER, at, number.end, doubt=Doubt.VAGUE)
    return Item(role, at, number.end if number and plain else end + 1, text=text)


def _labels_nothing(look: Look, text: str, end: int) -> bool:  # noqa: PLR0911 - a table of labels
    """Whether the number after the label counts something all the same."""
    token = look.tokens[end]
    match text:
        case "số":
            return not _numbers_something(look, end)
        case "năm":
            return not look.year_at(end)
        case _ if text in _COUNTED_PLACES and look.after_number():
            # «2 đợt 50», «3 điểm 40»
            return True
        case "bữa":
            # «họp 3 bữa 90 người»
            return look.after_number()
        case "cấp":
            # «cấp 2» is a level, «cấp 50 tờ rơi» gives out leaflets.
            return not (token.text.isdigit() and int(token.text) <= _HIGHEST_LEVEL)
        case "nhóm":
            # «đăng nhóm 6 tin», «nhóm 156 người, đăng 4 tin»
            return look.last_role() in (Role.WORD, Role.STOP) and look.noun_at(end + 1)
        case "tổ" | "tổ dân phố" | "tdp":
            # «buổi họp tổ bốn mươi hai người»
            number = look.number(end) if look.items and look.items[-1].text.endswith(_GATHERING) else None
            return number is not None and look.noun_at(number.end)
        case "phường" | "khu phố" | "khu" | "thôn" | "xóm" | "ấp" | "khóm":
            # «phát loa phường 14 lần»
            return bool(look.items) and look.items[-1].text.endswith("loa") and look.noun_at(end + 1)
        case _:
            # «qua điện thoại 3 người»
            return text in _CALLS and len(token.text) < _SHORTEST_PHONE and look.noun_at(end + 1)


def _digits_after(look: Look, item: Item) -> Item | None:
    """A label with its number, unless that counts something after all."""
    at, end, text = item.start, item.end, item.text
    timely = text in _TIMES
    if not timely and _is_range(look, end):
        if look.tokens[end + 1].glued:
            # «tổ 3-5 buổi»
            return Item(Role.NUMBER, at, end + 3, doubt=Doubt.VAGUE)
        # «tổ 10 - 12 lượt»; more dashes part a list
        listed = sum(token.text == "-" for token in look.tokens) > 1
        return Item(Role.ASIDE, at, end + 1, doubt=None if listed else Doubt.LOOK_ALIKE, text=text)
    if not look.tokens[end].text.isdigit() and span(look, end) is None:
        return None
    first = digits_end(look, end)
    last = _more(look, first)
    noun_end = look.longest(last)[0]
    counts = look.noun_at(last) and not look.begins_number(noun_end)
    if counts and text == "ngày" and last == end + 1:
        # «loa ngày 2 lượt»: each day
        return Item(Role.DAILY, at, end)
    if counts and not timely:
        # «chi bộ 1 buổi»: the party cell, one meeting; or cell 1.
        return Item(Role.NUMBER, at, last, doubt=Doubt.VAGUE)
    after = look.token(last)
    beside = text in _GROUPS and last == end + 1 and after is not None and after.kind == "digits"
    # «tổ 5 14»: which is the group's? «gọi 1022 2 lần» counts calls.
    doubtful = beside or (text == "gọi" and after is not None and after.kind == "digits")
    doubtful = doubtful or (last > first and not timely)
    return Item(item.role, at, last, doubt=Doubt.LOOK_ALIKE if doubtful else None, text=text)


def _is_range(look: Look, at: int) -> bool:
    """Two numbers with a dash between, of something the form asks."""
    dash, last = look.token(at + 1), look.token(at + 2)
    if dash is None or last is None or dash.text != "-" or last.kind != "digits":
        return False
    return look.noun_at(at + 3)


def _stands_alone_after_colon(look: Look, at: int) -> bool:
    """«Tổ: 7» on a line of its own."""
    colon, digits, after = look.token(at), look.token(at + 1), look.token(at + 2)
    if colon is None or colon.text != ":" or digits is None or digits.kind != "digits":
        return False
    return after is not None and (after.kind == "line" or after.text in (",", ";", "."))


def _numbers_something(look: Look, at: int) -> bool:
    """«bản số 2», «bão số 3», «số 7 Trần Phú»."""
    if look.last_role() in (Role.NOUN, Role.WORD, Role.UNKNOWN):
        return True
    if look.items and look.items[-1].text.endswith(_NUMBERED):
        return True
    after = look.token(at + 1)
    return after is not None and (
        after.capital or (after.word.bare in _STREETS and look.begins_number(at + 2))
    )


def _more(look: Look, at: int) -> int:
    """«tổ 5, 6 họp chung», «ngày 12 và 14»: more numbers under the same label."""
    while at + 1 < len(look.tokens) and look.tokens[at + 1].kind == "digits":
        link, after = look.tokens[at].text, look.token(at + 2)
        range_to = link == "-" and look.tokens[at + 1].glued
        if not (range_to or link in (",", "và", "va")) or look.noun_at(at + 2):
            break
        if link == "," and (after is None or after.kind != "word"):
            break
        if not range_to and (_begins_label(look, at + 2) or not _goes_up(look, at)):
            # «2 thứ 3, 1 thứ 5», «2 ở ngõ 3 và 4 ở ngõ 5»: figures of their own
            break
        at += 2
    return at


def _begins_label(look: Look, at: int) -> bool:
    token = look.token(at)
    own = token is not None and token.word.bare in _OF_A_FIGURE
    return own or any(meaning.role is Role.LABEL for meaning in look.meanings(at))


def _goes_up(look: Look, link: int) -> bool:
    before, after = look.tokens[link - 1].text, look.tokens[link + 1].text
    return before.isdigit() and after.isdigit() and int(before) < int(after)


def _name_end(look: Look, at: int) -> int:
    while at < len(look.tokens) and look.tokens[at].capital:
        at += 1
    return at


def week(look: Look, meaning: Meaning, at: int, end: int) -> Item | None:
    """«tuần 24», «tuần hai tư», «tuần trước»; «tuần 3 buổi» is no week."""
    if meaning.text not in ("tuần", "tuần thứ", "tuần số"):
        return Item(Role.WEEK, at, end, text=meaning.text)
    token = look.token(end)
    if _stands_alone_after_colon(look, end):
        return Item(Role.WEEK, at, end + 2, text="tuần số")
    if token is None or not (token.kind == "digits" or is_number_word(token)):
        return None
    found = span(look, end) if token.kind == "digits" else None
    number = look.number(end)
    if found is None and number is None:
        return None
    last = found.end if found else end + 1 if token.kind == "digits" or number is None else number.end
    group = look.tokens[last : last + 1]
    names_group = bool(group) and group[0].text == "to" and look.begins_number(last + 1)
    if found is None and look.noun_at(last) and meaning.text == "tuần" and not names_group:
        # «tuan 24 to 6» is a week and a group.
        return None
    return Item(Role.WEEK, at, last, text="tuần số")


def question(look: Look, item: Item) -> Item | None:
    """«mục 3» names the third question; a number no question has is not understood."""
    number = look.number(item.end)
    numbering = bool(look.items) and look.items[0].role is Role.MARK
    if number is None or (look.after_number() and not numbering):
        return None
    if number.value is not None and 1 <= number.value <= len(look.codes):
        return Item(Role.MARK, item.start, number.end, frozenset({look.codes[number.value - 1]}))
    return Item(Role.NUMBER, item.start, number.end, doubt=Doubt.VAGUE)
