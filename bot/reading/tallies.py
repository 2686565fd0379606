"""The figures of a message that reports (not corrects): clause by clause, then as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.reading.lexicon import NO_CODES
from bot.reading.numbers import Doubt, is_number_word, sounds_numeric
from bot.reading.pairing import COUNTER, FIGURES, MENTIONS, Pair, pair, parts_of
from bot.reading.reading import Draft, Question, Reason
from bot.reading.scan import Item
from bot.reading.spelling import is_syllable
from bot.reading.tokens import Token
from bot.reading.words import ASKING, POLITE, Role

_BREAKS = frozenset({Role.PAUSE, Role.STOP})
_BOUNDS = {Role.ABOUT: "about", Role.AT_LEAST: "more_than", Role.AT_MOST: "less_than"}
_AFTER = {Role.AFTER_ABOUT: "about", Role.AFTER_MORE: "more_than", Role.AFTER_LESS: "less_than"}
_SILENT = frozenset({Role.FILL, Role.ASIDE, Role.WEEK, *_BREAKS})
_EDITS = frozenset({Role.EDIT, Role.WRONG, Role.ADD, Role.TAKE, Role.DROP, Role.INTO, Role.RATHER, Role.RIGHT})
_REASONS = {
    Doubt.UNUSUAL: Reason.UNUSUAL_NUMBER,
    Doubt.LOOK_ALIKE: Reason.LOOK_ALIKE,
    Doubt.ROUND: Reason.APPROXIMATE,
    Doubt.VAGUE: Reason.VAGUE,
    Doubt.DECIMAL: Reason.DECIMAL,
}
_DAYS_OF_WEEK = 7


@dataclass(slots=True)
class Clause:
    """Items between two breaks, without the silent ones."""

    items: list[Item]
    start: int
    end: int

    def having(self, *roles: Role) -> list[Item]:
        return [item for item in self.items if item.role in roles]

    @property
    def figures(self) -> list[Item]:
        return [item for item in self.items if item.role in FIGURES]

    @property
    def mentions(self) -> list[Item]:
        return [item for item in self.items if item.role in MENTIONS]


def clauses_of(items: Sequence[Item]) -> list[Clause]:
    found = []
    current: list[Item] = []
    for item in [*items, None]:
        rest = item is not None and item.role is Role.REST and any(i.role in FIGURES for i in current)
        if item is None or item.role in _BREAKS or rest:
            loud = [each for each in current if each.role not in _SILENT]
            if loud:
                found.append(Clause(loud, current[0].start, current[-1].end))
            current = [item] if item is not None and rest else []
        else:
            current.append(item)
    return found


class TallyReader:
    """Reads the items of one message into a draft."""

    def __init__(self, items: list[Item], tokens: Sequence[Token], question: Question) -> None:
        self.items = items
        self.tokens = tokens
        self.question = question
        self.parts = parts_of(question.form)
        self.draft = Draft()
        self.pairs: list[Pair] = []
        self.rates: list[tuple[Item, Pair]] = []
        self.bounds: dict[int, str] = {}

    def read(self) -> Draft:
        self._repeated_in_words()
        self._judge_figures()
        self._question_marks()
        clauses = clauses_of(self.items)
        if not self._by_position(clauses):
            self._by_words(clauses)
        return self.draft

    # figures by themselves

    def _repeated_in_words(self) -> None:
        """«05 (năm) buổi»: the same figure again in brackets is passed over."""
        for at in range(len(self.items) - 3):
            first, opened, second, closed = self.items[at : at + 4]
            if (
                first.role is second.role is Role.NUMBER
                and first.value == second.value is not None
                and self.tokens[opened.start].text == "("
                and self.tokens[closed.start].text == ")"
            ):
                opened.role = second.role = closed.role = Role.FILL

    def _judge_figures(self) -> None:
        """Bounds, units and shares of each figure; what has no single value makes the whole unclear."""
        self._set_aside_units()
        previous: Item | None = None
        pending = ""
        for item in self.items:
            if item.doubt and item.value is None and item.role is not Role.NUMBER:
                self.draft.doubts.add(_REASONS[item.doubt])
            if item.role in _BOUNDS:
                pending = _BOUNDS[item.role]
            elif item.role is Role.NUMBER:
                if pending:
                    self.bounds[item.start] = pending
                    pending = ""
                if item.value is None:
                    self.draft.unclear.append(_REASONS[item.doubt or Doubt.VAGUE])
                    self._puzzled(item)
                elif item.doubt:
                    self.draft.doubts.add(_REASONS[item.doubt])
                    if item.doubt is Doubt.ROUND:
                        self.bounds.setdefault(item.start, "about")
                previous = item
            elif item.role in _AFTER and previous is not None:
                self.bounds[previous.start] = _AFTER[item.role]
            elif item.role is Role.DOUBT:
                self.draft.doubts.add(Reason.DOUBTFUL)
        if self.bounds:
            self.draft.doubts.add(Reason.APPROXIMATE)

    def _set_aside_units(self) -> None:
        items = self.items
        for at, item in enumerate(items):
            if item.role is Role.UNIT:
                items[at - 1].role = item.role = Role.ASIDE
            elif item.role is Role.THING:
                item.role = Role.ASIDE
                items[at - 1].role = Role.WEEK if self.tokens[item.start].word.bare == "tuan" else Role.ASIDE
                self.draft.doubts.add(Reason.NOT_UNDERSTOOD)
                self.draft.not_understood.append((items[at - 1].start, item.end))
            elif item.role is Role.SHARE:
                following = next((i for i in items[at + 1 :] if i.role not in _SILENT), None)
                if following is None or following.role not in MENTIONS:
                    items[at - 1].role = item.role = Role.ASIDE
                self.draft.doubts.add(Reason.DOUBTFUL)

    def _question_marks(self) -> None:
        """«1. 3 buổi 2. 120 người»: numbers counting up from 1 before a point or bracket are list marks."""
        items = self.items
        marks: list[int] = []
        for at, item in enumerate(items[:-1]):
            opens = at == 0 or items[at - 1].role in _BREAKS or self.tokens[items[at - 1].end - 1].kind == "line"
            closes = items[at + 1].role in (*_BREAKS, Role.RANGE) or items[at + 1].text in (":", "=", "-")
            mark = self.tokens[items[at + 1].start].text if closes else ""
            if (
                item.role is Role.NUMBER
                and item.value == len(marks) + 1
                and (opens or mark in (")", "."))
                and mark in (".", ")", ":", "/", "-", "=")
                and not (marks and at - marks[-1] <= 2 and not any(i.role in FIGURES for i in items[marks[-1] + 1 : at]))
            ):
                marks.append(at)
        if len(marks) < 2 or len(marks) > len(self.question.codes):
            return
        ends = [*marks[1:], len(items)]
        if not all(self._holds_figure(items[a + 2 : b]) for a, b in zip(marks, ends, strict=True)):
            return
        for number, at in enumerate(marks):
            items[at].role, items[at].text = Role.MARK, COUNTER
            items[at].codes = frozenset({self.question.codes[number]})
            items[at + 1].role = Role.FILL

    def _holds_figure(self, items: Sequence[Item]) -> bool:
        return any(item.role in FIGURES for item in items)

    # by position

    def _by_position(self, clauses: list[Clause]) -> bool:
        """Bare figures, one for each question in the form's order. False when words must decide."""
        counting = [clause for clause in clauses if clause.figures]
        remarks = [clause for clause in clauses if not clause.figures]
        if any(clause.mentions for clause in clauses):
            return False
        loud = [item for clause in counting for item in clause.items]
        figures = [item for item in loud if item.role in FIGURES]
        others = {item.role for item in loud} - FIGURES - set(_BOUNDS) - set(_AFTER) - {Role.DOUBT, Role.RANGE}
        if others or len(figures) < 2 or any(item.value is None for item in figures):
            return False
        for clause in remarks:
            self._words_only(clause)
        dashes = [item for item in loud if item.role is Role.RANGE]
        codes = self.question.codes
        missing = [code for code in codes if code not in self.question.prev]
        if len(figures) == len(codes) and all(item.text == "-" for item in dashes):
            self._place(figures, codes)
            if dashes or self.question.asked or self._could_shift(figures):
                self.draft.doubts.add(Reason.SHIFTED)
            return True
        if dashes:
            return False
        joined = self._joined(figures)
        if joined is not None and (len(joined) == len(codes) or (len(joined) == 1 and self.question.asked)):
            self._place(joined, codes if len(joined) > 1 else [self.question.asked or ""])
            self.draft.doubts.add(Reason.UNUSUAL_NUMBER)
            return True
        if self.question.prev and len(figures) == len(missing):
            self._place(figures, missing)
            self.draft.doubts.add(Reason.SHIFTED)
            return True
        if self._words_side_by_side(figures):
            self.draft.unclear.append(Reason.VAGUE)
        else:
            self.draft.unclear.append(Reason.COUNT_MISMATCH)
        for item in figures:
            self._puzzled(item)
        return True

    def _words_side_by_side(self, figures: Sequence[Item]) -> bool:
        return any(a.end == b.start for a, b in zip(figures, figures[1:], strict=False))

    def _could_shift(self, figures: Sequence[Item]) -> bool:
        words = [self.tokens[item.start].kind == "word" and item.role is Role.NUMBER for item in figures]
        return any(words) and self._words_side_by_side(figures)

    def _place(self, figures: Sequence[Item], codes: Sequence[str]) -> None:
        for item, code in zip(figures, codes, strict=True):
            self._put(code, item)

    def _joined(self, figures: Sequence[Item]) -> list[Item] | None:
        """The figures with a blank as thousands mark put together («1 684»), or None when none can be."""
        found: list[Item] = []
        for item in figures:
            if found and self._is_thousands(found[-1], item):
                before = found[-1]
                found[-1] = Item(
                    Role.NUMBER, before.start, item.end, NO_CODES, (before.value or 0) * 1000 + (item.value or 0)
                )
            else:
                found.append(item)
        return found if len(found) < len(figures) else None

    def _is_thousands(self, before: Item, item: Item) -> bool:
        if before.role is not Role.NUMBER or item.role is not Role.NUMBER or before.end != item.start:
            return False
        head, tail = self.tokens[before.end - 1].text, self.tokens[item.start].text
        last = self.tokens[before.start].text
        return (
            tail.isdigit()
            and len(tail) == 3
            and item.end == item.start + 1
            and head.isdigit()
            and last[0] != "0"
            and (len(head) <= 3)
        )

    # by words

    def _by_words(self, clauses: list[Clause]) -> None:
        self._attach_headings(clauses)
        zero_before = False
        for clause in clauses:
            if not clause.items:
                continue
            if self._as_before(clause) or self._nothing(clause):
                zero_before = False
                continue
            if clause.figures:
                self._figures(clause)
                zero_before = clause.figures[-1].role is Role.ZERO
            elif clause.mentions and not clause.having(Role.UNKNOWN, Role.VAGUE) and zero_before:
                self._also_zero(clause)
            else:
                self._words_only(clause)
        self._settle()

    def _attach_headings(self, clauses: list[Clause]) -> None:
        """«Loa, 14»: a clause of names alone goes to the bare figure after it."""
        for clause, following in zip(clauses, clauses[1:], strict=False):
            names = [item for item in clause.items if item.role is not Role.PART]
            only_names = names and len(clause.mentions) == len(names)
            plain = len(following.figures) == 1 and not following.having(Role.UNKNOWN)
            open_to = [m.codes for m in following.mentions]
            fits = not open_to or (
                all(len(codes) > 1 for codes in open_to)
                and frozenset.intersection(*open_to, *(m.codes for m in clause.mentions))
            )
            if only_names and plain and fits:
                following.items = [*clause.items, *following.items]
                clause.items = []
                self.draft.doubts.add(Reason.STRAINED)

    def _as_before(self, clause: Clause) -> bool:
        if not clause.having(Role.SAME):
            return False
        draft = self.draft
        draft.doubts.add(Reason.AS_LAST_WEEK)
        if clause.figures or clause.having(*_EDITS, Role.NO_ANSWER, *_BOUNDS, *_AFTER):
            draft.unclear.append(Reason.VAGUE)
        if clause.mentions:
            for mention in clause.mentions:
                codes = self._narrowed(mention.codes)
                if len(codes) == 1:
                    draft.as_last_week |= codes
                else:
                    self._two_possible(codes, clause)
        elif self.question.asked and not clause.having(Role.REST):
            draft.as_last_week.add(self.question.asked)
        else:
            draft.as_last_week |= set(self.question.codes) - set(self.question.prev)
        self._odd_words(clause)
        return True

    def _nothing(self, clause: Clause) -> bool:
        """«không có gì», «còn lại không»: the whole, the rest, or what is named."""
        zeros = [item for item in clause.figures if item.value == 0]
        rest = bool(clause.having(Role.REST))
        asking = clause.having(Role.NO_ANSWER) or any(i.text in ASKING for i in clause.having(Role.DOUBT))
        if asking and zeros and len(zeros) == len(clause.figures) and not clause.mentions:
            self.draft.unclear.append(Reason.NO_FIGURE)
            return True
        nothing = clause.having(Role.NOTHING)
        if not (nothing or (rest and zeros)) or clause.having(*_EDITS):
            return False
        others = [item for item in clause.figures if item.value != 0]
        if others:
            self.draft.doubts.add(Reason.NEGATION)
            self._figures(Clause([i for i in clause.items if i.role not in (Role.NOTHING, Role.REST)], clause.start, clause.end))
            return True
        for item in clause.having(Role.UNKNOWN, Role.VAGUE):
            self.draft.doubts.add(Reason.NOT_UNDERSTOOD)
            self._puzzled(item)
        if clause.mentions and not rest:
            for mention in clause.mentions:
                codes = self._narrowed(mention.codes)
                if len(codes) == 1:
                    self.pairs.append(Pair(Item(Role.ZERO, mention.start, mention.end, value=0), codes))
                else:
                    self._two_possible(codes, clause)
            return True
        self.pairs.append(Pair(Item(Role.REST if rest else Role.NOTHING, clause.start, clause.end, value=0), NO_CODES))
        return True

    def _also_zero(self, clause: Clause) -> None:
        self.draft.doubts.add(Reason.NEGATION)
        for mention in clause.mentions:
            codes = self._narrowed(mention.codes)
            if len(codes) == 1:
                self.pairs.append(Pair(Item(Role.ZERO, mention.start, mention.end, value=0), codes))
            else:
                self._two_possible(codes, clause)

    def _figures(self, clause: Clause) -> None:
        if clause.having(Role.RANGE) or self._is_range(clause):
            self.draft.unclear.append(Reason.VAGUE)
            self._puzzled(clause)
            return
        if self._denies_something(clause):
            self._words_only(clause)
            self.draft.doubts.add(Reason.NEGATION)
            return
        self._odd_words(clause)
        after = len(clause.figures) > 1 and self.tokens[clause.figures[0].start].text == "sau"
        if clause.having(Role.COMPARE) or after:
            # «sau buoi hop co 2 y kien»: six meetings, or after the meeting?
            self.draft.unclear.append(Reason.VAGUE)
            self._puzzled(clause)
            return
        if clause.having(Role.PART, Role.PLUS) and len(clause.figures) > 1 and self._sum(clause):
            return
        pairs = self._paired(clause)
        if pairs is None:
            self._unpaired(clause)
            return
        each = clause.having(Role.EACH, Role.DAILY)
        for item in pairs:
            whole = item.codes and item.codes <= (each[0].codes or set(self.parts)) if each else False
            if each and not whole:
                self.rates.append((each[0], item))
            elif not (each and item.figure.value == 1):
                self.pairs.append(item)

    def _denies_something(self, clause: Clause) -> bool:
        """«không có sổ», «không làm tổ trưởng nữa»: a không before any but polite words is no zero."""
        if clause.mentions or not all(item.role is Role.ZERO for item in clause.figures):
            return False
        zero = clause.figures[0]
        following = next((item for item in self.items if item.start == zero.end), None)
        if following is None or following.role in _BREAKS or following.start >= clause.end:
            return False
        return not (following.role in (Role.DOUBT, Role.WEEK) or following.text in POLITE)

    def _is_range(self, clause: Clause) -> bool:
        """«từ 10 đến 12 lượt»."""
        items = clause.items
        return any(
            a.role is Role.NUMBER
            and b.role in _BOUNDS
            and self.tokens[b.start].word.bare in ("den", "toi")
            and c.role is Role.NUMBER
            for a, b, c in zip(items, items[1:], items[2:], strict=False)
        )

    def _paired(self, clause: Clause) -> list[Pair] | None:
        mentioned = [item for item in clause.items if item.role in FIGURES or item.role in MENTIONS]
        pairs = pair(mentioned, self.parts)
        if pairs is not None:
            if len(clause.figures) > 1 and self._joined(clause.figures):
                self.draft.doubts.add(Reason.UNUSUAL_NUMBER)
            return pairs
        joined = self._joined(clause.figures)
        if joined is not None:
            starts = {item.start: item for item in joined}
            inside = [
                starts.get(item.start, item) for item in mentioned if item.role in MENTIONS or item.start in starts
            ]
            self.draft.doubts.add(Reason.UNUSUAL_NUMBER)
            return pair(inside, self.parts)
        return None

    def _sum(self, clause: Clause) -> bool:
        """«3 buổi sáng 2 buổi tối», «3 + 2 buổi»: the parts of one figure."""
        codes = frozenset.intersection(*(m.codes for m in clause.mentions)) if clause.mentions else NO_CODES
        asked = self.question.asked
        if not clause.mentions and asked:
            codes = frozenset({asked})
        if len(codes) != 1 and not (codes and self._one(codes)):
            return False
        figures = [item.value or 0 for item in clause.figures]
        total = sum(figures)
        if any(item.text == "=" for item in self.items):
            total = figures[-1]
            if sum(figures[:-1]) != total:
                return False
        self.pairs.append(Pair(Item(Role.NUMBER, clause.start, clause.end, value=total), codes))
        self.draft.doubts.add(Reason.SUM)
        return True

    def _unpaired(self, clause: Clause) -> None:
        """No one reading: all are nothing, two indicators are possible, or a figure has no name."""
        if all(item.role is Role.ZERO for item in clause.figures) and clause.mentions:
            self._also_zero(clause)
            return
        codes = frozenset[str]().union(*(m.codes for m in clause.mentions))
        if len(clause.figures) == 1:
            self._two_possible(codes, clause)
        else:
            self.draft.unclear.append(Reason.NO_INDICATOR)
            self._puzzled(clause)

    def _words_only(self, clause: Clause) -> None:
        """A clause without figures is a remark, unless its words would change a figure."""
        draft = self.draft
        vague_thing = any(
            a.role is Role.VAGUE and b.role is Role.NOUN and a.end == b.start
            for a, b in zip(clause.items, clause.items[1:], strict=False)
        )
        if vague_thing and not clause.having(Role.UNKNOWN):
            draft.unclear.append(Reason.VAGUE)
            self._puzzled(clause)
            return
        unknown = clause.having(Role.UNKNOWN)
        if clause.having(Role.NO_ANSWER, Role.NOT, Role.SHARE, Role.VAGUE, Role.COMPARE, *_EDITS):
            draft.doubts.add(Reason.DOUBTFUL)
        if clause.mentions and not unknown:
            draft.doubts.add(Reason.NOT_UNDERSTOOD)
            self._puzzled(clause)
            return
        self._mind_foreign(unknown)
        if unknown or clause.having(Role.NO_ANSWER, Role.VAGUE):
            draft.remarks.append((clause.start, clause.end))

    def _odd_words(self, clause: Clause) -> None:
        """Words not known beside figures: shown, and the figures read back."""
        for item in clause.having(Role.UNKNOWN, Role.VAGUE, Role.REST, Role.NO_ANSWER, Role.NOT, *_EDITS):
            self._puzzled(item)
            self.draft.doubts.add(Reason.NOT_UNDERSTOOD)
        self._mind_foreign(clause.having(Role.UNKNOWN))
        for item in clause.having(Role.UNKNOWN):
            # «mốt trăm»: words of numbers that make none.
            beside = any(i.role is Role.NUMBER and item.start in (i.end, i.start - 1) for i in clause.items)
            if is_number_word(self.tokens[item.start]) or (beside and sounds_numeric(self.tokens[item.start].word)):
                self.draft.unclear.append(Reason.VAGUE)
        if clause.having(Role.UNKNOWN) and not clause.mentions:
            # «5 con gà», «vắng 5»: the thing counted is not one of ours.
            self.draft.unclear.append(Reason.NO_INDICATOR)
        for a, b in zip(clause.items, clause.items[1:], strict=False):
            if Role.VAGUE in (a.role, b.role) and {a.role, b.role} & FIGURES and a.end == b.start:
                self.draft.unclear.append(Reason.VAGUE)

    def _mind_foreign(self, unknown: Sequence[Item]) -> None:
        for item in unknown:
            token = self.tokens[item.start]
            if token.kind != "word" or not is_syllable(token.word.bare):
                self.draft.doubts.add(Reason.NOT_UNDERSTOOD)
                self._puzzled(item)

    # the whole

    def _settle(self) -> None:
        """Give each pair its one code, by what else the message names."""
        bare = [p for p in self.pairs if not p.codes and p.figure.role in FIGURES]
        named = [p for p in self.pairs if p.codes]
        placed: list[tuple[str, Pair]] = []
        certain = {code for p in named if len(p.codes) == 1 for code in p.codes}
        chosen: dict[frozenset[str], str | None] = {}
        for item in sorted(named, key=lambda p: len(p.codes)):
            if item.codes not in chosen:
                chosen[item.codes] = self._one(item.codes, certain)
            code = chosen[item.codes]
            if code is None:
                self._two_possible(item.codes - certain or item.codes, item.figure)
            else:
                certain.add(code)
                placed.append((code, item))
        if bare:
            self._settle_bare(bare, placed)
        self._mind_question(placed)
        self._add_up(placed)
        self._multiply()
        for item in self.pairs:
            if item.figure.role in (Role.NOTHING, Role.REST):
                self._settle_nothing(item.figure, bool(placed or bare))

    def _one(self, codes: frozenset[str], certain: set[str] | None = None) -> str | None:
        certain = certain or set()
        if len(codes) == 1:
            return next(iter(codes))
        if self.question.asked in codes:
            return self.question.asked
        for whole in certain:
            counted = codes & self.parts.get(whole, NO_CODES)
            if len(counted) == 1 and not counted & certain and codes != self.parts[whole]:
                if len(codes) > 2:
                    self.draft.doubts.add(Reason.STRAINED)
                return next(iter(counted))
        left = codes - certain
        if len(left) == 1 and any(left <= counted for counted in self.parts.values()):
            self.draft.doubts.add(Reason.STRAINED)
            return next(iter(left))
        return None

    def _narrowed(self, codes: frozenset[str]) -> frozenset[str]:
        asked = self.question.asked
        return frozenset({asked}) if asked in codes and asked else codes

    def _settle_bare(self, bare: list[Pair], placed: list[tuple[str, Pair]]) -> None:
        asked = self.question.asked
        codes = self.question.codes
        taken = {code for code, _ in placed}
        if len(self.pairs) == 1 and not self.rates and bare[0].figure.value == 0 and not asked:
            if self.tokens[bare[0].figure.start].word.bare == "chua":
                self.draft.unclear.append(Reason.NO_FIGURE)
            self.draft.doubts.add(Reason.NEGATION)
            self.pairs.append(Pair(Item(Role.REST, bare[0].figure.start, bare[0].figure.end, value=0), NO_CODES))
            return
        if len(bare) == 1 and (len(codes) == 1 or (asked and asked not in taken)):
            code = asked or codes[0]
            placed.append((code, bare[0]))
            if taken:
                self.draft.doubts.add(Reason.STRAINED)
            return
        figures = sorted([*bare, *(p for _, p in placed)], key=lambda p: p.figure.start)
        if len(figures) == len(codes) and placed:
            by_figure = {p.figure.start: code for code, p in placed}
            if all(by_figure.get(p.figure.start, code) == code for p, code in zip(figures, codes, strict=True)):
                placed.extend((code, p) for p, code in zip(figures, codes, strict=True) if p in bare)
                self.draft.doubts.add(Reason.SHIFTED)
                return
        self.draft.unclear.append(Reason.NO_INDICATOR)
        for item in bare:
            self._puzzled(item.figure)

    def _mind_question(self, placed: list[tuple[str, Pair]]) -> None:
        """An answer to another question than the one put, or a lone «không có …» to all, is read back."""
        asked = self.question.asked
        if asked and placed and all(code != asked for code, _ in placed):
            if all(m.role is Role.NOUN for _, p in placed for m in p.mentions):
                self.draft.doubts.add(Reason.STRAINED)
        if not asked and len(self.pairs) == 1 and placed and placed[0][1].figure.role is Role.ZERO:
            figure, mentions = placed[0][1].figure, placed[0][1].mentions
            if mentions and mentions[0].start > figure.start:
                self.draft.doubts.add(Reason.NEGATION)

    def _add_up(self, placed: list[tuple[str, Pair]]) -> None:
        ordinals = self._ordinals(placed)
        for code, item in placed:
            figure = item.figure
            if item.strained and code != self.question.asked:
                self.draft.doubts.add(Reason.STRAINED)
            if figure.role is Role.ZERO and self._negates(item, code):
                self.draft.doubts.add(Reason.NEGATION)
            if code in ordinals:
                self.draft.put(code, ordinals[code])
                self.draft.doubts.add(Reason.SUM)
            elif code not in self.draft.values:
                self._put(code, figure)
            elif self._parts_of_day() or self.draft.values[code] != figure.value:
                self.draft.put(code, self.draft.values[code] + (figure.value or 0))
                self.draft.doubts.add(Reason.SUM)
            else:
                self.draft.unclear.append(Reason.CONTRADICTION)

    def _ordinals(self, placed: list[tuple[str, Pair]]) -> dict[str, int]:
        """«buổi 1 …, buổi 2 …»: meetings counted off, not added up."""
        counted: dict[str, list[int | None]] = {}
        for code, item in placed:
            if any(m.role is Role.NOUN and m.end == item.figure.start for m in item.mentions):
                counted.setdefault(code, []).append(item.figure.value)
        return {
            code: len(values)
            for code, values in counted.items()
            if len(values) > 1 and sorted(v or 0 for v in values) == list(range(1, len(values) + 1))
        }

    def _parts_of_day(self) -> bool:
        return any(item.role is Role.PART for item in self.items)

    def _negates(self, item: Pair, code: str) -> bool:
        """«chưa», or a «không» right before what may be done («không họp»)."""
        word = self.tokens[item.figure.start].word.bare
        if code == self.question.asked:
            return word == "chua" and item.figure.end == item.figure.start + 1
        return word in ("chua", "chang", "cha") or any(
            m.role is Role.WORD and m.start == item.figure.end and item.figure.end == item.figure.start + 1
            for m in item.mentions
        )

    def _multiply(self) -> None:
        for each, item in self.rates:
            code = self._one(item.codes, set(self.draft.values)) if item.codes else self._rated()
            times = self._times(each)
            if code is None or times is None or item.figure.value is None:
                self.draft.unclear.append(Reason.NO_INDICATOR)
                self._puzzled(item.figure)
                continue
            self._put(code, item.figure)
            self.draft.put(code, item.figure.value * times)
            self.draft.doubts.add(Reason.RATE)

    def _rated(self) -> str | None:
        if self.question.asked:
            return self.question.asked
        counted = {code for whole in self.draft.values for code in self.parts.get(whole, NO_CODES)}
        return counted.pop() if len(counted) == 1 else None

    def _times(self, each: Item) -> int | None:
        known = {**self.question.prev, **self.draft.values}
        if each.role is Role.DAILY:
            return _DAYS_OF_WEEK
        counts = [known[code] for code in each.codes if code in known]
        if not each.codes:
            counts = [known[whole] for whole in self.parts if whole in known]
        return counts[0] if len(counts) == 1 else None

    def _settle_nothing(self, figure: Item, others: bool) -> None:
        draft, question = self.draft, self.question
        if question.asked and figure.role is Role.NOTHING and not others:
            draft.put(question.asked, 0)
            return
        rest = [code for code in question.codes if code not in draft.values and code not in question.prev]
        if figure.role is Role.NOTHING and (others or question.prev):
            draft.doubts.add(Reason.NEGATION)
        if figure.role is Role.REST and not (others or question.prev):
            draft.doubts.add(Reason.NEGATION)
        for code in rest or (question.codes if not others else ()):
            if code not in draft.as_last_week:
                draft.put(code, 0, "nothing_to_report")

    def _put(self, code: str, figure: Item) -> None:
        if figure.value is None:
            return
        self.draft.put(code, figure.value)
        if bound := self.bounds.get(figure.start):
            self.draft.qualifiers[code] = bound

    def _two_possible(self, codes: frozenset[str], where: Clause | Item) -> None:
        self.draft.unclear.append(Reason.TWO_POSSIBLE if codes else Reason.NO_INDICATOR)
        self.draft.candidates = tuple(code for code in self.question.codes if code in codes)
        self._puzzled(where)

    def _puzzled(self, where: Clause | Item) -> None:
        self.draft.not_understood.append((where.start, where.end))
