"""What units of the sample ward count in a week: figures as in life that pass every check of their form."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from random import Random

from storage.errors import FormFileError
from storage.forms import CheckKind, Form, Kind


@dataclass(frozen=True, slots=True)
class Rate:
    """How much of something a usual week of seven days has."""

    mean: float
    chance: float = 1.0
    """In what part of the weeks there is any at all."""
    step: int = 1
    """Leaflets come in tens."""


def stream(*names: object) -> Random:
    """Chance of its own for each thing named: what happens in one week never moves another week."""
    return Random(":".join(map(str, names)))  # noqa: S311 - made-up data, no secret


@dataclass(frozen=True, slots=True)
class _Ties:
    """A form's checks as ways to make a figure from others."""

    parts: dict[str, tuple[str, ...]]
    """A whole that is the sum of its parts."""
    within: dict[str, str]
    """A part that is at most its whole."""
    together: dict[str, str]
    """A part that is 0 exactly when its whole is: people at meetings."""


def _ties(form: Form) -> _Ties:
    def by_part(kind: CheckKind) -> dict[str, str]:
        return {part: check.whole for check in form.checks if check.kind is kind for part in check.parts}

    return _Ties(
        parts={check.whole: check.parts for check in form.checks if check.kind is CheckKind.PARTS_EQUAL},
        within=by_part(CheckKind.PARTS_AT_MOST),
        together=by_part(CheckKind.ZERO_TOGETHER),
    )


def loose_codes(form: Form) -> tuple[str, ...]:
    """Codes of figures that may be any other number above 0 without breaking a check of the form."""
    tied = {
        code
        for check in form.checks
        for code in (check.whole, *check.parts)
        if check.kind is not CheckKind.ZERO_TOGETHER or code == check.whole
    }
    return tuple(item.code for item in form.indicators if item.kind is Kind.SUM and item.code not in tied)


def weekly_figures(
    form: Form,
    rates: Mapping[str, Rate],
    bent: Mapping[str, float],
    settled: Mapping[str, int],
    share: float,
    random: Random,
) -> dict[str, int]:
    """One figure for each indicator of the form.

    `settled` figures are taken as they are; `bent` is how much more or less than others the unit has
    of each; `share` is the part of a usual week that was worked.
    Raises FormFileError for an indicator of which the ward file knows nothing.
    """
    ties = _ties(form)
    figures = dict(settled)

    def figure(code: str) -> int:
        if code not in figures:
            figures[code] = made(code)
        return figures[code]

    def made(code: str) -> int:
        if code in ties.parts:
            return sum(figure(part) for part in ties.parts[code])
        rate = rate_of(code)
        if code in ties.within:
            whole = ties.within[code]
            usual = figure(whole) * rate.mean / rate_of(whole).mean
            return min(figure(whole), _draw(usual, rate, random))
        if code in ties.together:
            whole = ties.together[code]
            each = rate.mean / rate_of(whole).mean * bent[code]
            return sum(max(1, _draw(each, rate, random)) for _ in range(figure(whole)))
        return _draw(rate.mean * bent[code] * share, rate, random)

    def rate_of(code: str) -> Rate:
        if code not in rates:
            raise FormFileError(f"ward.toml of the sample: add `{code}` to [rates.{form.code}]")
        return rates[code]

    return {code: figure(code) for code in form.codes}


def _draw(mean: float, rate: Rate, random: Random) -> int:
    if random.random() >= rate.chance:
        return 0
    return max(0, round(random.gauss(mean, sqrt(mean)) / rate.step) * rate.step)


def split(
    form: Form, totals: Mapping[str, int], weights: Sequence[float], random: Random
) -> list[dict[str, int]]:
    """The totals shared out at random, one share per weight; each share passes the form's checks.

    Each item counted falls into one share by the weights; a part of a whole ("trong đó") is picked
    out of the whole's own items, so that no share has more of the part than of the whole.
    Raises ValueError when the total of a part is larger than that of its whole.
    """
    within = _ties(form).within
    places = range(len(weights))
    shared: dict[str, Counter[int]] = {}

    def share_out(code: str) -> Iterable[int]:
        if within.get(code) in totals:
            return random.sample(list(shares(within[code]).elements()), totals[code])
        return random.choices(places, weights, k=totals[code])

    def shares(code: str) -> Counter[int]:
        if code not in shared:
            shared[code] = Counter(share_out(code))
        return shared[code]

    return [{code: shares(code)[place] for code in totals} for place in places]
