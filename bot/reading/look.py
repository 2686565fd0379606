"""What a scanner sees around a place in the message: numbers, nouns and phrases ahead, items behind."""

from collections.abc import Sequence

from bot.reading.digits import Doubt
from bot.reading.items import MENTIONS, NEAR, Item
from bot.reading.lexicon import Lexicon, Meaning
from bot.reading.numbers import Number, read_number
from bot.reading.tokens import Token
from bot.reading.words import Role


class Look:
    """The message being scanned and the items found so far."""

    def __init__(self, text: str, tokens: Sequence[Token], lexicon: Lexicon, codes: Sequence[str]) -> None:
        self.text = text
        self.tokens = tokens
        self.lexicon = lexicon
        self.codes = codes
        self.accented = any(token.word.marked for token in tokens)
        self.shouts = text.isupper()
        self.items: list[Item] = []
        self._known: dict[int, Sequence[tuple[int, Sequence[Meaning]]]] = {}

    # ahead

    def token(self, at: int) -> Token | None:
        return self.tokens[at] if at < len(self.tokens) else None

    def number(self, at: int) -> Number | None:
        return read_number(self.tokens, at, self.accented) if at < len(self.tokens) else None

    def begins_number(self, at: int) -> bool:
        token = self.token(at)
        return token is not None and (token.kind == "digits" or self.number(at) is not None)

    def asked_of(self, codes: frozenset[str]) -> frozenset[str]:
        """Of several indicators that a word may name those asked about, if any are."""
        return (codes.intersection(self.codes) or codes) if len(codes) > 1 else codes

    def phrases(self, at: int) -> Sequence[tuple[int, Sequence[Meaning]]]:
        """The known phrases that begin there, longest first. A place is looked at again and again."""
        known = self._known.get(at)
        if known is None:
            known = self._known[at] = tuple(self.lexicon.phrases(self.tokens, at))
        return known

    def longest(self, at: int) -> tuple[int, Sequence[Meaning]]:
        """Where the longest known phrase there ends, and all it may mean."""
        known = self.phrases(at)
        return known[0] if known else (at, ())

    def meanings(self, at: int) -> Sequence[Meaning]:
        return self.longest(at)[1]

    def noun_at(self, at: int) -> bool:
        """Whether a unit noun of the form stands there, alone or beginning a longer name."""
        token = self.token(at)
        if token is None or token.kind != "word":
            return False
        if token.text in self.lexicon.short:
            return True
        longest = True
        for end, meanings in self.phrases(at):
            if (longest or end == at + 1) and any(meaning.role is Role.NOUN for meaning in meanings):
                return True
            longest = False
        return False

    def names_at(self, at: int) -> bool:
        """Whether an indicator or a figure is named there, perhaps after a small word."""
        for _ in range(2):
            end, meanings = self.longest(at)
            if any(meaning.role in MENTIONS for meaning in meanings):
                return True
            if not meanings:
                return False
            at = end
            if self.begins_number(at):
                return True
        return False

    def year_at(self, at: int) -> bool:
        token = self.token(at)
        return token is not None and len(token.text) == 4 and token.text[:2] in ("19", "20")

    # behind

    def last_role(self) -> Role:
        """What the item before does; a beginning is like a stop."""
        return self.items[-1].role if self.items else Role.STOP

    def after_number(self) -> bool:
        return self.last_role() is Role.NUMBER

    def after_figure(self) -> bool:
        """Whether only names stand between here and the last number."""
        for item in reversed(self.items[-NEAR:]):
            if item.role is Role.NUMBER:
                return True
            if item.role not in (Role.NOUN, Role.WORD, Role.FILL):
                return False
        return False

    def opens(self) -> bool:
        """Whether no name stands before, whose figure the next word might be («họp hai bảy người»)."""
        free = self.last_role() in (Role.STOP, Role.PAUSE, Role.FILL, Role.ASIDE)
        return free or self.after_figure()

    def after_something_counted(self) -> bool:
        loud = next((item for item in reversed(self.items) if item.role is not Role.FILL), None)
        return loud is not None and loud.role in (Role.NUMBER, Role.NOUN, Role.WORD)

    def up_to(self, role: Role, at: int, position: int, doubt: Doubt | None = None) -> Item:
        """The item of the tokens from `at` that begin before a place in the text."""
        end = at + 1
        while end < len(self.tokens) and self.tokens[end].start < position:
            end += 1
        return Item(role, at, end, doubt=doubt)


def each(look: Look, item: Item) -> Item:
    """«mỗi buổi», «/buổi»: the item takes the noun with it; the figures beside it are multiplied."""
    end, meanings = look.longest(item.end)
    for meaning in meanings:
        if meaning.role is Role.NOUN:
            item.codes = meaning.codes
        elif meaning.role is Role.WORD:
            break
        elif meaning.role not in (Role.PART, Role.LABEL, Role.UNIT, Role.SHARE, Role.THING):
            continue
        item.end = end
        if meaning.text == "ngày":
            item.role = Role.DAILY
        break
    return item
