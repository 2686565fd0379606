"""Finding the phrases of a form, and those common to all forms, in a row of tokens."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from bot.reading.items import NO_CODES
from bot.reading.spelling import Word, matches, spell, untelex
from bot.reading.tokens import Token, cut
from bot.reading.words import PHRASES, Role
from storage.forms import CheckKind, Form


class Meaning(NamedTuple):
    """What a phrase can mean. `codes`: the indicators it may name; `text` is the phrase in full."""

    role: Role
    codes: frozenset[str]
    text: str
    words: tuple[Word, ...]
    exact: bool = False


@dataclass(slots=True)
class _Node:
    next: dict[str, "_Node"] = field(default_factory=dict)
    ends: list[Meaning] = field(default_factory=list)


class Lexicon:
    """A form's vocabulary as a tree of unaccented words, its abbreviations, and the parts of its wholes."""

    def __init__(self, form: Form) -> None:
        self._root = _Node()
        self.parts = parts_of(form)
        self.people = frozenset(i.code for i in form.indicators if "người" in i.nouns)
        self.short: dict[str, frozenset[str]] = {}
        own: dict[tuple[str, Role], set[str]] = {}
        for indicator in form.indicators:
            own.setdefault((indicator.label.lower(), Role.WORD), set()).add(indicator.code)
            for noun in indicator.nouns:
                own.setdefault((noun.lower(), Role.NOUN), set()).add(indicator.code)
            for word in indicator.words:
                own.setdefault((word.lower(), Role.WORD), set()).add(indicator.code)
            for short in indicator.short:
                self.short[short.lower()] = self.short.get(short.lower(), NO_CODES) | {indicator.code}
        for (text, role), codes in own.items():
            # A phrase that is a noun and a word is a noun, which may stand on either side.
            if role is Role.NOUN:
                self._add(text, role, frozenset(codes | own.get((text, Role.WORD), set())))
            elif (text, Role.NOUN) not in own:
                self._add(text, role, frozenset(codes))
        for role, phrases in PHRASES.items():
            for phrase in phrases.split("|"):
                self._add(" ".join(phrase.split()), role, NO_CODES)

    def _add(self, text: str, role: Role, codes: frozenset[str]) -> None:
        node = self._root
        exact, text = text.startswith("="), text.removeprefix("=")
        words = tuple(token.word if token.kind == "word" else spell(token.text) for token in cut(text))
        for word in words:
            node = node.next.setdefault(word.bare, _Node())
        node.ends.append(Meaning(role, codes, text, words, exact))

    def longest(self, tokens: Sequence[Token], at: int) -> tuple[int, list[Meaning]]:
        """Where the longest known phrase beginning at token `at` ends, and all it may mean."""
        for end, meanings in self.phrases(tokens, at):
            return end, meanings
        return at, []

    def phrases(self, tokens: Sequence[Token], at: int) -> Iterator[tuple[int, list[Meaning]]]:
        """All known phrases beginning at token `at`, the longest first."""
        node = self._root
        path: list[tuple[int, _Node]] = []
        position, last = at, len(tokens)
        while position < last:
            token = tokens[position]
            following = node.next.get(token.word.bare or token.text)
            if following is None and token.kind == "word" and (mended := untelex(token.text)):
                following = node.next.get(mended.bare)
            if following is None:
                break
            node = following
            position += 1
            if node.ends:
                path.append((position, node))
        for end, node in reversed(path):
            typed = tokens[at:end]
            fitting = [m for m in node.ends if all(_fits(t, w) for t, w in zip(typed, m.words, strict=True))]
            if fitting:
                exact = [m for m in fitting if all(t.word == w for t, w in zip(typed, m.words, strict=True))]
                if exact and any(t.word.marked for t in typed):
                    fitting = exact
                elif any(m.exact for m in fitting):
                    fitting = [m for m in fitting if not m.exact or m in exact]
                if fitting:
                    yield end, fitting


def _fits(token: Token, known: Word) -> bool:
    if token.kind != "word":
        return True
    return matches(token.word, known) or (
        token.word.bare != known.bare
        and (mended := untelex(token.text)) is not None
        and matches(mended, known)
    )


def parts_of(form: Form) -> dict[str, frozenset[str]]:
    """For each indicator, those that count its participants or parts, from the form's checks."""
    found: dict[str, frozenset[str]] = {}
    for check in form.checks:
        if check.kind is CheckKind.ZERO_TOGETHER:
            found[check.whole] = found.get(check.whole, NO_CODES) | frozenset(check.parts)
    return found


@lru_cache(maxsize=64)
def lexicon_of(form: Form) -> Lexicon:
    """The form's vocabulary, built once."""
    return Lexicon(form)
