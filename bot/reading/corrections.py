"""Messages that change what is recorded: «sửa loa 12 thành 21», «thêm 2 buổi», «bỏ mục 3»."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from bot.reading import figures
from bot.reading.clauses import BREAKS, Clause, clauses_of, pieces_of
from bot.reading.items import Item, within
from bot.reading.reading import Draft, Reason
from bot.reading.remarks import read_words
from bot.reading.settling import settle
from bot.reading.sheet import Sheet
from bot.reading.tallies import paired, read_figures, read_tallies
from bot.reading.words import GROUPS, PAST_DAYS, Role

_CHANGES = frozenset(
    {Role.EDIT, Role.WRONG, Role.INTO, Role.RATHER, Role.NOT, Role.RIGHT, Role.ADD, Role.TAKE, Role.DROP}
)
_BLOCKING = (
    Role.COMPARE,
    Role.RANGE,
    Role.EACH,
    Role.DAILY,
    Role.NO_ANSWER,
    Role.SAME,
    Role.REST,
    Role.NOTHING,
)
_EXCHANGES = frozenset({"đổi", "đổi lại", "thay", "thay lại"})
_MENDING = frozenset({"sửa", "chữa", "chỉnh", "điều chỉnh", "đổi", "thay"})
_ONE_DAY = PAST_DAYS | {"chủ nhật"}
_THE_WARD = frozenset({"phường", "nhờ phường", "ủy ban", "ubnd", "ubnd phường"})
_OF_A_REPAIR = {Role.EDIT, Role.DOUBT, Role.WORD, Role.NOUN, Role.REMARK}
_PARTS = frozenset({"thứ", "ngày", "này", "hôm", "chủ nhật", "ngõ", "ngách", "hẻm", "kiệt", "khu", "xóm"})
_TURNS = (Role.INTO, Role.RATHER, Role.NOT)


def changes(items: Sequence[Item]) -> bool:
    """Whether the message speaks of changing the record: a word of change beside a figure, or alone."""
    if _CHANGES.isdisjoint([item.role for item in items]):
        return False
    return any(
        clause.has(*_CHANGES) and (clause.figures or not clause.has(Role.UNKNOWN))
        for clause in clauses_of(items)
        if clause.figures or not _asks_for_repair(items, clause)
    )


def _asks_for_repair(items: Sequence[Item], clause: Clause) -> bool:
    """«Đề nghị phường sửa loa», «2 cuộc. Cái loa rè quá, nhờ phường sửa giúp»: no figure is meant."""
    if clause.items[0].role is Role.REMARK:
        return True
    asked = any(item.text in _THE_WARD for item in within(items, clause.start, clause.end))
    told = any(item.role is Role.NUMBER and item.end <= clause.start for item in items)
    return asked and told and clause.roles <= _OF_A_REPAIR


def read_corrections(sheet: Sheet) -> Draft:
    """Fill the sheet's draft with the figures as they shall be; what cannot be placed is asked about."""
    if _tells_of_others(sheet) or _was_elsewhere(sheet):
        sheet.doubt(Reason.CORRECTION)
    if _only_announced(sheet.items):
        return _read_announced(sheet)
    for no, item in pairwise(sheet.items):
        if no.role is Role.ZERO and item.role is Role.NOT:
            # «không không phải, 4 buổi»
            no.role = Role.FILL
    figures.judge(sheet)
    sheet.draft.correction = True
    adding = False
    clauses = clauses_of(sheet.items)
    told = [clause for clause in clauses if _only_tells(clause)]
    for clause in told:
        read_words(sheet, clause)
    for clause in _gathered(
        [clause for clause in clauses if clause not in told], sheet.question.prev.values()
    ):
        for item in clause.having(Role.UNKNOWN, Role.VAGUE, Role.SHARE):
            sheet.puzzled(item)
            sheet.doubt(Reason.NOT_UNDERSTOOD)
        if adding and clause.figures and not clause.has(*_CHANGES):
            # «thêm 1 buổi, 20 người nữa»
            _change_by(sheet, clause)
        else:
            _read_change(sheet, clause)
            adding = clause.has(Role.ADD) and bool(clause.figures)
    settle(sheet)
    if not (sheet.draft.values or sheet.draft.removed):
        sheet.unclear(Reason.WHICH_CORRECTED)
    return sheet.draft


