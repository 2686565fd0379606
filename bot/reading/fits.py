"""Whether a phrase of the lexicon fits where it stands, and what it does there."""

from collections.abc import Callable

from bot.reading import asides, labels
from bot.reading.digits import Doubt
from bot.reading.items import NEAR, Item
from bot.reading.lexicon import Meaning
from bot.reading.look import Look, each
from bot.reading.names import titled
from bot.reading.words import ELDERS, PAST_DAYS, PLAIN_PEOPLE, Role

_AFTER_NUMBER = (Role.UNIT, Role.SHARE, Role.THING)
_IN_FULL = frozenset({"đông đủ", "đầy đủ"})
_DENYING = frozenset({Role.ZERO, Role.AT_LEAST, Role.AT_MOST, Role.NO_ANSWER})
_COUNTED = ("mấy ", "tổ ", "bên ", "ba ")
_RECEIVING = frozenset({"nhận", "nhận được", "tiếp nhận"})
_SMALL_BEFORE_NUMBER = frozenset({"co", "duoc", "la", "den", "toi", "tren", "chung", "cung", "phai"})
_MOST_SMALL = 4


def fitted(look: Look, meaning: Meaning, at: int, end: int) -> Item | None:
    """The item if the phrase can have this meaning where it stands."""
    item = Item(meaning.role, at, end, look.asked_of(meaning.codes), text=meaning.text)
    fit = _FITS.get(meaning.role)
    return item if fit is None else fit(look, meaning, item)


def _noun(look: Look, meaning: Meaning, item: Item) -> Item | None:
    typed = look.tokens[item.start].text
    if typed == "ban" and not look.after_number() and not look.begins_number(item.end):
        # «2 buoi thoi ban a»
        return Item(Role.FILL, item.start, item.end)
    named = len(look.items) > 1 and look.items[-2].role in (Role.WORD, Role.NOUN)
    if typed == "ban" and not named:
        # bản, or bạn
        item.doubt = Doubt.LOOK_ALIKE
    return None if _labels(look, meaning, item.start, item.end) else item


def _word(look: Look, _: Meaning, item: Item) -> Item | None:
    """«chưa nhận được tờ rơi»: it is the leaflets that there are none of."""
    if item.text not in _RECEIVING or look.last_role() is not Role.ZERO:
        return item
    if len(look.items) > 1 and look.items[-2].role is Role.NOUN and not look.items[-2].codes & item.codes:
        # «tờ rơi chưa nhận được»
        return Item(Role.FILL, item.start, item.end, text=item.text)
    if not look.noun_at(item.end):
        return item
    received = any(meaning.codes & item.codes for meaning in look.meanings(item.end))
    return item if received else Item(Role.FILL, item.start, item.end, text=item.text)


def _after_number(look: Look, meaning: Meaning, item: Item) -> Item | None:
    """«2 phường» are counted; in «14 phường 3» the ward has the number."""
    numbered = meaning.text == "phường" and look.begins_number(item.end)
    return item if look.after_number() and not numbered else None


def _range(look: Look, _: Meaning, item: Item) -> Item | None:
    return item if look.after_something_counted() and look.begins_number(item.end) else None


def _doubt(look: Look, _: Meaning, item: Item) -> Item | None:
    """«cả hai buổi» are two, «cả hai» may be any; «thế là được 2 buổi» is no «là được»."""
    lately = any(each.text in PAST_DAYS for each in look.items[-NEAR:]) and look.names_at(item.end)
    if item.text == "mới" and lately and not look.begins_number(item.end):
        # «tối qua mới họp xong 1 buổi»
        return Item(Role.FILL, item.start, item.end, text=item.text)
    only = item.text == "mới" and look.begins_number(item.end)
    if only and any(token.word.bare == "thoi" for token in look.tokens[item.end :]):
        # «mới 1 buổi thôi»: only
        return Item(Role.FILL, item.start, item.end, text=item.text)
    counted = item.text.startswith("cả ") and look.noun_at(item.end)
    return None if counted or (item.text == "là được" and look.begins_number(item.end)) else item


def _vague(look: Look, _: Meaning, item: Item) -> Item | None:
    """«thôn Đông» is a name."""
    named = look.tokens[item.start].capital and not look.shouts and look.last_role() is Role.FILL
    if item.text in _IN_FULL and look.begins_number(item.end):
        # «bà con tới đông đủ 63 người»
        return Item(Role.FILL, item.start, item.end, text=item.text)
    return None if named else item


