"""The sheet one message is read on: its items, what was asked, and the draft being filled."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.reading.clauses import Clause
from bot.reading.items import NO_CODES, Item
from bot.reading.pairing import Pair
from bot.reading.reading import Draft, Question, Reason
from bot.reading.tokens import Token
from bot.reading.words import Role


@dataclass(slots=True)
class Sheet:
    """`parts`: for an indicator, those that count its participants; `people`: those that count people.
    `bounds`: the qualifier said with a figure, by its start. `rates`: figures per each of something.
    `replaces`: the figures take the place of recorded ones."""

    items: list[Item]
    tokens: Sequence[Token]
    question: Question
    parts: dict[str, frozenset[str]]
    people: frozenset[str]
    draft: Draft = field(default_factory=Draft)
    bounds: dict[int, str] = field(default_factory=dict)
    pairs: list[Pair] = field(default_factory=list)
    rates: list[tuple[Item, Pair]] = field(default_factory=list)
    replaces: bool = False

    @property
    def asked(self) -> str | None:
        return self.question.asked

    def word(self, item: Item) -> str:
        """The item's first word, unaccented."""
        return self.tokens[item.start].word.bare

    def within_limit(self, code: str, figure: Item) -> bool:
        limit = self.question.form.indicator(code).limit
        return limit is None or (figure.value or 0) <= limit

    # what is noted

    def doubt(self, reason: Reason) -> None:
        self.draft.doubts.add(reason)

    def unclear(self, reason: Reason, where: Clause | Item | None = None) -> None:
        self.draft.unclear.append(reason)
        if where is not None:
            self.puzzled(where)

    def puzzled(self, where: Clause | Item) -> None:
        self.draft.not_understood.append((where.start, where.end))

    def two_possible(self, codes: frozenset[str], where: Clause | Item) -> None:
        self.unclear(Reason.TWO_POSSIBLE if codes else Reason.NO_INDICATOR, where)
        self.draft.candidates = tuple(code for code in self.question.codes if code in codes)

    def put(self, code: str, figure: Item) -> None:
        """Enter the figure as it stands, with what was said of it."""
        if figure.value is None:
            return
        self.draft.put(code, figure.value)
        self.draft.used.append((figure.start, figure.end))
        if bound := self.bounds.get(figure.start):
            self.draft.qualifiers[code] = bound

    def merge(self, code: str, value: int, *figures: Item | None) -> None:
        """Enter a value that the figures make together."""
        self.draft.put(code, value)
        self.draft.merged.extend((figure.start, figure.end) for figure in figures if figure is not None)

    def put_zero(self, codes: frozenset[str], mention: Item, clause: Clause) -> None:
        """A zero for the one indicator named; two possible ones are asked about."""
        narrowed = self.narrowed(codes)
        if len(narrowed) == 1:
            self.pairs.append(Pair(Item(Role.ZERO, mention.start, mention.end, value=0), narrowed))
        else:
            self.two_possible(narrowed, clause)

    # which indicator

    def narrowed(self, codes: frozenset[str]) -> frozenset[str]:
        """The indicator just asked about, if it is one of them."""
        return frozenset({self.asked}) if self.asked is not None and self.asked in codes else codes

    def one(self, codes: frozenset[str], certain: frozenset[str] = NO_CODES) -> str | None:
        """The indicator meant by words that may name several; `certain` are those already placed.

        «người» beside meetings are those who attended. None when two remain possible.
        """
        codes = self.narrowed(codes)
        if len(codes) == 1:
            return next(iter(codes))
        for whole in certain:
            counted = codes & self.parts.get(whole, NO_CODES)
            if len(counted) == 1 and not counted & certain:
                if len(codes) > 2:
                    self.doubt(Reason.STRAINED)
                return next(iter(counted))
        left = codes - certain
        if len(left) == 1 and any(left <= counted for counted in self.parts.values()):
            self.doubt(Reason.STRAINED)
            return next(iter(left))
        recorded = codes & self.question.prev.keys()
        if self.replaces and len(recorded) == 1:
            # «sửa lại số người: 67»
            self.doubt(Reason.CORRECTION)
            return next(iter(recorded))
        return None
