"""Figures of other matters or people than the form asks about: voters, guests, what lies in store."""

from collections.abc import Sequence
from itertools import pairwise

from bot.reading.clauses import BREAKS, OPINIONS, pieces_of
from bot.reading.items import MENTIONS, NO_CODES, Item
from bot.reading.minding import Minding
from bot.reading.reading import Reason
from bot.reading.sheet import Sheet
from bot.reading.words import ASSOCIATIONS, GROUPS, MATTERS, OFFICES, OTHERS, POLITE, Role

_AND = frozenset({"và", "với", "cùng"})
_MEETINGS = frozenset({"buổi", "cuộc", "lần", "lượt", "hội nghị"})
_ON_PURPOSE = frozenset({"về", "nội dung", "phổ biến", "lồng ghép", "phát động", "chuyên đề", "bàn về"})
_SPEAKERS = frozenset({"tôi", "bác", "em", "mình", "tổ trưởng", "tổ phó", "bí thư"})
_GUESTS = ASSOCIATIONS | OTHERS | {"khách", "mặt trận"}
_SENDING = frozenset({"gửi", "báo", "nhắn", "bác gửi", "em gửi", "tôi gửi"})
_RECEIVING = frozenset({"nhận", "nhận được", "tiếp nhận"})
_FOR_OTHERS = frozenset({"báo hộ", "báo giúp", "nhắn hộ", "nhắn giúp", "gửi cho", "gửi", "báo thay"})
_OPENING = frozenset({":", "gồm", "gồm có", "về"})
_TELLING = frozenset({"về", "gồm", "gồm có", "họp về"})
_ASKING = frozenset({"nhờ", "nhờ em"})
_ATTENDING = frozenset({"dự", "tham dự", "đến dự", "dự họp"})
_ITEMS = frozenset({"tin", "bài", "bản tin"})
_START = Item(Role.STOP, 0, 0)
_GOING = frozenset({"sang", "qua", "chung", "có"})


def _mind_matters(sheet: Sheet) -> None:
    """«bầu cử 230 người», «1 buổi tiêm chủng», «hướng dẫn 30 người hiến máu»: not what the form asks."""
    for piece in pieces_of(sheet.items):
        if not any(item.role is Role.NUMBER for item in piece):
            continue
        told = any(item.text in _ON_PURPOSE or _informs(sheet, item) for item in piece)
        for at, item in enumerate(piece):
            if item.text in MATTERS and (not told or _serves(sheet, piece[:at])):
                sheet.doubt(Reason.STRAINED)


def _informs(sheet: Sheet, item: Item) -> bool:
    """Whether people were told of the matter: «họp», «loa», «tờ rơi»."""
    telling = item.role is Role.WORD or (item.role is Role.NOUN and item.text not in _MEETINGS)
    return telling and not item.codes <= sheet.people


def _serves(sheet: Sheet, before: Sequence[Item]) -> bool:
    """Whether the last thing named before are people, or what was done for them."""
    named = next((item for item in reversed(before) if item.role in MENTIONS), None)
    return named is not None and bool(named.codes) and named.codes <= sheet.people


def _mind_guests(sheet: Sheet) -> None:
    """«công an 3 người», «hội phụ nữ 30 người»: theirs, or some of those who came?"""
    for who, figure, noun in zip(sheet.items, sheet.items[1:], sheet.items[2:], strict=False):
        if who.text in _GUESTS and figure.role is Role.NUMBER and noun.codes & sheet.people:
            sheet.doubt(Reason.DOUBTFUL)
    for before, who in pairwise(sheet.items):
        # «2 buổi của hội phụ nữ», «có 2 lãnh đạo dự»
        if who.text in _GUESTS and (before.text == "của" or before.role is Role.NUMBER):
            sheet.doubt(Reason.DOUBTFUL)
        if before.text in _GUESTS | OFFICES | _SPEAKERS and who.text in _ATTENDING:
            # «lãnh đạo dự 2 người»
            sheet.doubt(Reason.DOUBTFUL)


def _mind_company(sheet: Sheet) -> None:
    """«2 người với ông Năm», «45 và tôi»: with or without them?"""
    people = sheet.asked in sheet.people or any(
        item.role is Role.NOUN and item.codes & sheet.people for item in sheet.items
    )
    for before, link, after in zip(sheet.items, sheet.items[1:], sheet.items[2:], strict=False):
        of_somebody = link.text == "của" and sheet.tokens[after.start].capital
        if before.role is Role.NUMBER and of_somebody:
            # «ba của Lan»
            sheet.doubt(Reason.DOUBTFUL)
        if before.text in OPINIONS and link.text == "của" and after.text in _SPEAKERS:
            # «2 ý kiến của tôi»
            sheet.doubt(Reason.DOUBTFUL)
        if people and link.text == "name" and after.text == "nữa":
            sheet.doubt(Reason.DOUBTFUL)
        if not people or link.text not in _AND:
            continue
        joined = after.text == "name" or after.text in _SPEAKERS
        if (joined and before.role in (Role.NUMBER, Role.NOUN)) or (
            before.text == "name" and after.role is Role.NUMBER
        ):
            sheet.doubt(Reason.DOUBTFUL)