def _each(look: Look, _: Meaning, item: Item) -> Item | None:
    """«moi» is mỗi only before what it counts; else mới or mời."""
    found = each(look, item)
    bare = look.tokens[item.start].text == "moi" and found.end == item.start + 1
    return None if bare and not look.begins_number(found.end) else found


def _edit(look: Look, _: Meaning, item: Item) -> Item | None:
    """«loa hư chưa sửa» changes no figure."""
    return None if look.last_role() is Role.ZERO else item


def _part(look: Look, _: Meaning, item: Item) -> Item | None:
    """«đổi zalo từ 5 sang 6»: into six, and no morning."""
    into = look.tokens[item.start].text == "sang" and any(i.role is Role.EDIT for i in look.items[-NEAR:])
    return (
        Item(Role.INTO, item.start, item.end, text="sang") if into and look.begins_number(item.end) else item
    )


def _dictated(look: Look, _: Meaning, item: Item) -> Item | None:
    """«một buổi phẩy bốn hai người»; «hai phẩy năm» is a fraction."""
    # Spoken into the phone: read back, for what was heard may be something else.
    item.doubt = Doubt.UNUSUAL
    return None if look.after_number() and look.begins_number(item.end) else item


def _bound_before(look: Look, _: Meaning, item: Item) -> Item | None:
    if item.text == "ngoài" and look.last_role() in (Role.NOTHING, Role.ZERO):
        # «không có gì ngoài 1 buổi họp»
        return Item(Role.FILL, item.start, item.end, text=item.text)
    if item.text == "trên" and look.after_number() and look.begins_number(item.end):
        # «150 trên 200 tờ»
        return Item(Role.RANGE, item.start, item.end, text=item.text)
    together = any(each.text in ("với", "cùng") for each in look.items[-NEAR:])
    if together and look.tokens[item.start].text == "chung":
        # «họp với tổ 9 chung một buổi» is no «chừng»
        return Item(Role.FILL, item.start, item.end, text="chung")
    return item if _bounds(look, item.end) else _unbound(item)


def _bound_after(look: Look, _: Meaning, item: Item) -> Item | None:
    if item.text == "có hơn" and look.begins_number(item.end):
        # «1 buổi có hơn 50 người»: over fifty
        return None
    return item if look.after_figure() else _unbound(item)


def _unbound(item: Item) -> Item | None:
    """«120 người dự, tối đa»: a bound apart from its figure."""
    return Item(Role.DOUBT, item.start, item.end, text=item.text) if " " in item.text else None


def _people(look: Look, meaning: Meaning, item: Item) -> Item | None:
    """«45 bà con» are counted, «toàn người cao tuổi» only spoken of."""
    at, end = item.start, item.end
    codes = look.asked_of(look.lexicon.people)
    if look.after_number() and codes:
        came = any(known.role is Role.WORD and known.codes <= codes for known in look.meanings(end))
        plain = (came or meaning.text in PLAIN_PEOPLE) and _is_typed(look, at, end, meaning)
        return Item(Role.NOUN, at, end, codes, doubt=None if plain else Doubt.LOOK_ALIKE)
    return Item(Role.FILL, at, end, text=meaning.text) if meaning.text.startswith("người ") else None


def _is_typed(look: Look, at: int, end: int, meaning: Meaning) -> bool:
    """«ba con» may be three children; «người dân» is people however it is typed."""
    return meaning.words[0].bare != "ba" or any(token.word.marked for token in look.tokens[at:end])


def _zero(look: Look, _: Meaning, item: Item) -> Item | None:
    """«không một tờ» is none; in «3 0 không 1 0» the one is a figure of its own."""
    if item.text.endswith((" một", " 1")) and not look.noun_at(item.end):
        return None
    item.value = 0
    if look.tokens[item.start].text == "kg" and item.end == item.start + 1:
        # không, or kilograms
        item.doubt = Doubt.LOOK_ALIKE
    return item


