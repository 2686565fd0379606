"""How people of the sample ward type their figures. All words come from the ward file's `[typing]`."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import Any

from storage.forms import Form, Indicator
from storage.records import Qualifier, RemarkKind, State, Tally


class Style(StrEnum):
    """One per unit: people do not change their ways."""

    PLAIN = "plain"
    """«3 buổi, 120 người, loa 14 lượt»"""
    BARE = "bare"
    """The same without diacritics."""
    SHORT = "short"
    """«tt 2b 60ng loa 7l»"""
    WORDS = "words"
    """«ba buổi, trăm hai người»"""
    POSITIONAL = "positional"
    """«3 120 14 0 5 0 0», in the form's order"""
    LINES = "lines"
    """One line per indicator, under its full name."""


_PROSE = (Style.PLAIN, Style.BARE, Style.WORDS)


@dataclass(frozen=True, slots=True)
class Typing:
    """The texts of messages. `words` is the ward file's `[typing]`."""

    words: Mapping[str, Any]

    def figures(
        self, form: Form, style: Style, tallies: tuple[Tally, ...], about: str, random: Random
    ) -> str:
        """A return that is not all 0; `about` stands before figures that are not exact."""
        if not can_say(form, style, tallies):
            style = Style.PLAIN
        said = tallies
        complete = len(tallies) == len(form.indicators)
        if style in _PROSE and complete and random.random() < 0.7:
            said = tuple(tally for tally in tallies if tally.state is not State.ZERO)
        phrases = [self._phrase(form.code, form.indicator(tally.indicator), style) for tally in said]
        numbers = [self._number(tally, style, about) for tally in said]
        texts = [phrase.format(number) for phrase, number in zip(phrases, numbers, strict=True)]
        if len(said) < len(tallies):
            texts.append(self.words["rest"])
        text = {Style.LINES: "\n", Style.SHORT: " ", Style.POSITIONAL: " "}.get(style, ", ").join(texts)
        if style in _PROSE:
            text += random.choice(self.words["closers"])
        return dressed(text, style)

    def nothing(self, style: Style, random: Random) -> str:
        return dressed(random.choice(self.words["nothing"]), style)

    def correction(self, indicator: Indicator, wrong: int, right: int, reason: str, style: Style) -> str:
        text = self.words["correction"].format(
            what=_first(indicator.words, indicator.label), wrong=wrong, right=right, reason=reason
        )
        return dressed(text, style)

    def reason(self, style: Style, random: Random) -> str:
        return dressed(random.choice(self.words["reasons"]), style)

    def remark(self, kind: RemarkKind, form: Form, style: Style, random: Random) -> tuple[str, str]:
        """What stands before the remark, and the remark."""
        words = self.words["remarks"][kind]
        texts = words.get(form.code, words["others"])
        return dressed(words["lead"], style), dressed(random.choice(texts), style)

    def _phrase(self, form_code: str, indicator: Indicator, style: Style) -> str:
        if style is Style.POSITIONAL:
            return "{}"
        if style is Style.LINES:
            return f"{indicator.label[0].upper()}{indicator.label[1:]}: {{}}"
        kind = "short" if style is Style.SHORT else "plain"
        own: str | None = self.words[kind].get(form_code, {}).get(indicator.code)
        if own is not None:
            return own
        if style is Style.SHORT:
            return f"{_first(indicator.short, indicator.label)} {{}}"
        return f"{_first(indicator.words, indicator.label)} {{}} {_first(indicator.nouns, indicator.unit)}"

    def _number(self, tally: Tally, style: Style, about: str) -> str:
        number = str(tally.value)
        if style is Style.WORDS and tally.value < 1000:
            number = spelled(tally.value, self.words["words"])
        return number if tally.qualifier is Qualifier.EXACT else f"{about} {number}"


def can_say(form: Form, style: Style, tallies: tuple[Tally, ...]) -> bool:
    """Bare numbers in a row can neither leave one out nor say that one is not exact."""
    if style is not Style.POSITIONAL:
        return True
    exact = all(tally.qualifier is Qualifier.EXACT for tally in tallies)
    return exact and len(tallies) == len(form.indicators)


def spelled(number: int, words: Mapping[str, Any]) -> str:
    """0-999 as people say it: 120 is «trăm hai», 105 «một trăm linh năm»."""
    digits: list[str] = words["digits"]
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    if hundreds == 1 and tens and not ones:
        short = {1: words["one_after_tens"], 4: words["four_after_tens"], 5: words["half"]}
        return f"{words['hundred']} {short.get(tens, digits[tens])}"
    said = [digits[hundreds], words["hundred"]] if hundreds else []
    if not rest:
        return " ".join(said or [digits[0]])
    if tens:
        said += [words["ten"]] if tens == 1 else [digits[tens], words["tens"]]
    elif hundreds:
        said.append(words["odd"])
    if ones:
        said.append(_ones(tens, ones, words))
    return " ".join(said)


def _ones(tens: int, ones: int, words: Mapping[str, Any]) -> str:
    after_tens = {1: "one_after_tens", 4: "four_after_tens"} if tens > 1 else {}
    if tens:
        after_tens[5] = "five_after_tens"
    digit: str = words[after_tens[ones]] if ones in after_tens else words["digits"][ones]
    return digit


def dressed(text: str, style: Style) -> str:
    """The text as typed in that style: some people type no diacritics."""
    if style is not Style.BARE:
        return text
    parted = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in parted if not unicodedata.combining(letter))


def _first(words: tuple[str, ...], otherwise: str) -> str:
    return words[0] if words else otherwise