def _read_announced(sheet: Sheet) -> Draft:
    """Figures that replace what is recorded, told as in any report."""
    back = any(
        any(item.text == "gửi lại" for item in piece) and [i.role for i in piece].count(Role.NUMBER) == 1
        for piece in pieces_of(sheet.items)
    )
    mends = back or any(item.role is Role.EDIT and item.text in _MENDING for item in sheet.items)
    for item in sheet.items:
        if item.role is Role.EDIT:
            item.role = Role.FILL
    sheet.replaces = bool(sheet.question.prev)
    draft = read_tallies(sheet)
    draft.correction = sheet.replaces
    times = any(item.role is Role.NOUN and item.text == "lần" for item in sheet.items)
    if mends and (times or back or not draft.values.keys() & sheet.question.prev.keys()):
        # «sửa loa 2 lần»: repaired, «gửi lại 200 tờ rơi»: given back
        draft.doubts.add(Reason.CORRECTION)
    draft.corrected |= draft.values.keys()
    return draft


def _only_tells(clause: Clause) -> bool:
    """«Ảnh gửi sau»: a remark beside the change."""
    return clause.has(Role.UNKNOWN) and not (clause.figures or clause.mentions or clause.has(*_CHANGES))


def _tells_of_others(sheet: Sheet) -> bool:
    """«hôm qua sửa loa …», «sửa hộ tổ 6: …», «cập nhật VNeID cho 5 người»: a change, but of this record?"""
    edited = False
    for before, item in pairwise(sheet.items):
        edited = edited or before.role is Role.EDIT
        whose = item.role is Role.ASIDE and (item.text == "name" or item.text in GROUPS)
        content = item.text in ("nội dung", "trên", "qua")
        served = item.role is Role.WORD and item.codes <= sheet.people and before.text.endswith("cập nhật")
        if before.role is Role.EDIT and (whose or content or served):
            return True
        if whose and (before.text == "của" or _is_taken_back(sheet, item)):
            return True
    return edited and any(item.text in _ONE_DAY for item in sheet.items)


def _was_elsewhere(sheet: Sheet) -> bool:
    """«nhầm tổ, loa 9», «lộn tuần»: of which group or week are the figures?"""
    return any(
        wrong.role is Role.WRONG and where.text in ("tổ", "tuần", "nhóm", "phường")
        for wrong, where in pairwise(sheet.items)
    )


def _is_taken_back(sheet: Sheet, whose: Item) -> bool:
    """«54, tổ 6 ghi 45 là lộn»."""
    after = [item for item in sheet.items if item.start > whose.start]
    wrong = any(item.role is Role.WRONG for item in takewhile(lambda item: item.role not in BREAKS, after))
    return wrong and any(item.role is Role.NUMBER for item in sheet.items if item.start < whose.start)


def _read_change(sheet: Sheet, clause: Clause) -> None:
    left = any(item.text == "còn" for item in clause.having(Role.DOUBT))
    if clause.has(*_BLOCKING) or (left and not clause.has(Role.TAKE)):
        sheet.unclear(Reason.WHICH_CORRECTED)
    elif clause.has(Role.DROP) and not clause.figures:
        _drop(sheet, clause)
    elif clause.has(Role.DROP):
        # «bỏ 1 buổi»: less by one, or no more?
        sheet.unclear(Reason.WHICH_CORRECTED, clause)
    elif clause.has(Role.ADD, Role.TAKE) and not _moves_to(sheet, clause):
        _change_by(sheet, clause)
    elif clause.has(*_CHANGES):
        _change_to(sheet, clause)
    elif clause.figures:
        read_figures(sheet, clause)


def _only_announced(items: Sequence[Item]) -> bool:
    """«báo lại: 3 buổi, 85 người»: figures as in any report, only that they replace what is recorded."""
    roles = {item.role for item in items}
    edits = [item.start for item in items if item.role is Role.EDIT]
    if any(item.role is Role.EDIT and item.text in _EXCHANGES for item in items):
        return False
    if any(item.role is Role.NUMBER and item.start < edits[0] for item in items if edits):
        return False
    return not roles & (_CHANGES - {Role.EDIT}) and bool(roles & {Role.NOUN, Role.WORD, Role.MARK})


def _gathered(clauses: Sequence[Clause], recorded: Collection[int]) -> list[Clause]:
    """Words without a figure go to the clause with one («nhầm, 12»; «không phải 21, 12»)."""
    whole: list[Clause] = []
    waiting: list[Item] = []
    for clause in clauses:
        denied = bool(whole) and len(whole[-1].figures) == 1 and _denied(whole[-1])
        if _takes_back(clause, recorded) and whole and len(whole[-1].figures) == 1 and not denied:
            whole[-1] = whole[-1].followed_by(_taken_back(clause), clause.end)
        elif clause.figures and not denied:
            whole.append(Clause([*waiting, *clause.items], clause.start, clause.end))
            waiting = []
        elif whole:
            whole[-1] = whole[-1].followed_by(clause.items, clause.end)
        else:
            waiting.extend(_as_wrong(item) if clause.roles == {Role.NOT} else item for item in clause.items)
    if waiting:
        whole.append(Clause(waiting, waiting[0].start, waiting[-1].end))
    return whole