def _filler(look: Look, _: Meaning, item: Item) -> Item | None:
    """Small words that, before a number, are not so small."""
    if item.text.startswith(_COUNTED) and _follows_number(look):
        # «hai trăm mấy chị nhé», «họp 3 tổ em nhé», «hai, ba em nhé»
        return None
    if item.text in ("đâu", "mô") and all(each.role not in _DENYING for each in look.items[-NEAR:]):
        # «có 3 buổi đâu» denies; «không dưới 50 đâu» only insists.
        return Item(Role.DOUBT, item.start, item.end, text=item.text)
    if item.text.endswith(" mỗi") and look.noun_at(item.end):
        # «có mỗi buổi 40 người»
        return None
    if item.text in ELDERS and look.after_number():
        codes = look.asked_of(look.lexicon.people)
        served = any(
            meaning.codes & codes for meaning in look.meanings(item.end) if meaning.role is Role.WORD
        )
        if served:
            # «có 9 bác được hướng dẫn»
            return Item(Role.NOUN, item.start, item.end, codes, doubt=Doubt.LOOK_ALIKE)
    if item.text == "còn" and _bounds(look, item.end):
        # «còn 50 tờ», «còn được 50 tờ» are left over, not given out.
        item.role = Role.DOUBT
    elif item.text == "bữa" and look.after_number():
        # «3 bữa»: days, or meetings
        item.role = Role.UNKNOWN
    elif item.text == "trong" and look.after_number() and look.begins_number(item.end):
        # «2 trong 3 buổi»
        item.role = Role.RANGE
    return item


def _follows_number(look: Look) -> bool:
    loud = [item for item in look.items[-2:] if item.role is not Role.PAUSE]
    return bool(loud) and loud[-1].role is Role.NUMBER


def _labels(look: Look, meaning: Meaning, at: int, end: int) -> bool:
    """«to 5» is a group and «lần 2» the second time; «50 to» are leaves, «5 lần» times."""
    if look.after_number() or end > at + 1 or look.last_role() is Role.ZERO:
        return False
    if meaning.text == "lần":
        return look.begins_number(end) and look.last_role() is not Role.FILL
    return meaning.text == "tờ" and not look.tokens[at].word.marked


def _bounds(look: Look, at: int) -> bool:
    for _ in range(_MOST_SMALL):
        token = look.token(at)
        if token is None or token.word.bare not in _SMALL_BEFORE_NUMBER:
            break
        at += 1
    # «đến 14/6» is no bound
    return look.begins_number(at) and not (look.tokens[at].kind == "digits" and asides.span(look, at))


def _changes(look: Look, _: Meaning, item: Item) -> Item | None:
    colon = look.token(item.end)
    announced = colon is not None and colon.text == ":" and item.text.endswith((" thêm", " bổ sung"))
    end = item.end + 1 if announced else item.end
    if look.begins_number(end) or look.names_at(end):
        return item
    return None if item.role is Role.ADD else Item(Role.DOUBT, item.start, item.end, text=item.text)


_FITS: dict[Role, Callable[[Look, Meaning, Item], Item | None]] = {
    Role.NOUN: _noun,
    Role.WORD: _word,
    **dict.fromkeys((Role.ABOUT, Role.AT_LEAST, Role.AT_MOST), _bound_before),
    **dict.fromkeys((Role.AFTER_ABOUT, Role.AFTER_MORE, Role.AFTER_LESS), _bound_after),
    **dict.fromkeys(_AFTER_NUMBER, _after_number),
    Role.LABEL: lambda look, meaning, item: labels.label(look, meaning, item.start, item.end),
    Role.TITLE: lambda look, meaning, item: titled(look, meaning, item.start, item.end),
    Role.WEEK: lambda look, meaning, item: labels.week(look, meaning, item.start, item.end),
    Role.MARK: lambda look, _, item: labels.question(look, item),
    Role.INTO: lambda look, _, item: item if look.begins_number(item.end) else None,
    **dict.fromkeys((Role.ADD, Role.TAKE, Role.DROP), _changes),
    Role.PEOPLE: _people,
    Role.FILL: _filler,
    Role.EACH: _each,
    Role.RANGE: _range,
    Role.ZERO: _zero,
    Role.EDIT: _edit,
    Role.DOUBT: _doubt,
    Role.PART: _part,
    Role.VAGUE: _vague,
    **dict.fromkeys((Role.PAUSE, Role.STOP), _dictated),
}
"""Whether a phrase with the role fits where it stands, and as what; all others always do."""