def _mind_parts(sheet: Sheet) -> None:
    """«loa 7: vneid 3, họp 4», «phản ánh 2 (loa 1, vneid 1)»: what the figure was about, or tallies?"""
    for about, word, figure in zip(sheet.items, sheet.items[1:], sheet.items[2:], strict=False):
        opens = about.text in _TELLING or sheet.tokens[about.start].text == "("
        if opens and word.role is Role.WORD and figure.role is Role.NUMBER and figure.start == word.end:
            # «loa 7 về vneid 3», «tờ rơi 80 (vneid 50)»
            sheet.doubt(Reason.STRAINED)
    numbers = [at for at, item in enumerate(sheet.items) if item.role is Role.NUMBER]
    values = [sheet.items[at].value or 0 for at in numbers]
    for nth, at in enumerate(numbers[:-2]):
        sign = at + 2 if sheet.items[at + 1].role is Role.NOUN else at + 1
        opening = sheet.items[sign]
        opens = opening.text in _OPENING or sheet.tokens[opening.start].text == "("
        if opens and any(
            sum(values[nth + 1 : end]) == values[nth] for end in range(nth + 3, len(values) + 1)
        ):
            sheet.doubt(Reason.STRAINED)


def _mind_asked_for(sheet: Sheet) -> None:
    """«nhờ phát 7 lượt»: asked of somebody; «phát 50 tờ trong 2 buổi»: no meetings."""
    for before, asking, word in zip([_START, *sheet.items], sheet.items, sheet.items[1:], strict=False):
        spoken = before.text in POLITE or before.text in (":", "name")
        begins = before.role in BREAKS or before.role is Role.WORD or spoken
        if asking.text in _ASKING and begins and word.role in (Role.WORD, Role.NUMBER):
            sheet.doubt(Reason.DOUBTFUL)
    for inside, figure, noun in zip(sheet.items, sheet.items[1:], sheet.items[2:], strict=False):
        if inside.text == "trong" and figure.role is Role.NUMBER and noun.text == "buổi":
            sheet.doubt(Reason.STRAINED)


def _mind_held(sheet: Sheet) -> None:
    """«20 người có rồi», «2 buổi có buổi 42 người»: they have it already; at one of them."""
    items = [*sheet.items, _START, _START]
    for who, has, after, then in zip(items, items[1:], items[2:], items[3:], strict=False):
        if has.text != "có":
            continue
        people = who.role is Role.NOUN and bool(who.codes & sheet.people)
        already = people and (after.role in BREAKS or after.text == "rồi")
        at_one = after.role is Role.NOUN and after.text in ("buổi", "lần") and then.role is Role.NUMBER
        if already or (at_one and who.role is Role.NOUN):
            sheet.doubt(Reason.DOUBTFUL)


def _mind_wards(sheet: Sheet) -> None:
    """«25 bà con, phường 2»: two from the ward, or its number?"""
    counted = any(
        figure.role is Role.NUMBER and ward.role is Role.ASIDE and ward.text == "phường"
        for figure, ward in pairwise(sheet.items)
    )
    if counted:
        sheet.doubt(Reason.LOOK_ALIKE)
    for piece in pieces_of(sheet.items):
        said = [item for item in piece if item.text not in POLITE]
        if counted and len(said) == 1 and said[0].role is Role.ASIDE and said[0].text == "phường":
            sheet.doubt(Reason.LOOK_ALIKE)
        counted = counted or any(item.role is Role.NUMBER for item in piece)


def _mind_sent(sheet: Sheet) -> None:
    """«đã gửi 2 lần»: the message, not the meetings; «báo hộ tổ 5»: not the writer's own."""
    items = [*sheet.items, Item(Role.STOP, 0, 0)]
    for sending, figure, times in zip(items, items[1:], items[2:], strict=False):
        if sending.text in _SENDING and figure.role is Role.NUMBER and times.text == "lần":
            sheet.doubt(Reason.DOUBTFUL)
    for piece in pieces_of(sheet.items):
        sent = next((at for at, item in enumerate(piece) if item.text in _FOR_OTHERS), len(piece))
        if any(item.role is Role.ASIDE and item.text in GROUPS for item in piece[sent + 1 :]):
            sheet.doubt(Reason.DOUBTFUL)


def _mind_received(sheet: Sheet) -> None:
    """«100 nhận 80 phát»: opinions, or leaflets?"""
    for piece in pieces_of(sheet.items):
        received = [item for item in piece if item.role is Role.WORD and item.text in _RECEIVING]
        named = any(
            item.role in MENTIONS
            and item not in received
            and (item.role is Role.NOUN or item.codes <= word.codes)
            for item in piece
            for word in received
        )
        counted = any(item.role is Role.NUMBER for item in piece)
        if received and counted and not named and sheet.asked not in received[0].codes:
            sheet.doubt(Reason.STRAINED)