def _as_wrong(item: Item) -> Item:
    """«không phải, 2 buổi thôi»: what is recorded was wrong."""
    return replace(item, role=Role.WRONG)


def _takes_back(clause: Clause, recorded: Collection[int]) -> bool:
    """«112, không phải 121», «54, ghi 45 là lộn»: the second clause only says what was wrong."""
    if len(clause.figures) != 1 or clause.mentions:
        return False
    roles = [item.role for item in clause.items]
    before = roles == [Role.WRONG, Role.NUMBER] and clause.figures[0].value in recorded
    return before or clause.items[0].role is Role.NOT or roles == [Role.NUMBER, Role.WRONG]


def _taken_back(clause: Clause) -> list[Item]:
    """With the word that turns before the figure: «45 là lộn» as «không phải 45»."""
    if clause.items[0].role is Role.NOT:
        return clause.items
    wrong, figure = sorted(clause.items, key=lambda item: item.role is Role.NUMBER)
    return [replace(wrong, role=Role.NOT, start=figure.start, end=figure.start), figure]


def _denied(clause: Clause) -> bool:
    """«không phải 21», «120 là sai»: what is right comes after the comma."""
    wrong = any(item.start > clause.figures[0].start for item in clause.having(Role.WRONG))
    return wrong or clause.has(Role.NOT)


def _moves_to(sheet: Sheet, clause: Clause) -> bool:
    """«tăng loa lên 16», «giảm tờ rơi còn 50», «giảm xuống còn 2»: to, not by."""
    if clause.has(Role.INTO):
        return len(clause.figures) == 1
    starts = {figure.start for figure in clause.figures}
    return any(item.text in ("lên", "xuống", "còn") and item.end in starts for item in sheet.items)


# from what to what


def _change_to(sheet: Sheet, clause: Clause) -> None:
    if len(clause.figures) > 1 and not clause.has(*_TURNS, Role.WRONG):
        read_figures(sheet, clause.without(*_CHANGES))
        sheet.doubt(Reason.CORRECTION)
        return
    old, new = _old_and_new(clause)
    wrong = clause.having(Role.WRONG)
    if new is not None and old is None and wrong and wrong[-1].start > new.start:
        # «tờ rơi 200 sai rồi», «sửa loa thành 12 là sai»: and what is right?
        new = None if new.value in sheet.question.prev.values() or clause.has(Role.INTO) else new
    if new is None:
        sheet.unclear(Reason.WHICH_CORRECTED)
        return
    code = _corrected(sheet, clause, old)
    if code is None:
        return
    exchanged = any(item.text in _EXCHANGES for item in clause.having(Role.EDIT))
    if any(item.text == "chỉ còn" for item in clause.having(Role.INTO)) and not clause.has(Role.EDIT):
        # «tờ rơi chỉ còn 50»: are left over
        sheet.doubt(Reason.CORRECTION)
    taken_back = bool(wrong) and _is_taken_back_first(sheet, wrong[0], new)
    if (exchanged or (wrong and not taken_back)) and not clause.has(Role.RIGHT, *_TURNS):
        # «đổi loa 2 lần»: to two, or twice? «ghi nhầm 1 buổi»: wrongly one, or wrong by one?
        sheet.doubt(Reason.CORRECTION)
    if old is None and _is_of_a_part(sheet, clause, new):
        sheet.doubt(Reason.CORRECTION)
    recorded = sheet.question.prev.get(code)
    if recorded is not None and _goes_the_other_way(sheet, clause, recorded, new):
        sheet.doubt(Reason.CORRECTION)
    if recorded is None or (old is not None and old.value != recorded):
        sheet.doubt(Reason.CORRECTION)
    if code in sheet.draft.values:
        sheet.unclear(Reason.CONTRADICTION, clause)
        return
    sheet.put(code, new)
    sheet.draft.corrected.add(code)
    if old is not None:
        sheet.draft.merged.append((old.start, old.end))


def _goes_the_other_way(sheet: Sheet, clause: Clause, recorded: int, new: Item) -> bool:
    """«tăng lên 4» when ten are recorded, «giảm còn 14»: by so many, or a slip?"""
    value = new.value or 0
    turns = [item.text for item in clause.having(Role.INTO)]
    more = clause.has(Role.ADD) or any(text.startswith("tăng") for text in turns)
    less = clause.has(Role.TAKE) or any(text.startswith(("giảm", "bớt")) for text in turns)
    item_number = not clause.mentions and sheet.asked is None and recorded <= len(sheet.question.codes)
    return (more and value <= recorded) or (less and value >= recorded) or item_number


