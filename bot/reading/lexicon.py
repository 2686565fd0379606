"""Finding the phrases of a form, and those common to all forms, in a row of tokens."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from bot.reading.items import NO_CODES
from bot.reading.spelling import Word, matches, spell, untelex
from bot.reading.tokens import Token, cut
from bot.reading.words import PHRASES, SAID_FOR, Role
from storage.forms import CheckKind, Form

_SAID_FOR = {spell(word): tuple(map(spell, (word, *others))) for word, others in SAID_FOR.items()}


class Meaning(NamedTuple):
    """What a phrase can mean. `codes`: the indicators it may name; `text` is the phrase in full."""

    role: Role
    codes: frozenset[str]
    text: str
    words: tuple[Word, ...]
    exact: bool = False


@dataclass(slots=True, eq=False)
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
        exact, text = text.startswith("="), text.removeprefix("=")
        words = tuple(token.word if token.kind == "word" else spell(token.text) for token in cut(text))
        spellings = product(*(_SAID_FOR.get(word, (word,)) for word in words)) if len(words) > 1 else [words]
        for spelt in spellings:
            self._end(spelt, Meaning(role, codes, text, spelt, exact))

    def _end(self, words: Sequence[Word], meaning: Meaning) -> None:
        node = self._root
        for word in words:
            node = node.next.setdefault(word.bare, _Node())
        node.ends.append(meaning)

    def begins(self, bare: str) -> bool:
        """Whether any phrase begins with that word."""
        return bare in self._root.next

    def longest(self, tokens: Sequence[Token], at: int) -> tuple[int, Sequence[Meaning]]:
        """Where the longest known phrase beginning at token `at` ends, and all it may mean."""
        for end, meanings in self.phrases(tokens, at):
            return end, meanings
        return at, ()

    def spelt_like(self, tokens: Sequence[Token], at: int) -> tuple[int, Sequence[Meaning]]:
        """The longest phrase of several words there whatever marks they carry, and where it ends."""
        node: _Node | None = self._root
        end, meanings = at, list[Meaning]()
        for position in range(at, len(tokens)):
            node = node.next.get(tokens[position].word.bare) if node is not None else None
            if node is None:
                break
            if node.ends and position > at:
                end, meanings = position + 1, node.ends
        return end, meanings

    def phrases(self, tokens: Sequence[Token], at: int) -> Iterator[tuple[int, Sequence[Meaning]]]:
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
            if fitting := _fitting(node, tuple([token.text for token in tokens[at:end]])):
                yield end, fitting


@lru_cache(maxsize=8192)
def _fitting(node: _Node, typed: tuple[str, ...]) -> tuple[Meaning, ...]:
    """What the pieces, typed so, can mean: the phrases that end there and whose marks agree."""
    words = [spell(text) if text.isalpha() else None for text in typed]
    found = tuple(meaning for meaning in node.ends if all(map(_fits, typed, words, meaning.words)))
    exact = tuple(
        meaning
        for meaning in found
        if all(word == known for word, known in zip(words, meaning.words, strict=True))
    )
    if exact and any(word is not None and word.marked for word in words):
        return exact
    return tuple(meaning for meaning in found if not meaning.exact or meaning in exact)


def _fits(text: str, word: Word | None, known: Word) -> bool:
    if word is None or matches(word, known):
        return True
    mended = untelex(text) if word.bare != known.bare else None
    return mended is not None and matches(mended, known)


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