def _mind_visits(sheet: Sheet) -> None:
    """«sang tổ 7 họp 3 buổi»: held by the others."""
    for going, group in pairwise(sheet.items):
        goes = going.text in _GOING or sheet.tokens[going.start].text == "sang"
        if goes and group.role is Role.ASIDE and group.text in GROUPS:
            sheet.doubt(Reason.DOUBTFUL)
        if going.role is Role.ASIDE and going.text in GROUPS and group.text.startswith("nhờ"):
            # «Tổ 8 nhờ em báo: …»
            sheet.doubt(Reason.DOUBTFUL)


def _mind_registered(sheet: Sheet) -> None:
    """«hop 1 buoi, dang ky 60 nguoi»: for what?"""
    for piece in pieces_of(sheet.items):
        words = [item.text for item in piece if item.role is Role.WORD]
        for_somebody = any(item.text == "cho" for item in piece)
        if words == ["đăng ký"] and not for_somebody and sheet.asked not in sheet.people:
            sheet.doubt(Reason.STRAINED)


def _mind_audience(sheet: Sheet) -> None:
    """«họp 1 buổi 50 người hướng dẫn VNeID»: who came, or who were guided?"""
    if not any(
        who.role is Role.NOUN
        and word.role is Role.WORD
        and word.start == who.end
        and who.codes & sheet.people
        for who, word in pairwise(sheet.items)
    ):
        return
    for piece in pieces_of(sheet.items):
        held = any(item.role is Role.NOUN and item.codes & sheet.parts.keys() for item in piece)
        triples = zip(piece, piece[1:], piece[2:], strict=False)
        guided = any(
            figure.role is Role.NUMBER
            and who.role is Role.NOUN
            and who.codes & sheet.people
            and word.role is Role.WORD
            and word.codes <= sheet.people
            and not word.codes & {part for parts in sheet.parts.values() for part in parts}
            for figure, who, word in triples
        )
        crowds = sum(
            a.role is Role.NUMBER and b.role in MENTIONS and bool(b.codes & sheet.people)
            for a, b in pairwise(piece)
        )
        if held and guided and crowds == 1:
            sheet.doubt(Reason.STRAINED)


def _mind_items(sheet: Sheet) -> None:
    """«2 bài 14 lượt» to the question about broadcasts: two were read out, none posted."""
    words = NO_CODES.union(*(item.codes for item in sheet.items if item.role is Role.WORD))
    loud = [item for item in sheet.items if item.text != "được"]
    for before, figure, noun in zip([_START, *loud], loud, loud[1:], strict=False):
        item = figure.role is Role.NUMBER and noun.role is Role.NOUN and noun.text in _ITEMS
        apart = sheet.asked is not None and sheet.asked not in noun.codes and not noun.codes & words
        if item and (apart or before.text == "đọc"):
            # or «đọc 2 bài»: aloud
            sheet.doubt(Reason.STRAINED)


def _mind_umbrella(sheet: Sheet) -> None:
    """«tuyên truyền 12: loa 9, zalo 3», «tuyên truyền 06»: all of it together, or a paper's number."""
    values = [item.value or 0 for item in sheet.items if item.role is Role.NUMBER]
    items = [*sheet.items, Item(Role.STOP, 0, 0)]
    for word, figure, after in zip(items, items[1:], items[2:], strict=False):
        if word.text != "tuyên truyền" or figure.role is not Role.NUMBER or after.text in ("buổi", "cuộc"):
            continue
        padded = sheet.tokens[figure.start].text.startswith("0")
        if padded or (len(values) > 2 and 2 * (figure.value or 0) == sum(values)):
            sheet.doubt(Reason.LOOK_ALIKE)


def _mind_stock(sheet: Sheet) -> None:
    """«60 tờ rơi ở nhà văn hóa»: lying there."""
    for piece in pieces_of(sheet.items):
        triples = zip(piece, piece[1:], piece[2:], strict=False)
        lying = any(
            figure.role is Role.NUMBER and noun.text.startswith("tờ") and place.text.startswith(("ở", "tại"))
            for figure, noun, place in triples
        )
        if lying and not any(item.role is Role.WORD for item in piece):
            sheet.doubt(Reason.DOUBTFUL)


mind_matters = Minding(
    (MATTERS, _mind_matters),
    (_GUESTS | OFFICES | _SPEAKERS, _mind_guests),
    (_AND | {"name", "của"}, _mind_company),
    (_SENDING | _FOR_OTHERS, _mind_sent),
    (frozenset({"có"}), _mind_held),
    (_OPENING | _TELLING | {"("}, _mind_parts),
    (_ASKING | {"trong"}, _mind_asked_for),
    (frozenset({"phường"}), _mind_wards),
    (_RECEIVING, _mind_received),
    (GROUPS, _mind_visits),
    (frozenset({"đăng ký"}), _mind_registered),
    (frozenset({Role.WORD}), _mind_audience),
    (frozenset({"tuyên truyền"}), _mind_umbrella),
    (_ITEMS, _mind_items),
    (frozenset({"ở", "tại", "tại nhà văn hóa"}), _mind_stock),
)
"""Note what makes it uncertain that a figure is of what was asked. `marks`: texts and roles."""
