"""Messages that change what is recorded: «sửa loa 12 thành 21», «thêm 2 buổi», «bỏ mục 3»."""

from collections.abc import Sequence

from bot.reading.pairing import MENTIONS
from bot.reading.reading import Draft, Reason
from bot.reading.scan import Item
from bot.reading.tallies import Clause, TallyReader, clauses_of
from bot.reading.words import Role

_CHANGES = frozenset({Role.EDIT, Role.WRONG, Role.INTO, Role.RATHER, Role.NOT, Role.RIGHT, Role.ADD, Role.TAKE, Role.DROP})
_BLOCKING = frozenset({Role.RANGE, Role.EACH, Role.DAILY, Role.NO_ANSWER, Role.SAME, Role.REST, Role.NOTHING})


def changes(items: Sequence[Item]) -> bool:
    """Whether the message speaks of changing the record: a word of change beside a figure, or alone."""
    for clause in clauses_of(items):
        if clause.having(*_CHANGES) and (clause.figures or not clause.having(Role.UNKNOWN)):
            return True
    return False


class CorrectionReader(TallyReader):
    """Reads a message of change into a draft; what it cannot place it asks about."""

    def read(self) -> Draft:
        self._judge_figures()
        clauses = self._gathered(clauses_of(self.items))
        self.draft.correction = True
        for clause in clauses:
            self._odd_words_of(clause)
            if clause.having(*_BLOCKING):
                self._which()
            elif clause.having(Role.DROP) and not clause.figures:
                self._drop(clause)
            elif clause.having(Role.ADD, Role.TAKE):
                self._change_by(clause)
            elif clause.figures:
                self._change_to(clause)
        if not (self.draft.values or self.draft.removed):
            self._which()
        return self.draft

    def _gathered(self, clauses: Sequence[Clause]) -> list[Clause]:
        """Words without a figure go to the clause with one («nhầm, 12»; «không phải 21, 12»)."""
        whole: list[Clause] = []
        waiting: list[Item] = []
        for clause in clauses:
            denied = whole and whole[-1].having(Role.NOT) and len(whole[-1].figures) == 1
            if clause.figures and not denied:
                whole.append(Clause([*waiting, *clause.items], clause.start, clause.end))
                waiting = []
            elif whole:
                whole[-1].items.extend(clause.items)
                whole[-1].end = clause.end
            else:
                waiting.extend(clause.items)
        if waiting:
            whole.append(Clause(waiting, waiting[0].start, waiting[-1].end))
        return whole

    def _odd_words_of(self, clause: Clause) -> None:
        for item in clause.having(Role.UNKNOWN, Role.VAGUE, Role.SHARE):
            self._puzzled(item)
            self.draft.doubts.add(Reason.NOT_UNDERSTOOD)

    # what is changed to what

    def _change_to(self, clause: Clause) -> None:
        old, new = self._old_and_new(clause)
        if new is None:
            if not clause.having(*_CHANGES):
                self._figures(clause)
                self._settle()
                return
            self._which()
            return
        code = self._code(clause, old)
        if code is None:
            return
        recorded = self.question.prev.get(code)
        if recorded is None or (old is not None and old.value != recorded):
            self.draft.doubts.add(Reason.CORRECTION)
        if code in self.draft.values:
            self.draft.unclear.append(Reason.CONTRADICTION)
        self._put(code, new)

    def _old_and_new(self, clause: Clause) -> tuple[Item | None, Item | None]:
        """The figure that was and the one that shall be, by the word between or before them."""
        figures = clause.figures
        turns = [item for item in clause.items if item.role in (Role.INTO, Role.RATHER, Role.NOT)]
        if len(figures) == 1:
            denied = any(turn.role is not Role.INTO and turn.start < figures[0].start for turn in turns)
            return (None, None) if denied else (None, figures[0])
        if len(figures) != 2 or len(turns) != 1:
            return None, None
        turn = turns[0].start
        first, second = figures
        if turn < first.start:
            return (first, second) if turns[0].role is Role.NOT else (None, None)
        if turn > second.start:
            return None, None
        return (first, second) if turns[0].role is Role.INTO else (second, first)

    def _code(self, clause: Clause, old: Item | None) -> str | None:
        """The indicator changed: the one named, else the one asked, else the only one that holds the old figure."""
        question = self.question
        named = [item.codes for item in clause.items if item.role in MENTIONS]
        if named:
            common = frozenset.intersection(*named)
            recorded = {code for code in common if code in question.prev}
            code = self._one(common) or (recorded.pop() if len(recorded) == 1 else None)
            if code is None:
                self._two_possible(common, clause)
            return code
        if question.asked:
            return question.asked
        self.draft.doubts.add(Reason.CORRECTION)
        fitting = [code for code, value in question.prev.items() if old is None or value == old.value]
        if len(fitting) == 1:
            return fitting[0]
        self._which()
        return None

    # more, less, none

    def _change_by(self, clause: Clause) -> None:
        figures = clause.figures
        pairs = self._paired(clause) if figures else None
        if not pairs or any(item.value is None for item in figures):
            self._which()
            return
        less = bool(clause.having(Role.TAKE))
        for item in pairs:
            code = self._one(item.codes) or self._recorded(item.codes) if item.codes else self._code(clause, None)
            if code is None:
                self._which()
                return
            before = self.question.prev.get(code, 0)
            after = before - (item.figure.value or 0) if less else before + (item.figure.value or 0)
            if after < 0 or (less and code not in self.question.prev):
                self.draft.unclear.append(Reason.BELOW_ZERO)
                return
            self.draft.doubts.add(Reason.SUM)
            self._put(code, item.figure)
            self.draft.put(code, after)

    def _recorded(self, codes: frozenset[str]) -> str | None:
        found = [code for code in codes if code in self.question.prev]
        return found[0] if len(found) == 1 else None

    def _drop(self, clause: Clause) -> None:
        for mention in clause.mentions:
            codes = self._narrowed(mention.codes)
            if len(codes) == 1:
                self.draft.removed |= codes
                self.draft.doubts.add(Reason.REMOVAL)
            else:
                self._two_possible(codes, clause)

    def _which(self) -> None:
        self.draft.unclear.append(Reason.WHICH_CORRECTED)