def _is_of_a_part(sheet: Sheet, clause: Clause, new: Item) -> bool:
    """«buổi tối qua sửa thành 15», «loa thứ 5 sửa thành 4»: a part of the figure, or who came then."""
    return any(
        item.text in PAST_DAYS or item.role is Role.PART or item.text in _PARTS
        for item in within(sheet.items, clause.start, new.start)
    ) or [mention.text for mention in clause.mentions] in (["buổi"], ["buổi họp"])


def _is_taken_back_first(sheet: Sheet, wrong: Item, new: Item) -> bool:
    """«nhầm, 12», «nhầm rồi em, loa 9 lượt»: what was said is taken back, then said anew."""
    between = within(sheet.items, wrong.end, new.start)
    return wrong.text.endswith(" rồi") or any(item.role in BREAKS or item.text == "rồi" for item in between)


def _old_and_new(clause: Clause) -> tuple[Item | None, Item | None]:
    """The figure that was and the one that shall be, by the word between or before them."""
    turns = clause.having(*_TURNS) or clause.having(Role.WRONG)
    if len(clause.figures) == 1:
        figure = clause.figures[0]
        denied = any(turn.role in (Role.RATHER, Role.NOT) and turn.start < figure.start for turn in turns)
        return None, None if denied else figure
    if len(clause.figures) != 2 or len(turns) != 1 or turns[0].start > clause.figures[1].start:
        return None, None
    turn, (first, second) = turns[0], clause.figures
    if turn.start < first.start:
        return (first, second) if turn.role is Role.NOT else (None, None)
    return (first, second) if turn.role in (Role.INTO, Role.WRONG) else (second, first)


def _corrected(sheet: Sheet, clause: Clause, old: Item | None) -> str | None:
    """The indicator named, else the one asked about, else the only one recorded with the old figure."""
    prev = sheet.question.prev
    if clause.mentions:
        common = frozenset.intersection(*(mention.codes for mention in clause.mentions))
        code = (
            sheet.one(common, frozenset(sheet.draft.values))
            or _only(code for code in common if code in prev)
            or _only(code for code in common if old is not None and prev.get(code) == old.value)
        )
        if code is None:
            sheet.two_possible(common, clause)
        return code
    if sheet.asked:
        return sheet.asked
    code = _only(code for code, value in prev.items() if old is None or value == old.value)
    if code is None or old is None:
        # «sửa 9 thành 19» is plain when one figure is 9
        sheet.doubt(Reason.CORRECTION)
    if code is None:
        sheet.unclear(Reason.WHICH_CORRECTED, clause)
    return code


# more, less, none


def _change_by(sheet: Sheet, clause: Clause) -> None:
    if clause.has(Role.INTO):
        _change_by_and_to(sheet, clause)
        return
    pairs = paired(sheet, clause) if clause.figures else None
    if not pairs or any(item.value is None for item in clause.figures):
        sheet.unclear(Reason.WHICH_CORRECTED)
        return
    prev, less = sheet.question.prev, clause.has(Role.TAKE)
    for item in pairs:
        named = sheet.one(item.codes, frozenset(sheet.draft.values))
        code = named or _only(code for code in item.codes if code in prev)
        if not item.codes:
            code = _corrected(sheet, clause, None)
        if code is None:
            sheet.unclear(Reason.WHICH_CORRECTED, clause)
            return
        if code in sheet.draft.values:
            sheet.unclear(Reason.CONTRADICTION, clause)
            return
        by = item.figure.value or 0
        after = prev.get(code, 0) + (-by if less else by)
        if after < 0 or (less and code not in prev):
            sheet.unclear(Reason.BELOW_ZERO, clause)
            return
        sheet.doubt(Reason.SUM)
        sheet.put(code, item.figure)
        sheet.merge(code, after, item.figure)
        sheet.draft.corrected.add(code)


def _change_by_and_to(sheet: Sheet, clause: Clause) -> None:
    """«thêm 5 nữa thành 25»: only if it comes to that with what is recorded."""
    code = _corrected(sheet, clause, None) if len(clause.figures) == 2 else None
    by, to = [figure.value or 0 for figure in clause.figures[:2]] if code else (0, 0)
    sign = -1 if clause.has(Role.TAKE) else 1
    if code is None or sheet.question.prev.get(code, 0) + sign * by != to:
        sheet.unclear(Reason.WHICH_CORRECTED, clause)
        return
    sheet.merge(code, to, *clause.figures)
    sheet.doubt(Reason.SUM)
    sheet.draft.corrected.add(code)


def _drop(sheet: Sheet, clause: Clause) -> None:
    for mention in clause.mentions:
        codes = sheet.narrowed(mention.codes)
        if len(codes) == 1:
            sheet.draft.removed |= codes
            sheet.doubt(Reason.REMOVAL)
        else:
            sheet.two_possible(codes, clause)


def _only(codes: Iterable[str]) -> str | None:
    found = list(codes)
    return found[0] if len(found) == 1 else None
