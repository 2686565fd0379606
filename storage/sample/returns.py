"""What one unit of the sample ward says about one week: when, in which words, and with which slips."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from storage.forms import Form, Kind
from storage.records import Qualifier, RemarkKind, State, Tally
from storage.sample.figures import loose_codes
from storage.sample.wording import Style, Typing, can_say

_WAYS = ("late", "corrected", "partial", "nothing", "missing")


@dataclass(frozen=True, slots=True)
class Habit:
    """How a kind of unit reports: parts of the weeks, days after the round opens, hours of the day."""

    odds: Mapping[str, float]
    """late, corrected, partial, nothing, missing, about, remark."""
    styles: tuple[Style, ...]
    days: tuple[int, ...]
    """How often on the day the round opens, the day after, and so on."""
    hours: tuple[int, int]

    @classmethod
    def read(cls, values: Mapping[str, Any]) -> "Habit":
        """From a table of the ward file's `[habits]`."""
        first, last = values["hours"]
        odds = {name: values[name] for name in (*_WAYS, "about", "remark")}
        return cls(odds, tuple(map(Style, values["styles"])), tuple(values["days"]), (first, last))


@dataclass(frozen=True, slots=True)
class Temper:
    """What sets one unit apart from others of its habit."""

    habit: Habit
    style: Style
    care: float
    """Multiplies the odds of every slip."""
    bent: Mapping[str, float]
    """How much more or less it has of each indicator."""

    @classmethod
    def draw(cls, habit: Habit, codes: tuple[str, ...], random: Random) -> "Temper":
        size = random.uniform(0.7, 1.4)
        bent = {code: size * random.lognormvariate(0, 0.3) for code in codes}
        return cls(habit, random.choice(habit.styles), random.uniform(0.3, 1.8), bent)


@dataclass(frozen=True, slots=True)
class Answer:
    """One message, and the version of the return as it then stands (tallies without message ids)."""

    at: datetime
    text: str
    tallies: tuple[Tally, ...]
    late: bool = False
    reason: str = ""
    remark: tuple[RemarkKind, str] | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A week's question to one unit: the form, what there was to count, and until when."""

    form: Form
    figures: Mapping[str, int]
    about: str | None
    """Code of the figure that was only estimated, where that is settled beforehand."""
    about_word: str
    opened_at: datetime
    due_at: datetime


def answers(asked: Asked, temper: Temper, typing: Typing, random: Random) -> list[Answer]:
    """What the unit says: nothing when it forgets, twice when it corrects itself the day after."""
    way = _way(temper, random)
    if way == "missing":
        return []
    late = way == "late"
    at = _late_at(asked, temper, random) if late else _timely_at(asked, temper, random)
    only_sums = all(item.kind is Kind.SUM for item in asked.form.indicators)
    if only_sums and (way == "nothing" or not any(asked.figures.values())):
        nothing = tuple(Tally(code, 0, state=State.NOTHING_TO_REPORT) for code in asked.form.codes)
        return [Answer(at, typing.nothing(temper.style, random), nothing, late)]
    tallies = _estimated(_tallies(asked), asked, temper, random)
    if way == "partial":
        tallies = tallies[: random.randint(len(tallies) // 2, len(tallies) - 1)]
    final = Answer(at, "", tallies, late)
    first = _with_slip(final, asked.form, random) if way == "corrected" else None
    texts = [_first_answer(first or final, asked, temper, typing, random)]
    if first:
        texts.append(_correction(first, final, asked.form, temper, typing, random))
    return texts


def _way(temper: Temper, random: Random) -> str:
    dice = random.random()
    for way in _WAYS:
        dice -= temper.habit.odds[way] * temper.care
        if dice < 0:
            return way
    return "timely"


def _tallies(asked: Asked) -> tuple[Tally, ...]:
    return tuple(
        Tally(code, value, state=State.COUNTED if value else State.ZERO)
        for code, value in asked.figures.items()
    )


def _estimated(tallies: tuple[Tally, ...], asked: Asked, temper: Temper, random: Random) -> tuple[Tally, ...]:
    """With one figure said as «tầm 60»: the one settled beforehand as it is, any other in tens."""
    codes = loose_codes(asked.form)
    loose = [tally for tally in tallies if tally.indicator in codes and tally.value >= 20]
    if asked.about is not None:
        about = {asked.about: asked.figures[asked.about]}
    elif loose and random.random() < temper.habit.odds["about"]:
        chosen = random.choice(loose)
        about = {chosen.indicator: round(chosen.value, -1)}
    else:
        return tallies
    said = tuple(
        replace(tally, value=about[tally.indicator], qualifier=Qualifier.ABOUT)
        if tally.indicator in about
        else tally
        for tally in tallies
    )
    return said if can_say(asked.form, temper.style, said) else tallies


def _with_slip(final: Answer, form: Form, random: Random) -> Answer | None:
    """The answer with one figure mistyped; None when there is none that could well be."""
    codes = loose_codes(form)
    loose = [
        tally
        for tally in final.tallies
        if tally.indicator in codes and tally.value >= 10 and tally.qualifier is Qualifier.EXACT
    ]
    if not loose:
        return None
    slipped = random.choice(loose)
    wrong = replace(slipped, value=_mistyped(slipped.value))
    return replace(final, tallies=tuple(wrong if tally is slipped else tally for tally in final.tallies))


def _mistyped(value: int) -> int:
    """21 for 12, 7 for 77, 5 for 50: always above 0, never the value itself. Wants at least 10."""
    turned = int(str(value)[::-1])
    return turned if turned != value and value % 10 else value // 10


def _first_answer(answer: Answer, asked: Asked, temper: Temper, typing: Typing, random: Random) -> Answer:
    text = typing.figures(asked.form, temper.style, answer.tallies, asked.about_word, random)
    if random.random() >= temper.habit.odds["remark"]:
        return replace(answer, text=text)
    kind = random.choice((RemarkKind.DIFFICULTY, RemarkKind.PROPOSAL, RemarkKind.GOOD_MODEL))
    lead, remark = typing.remark(kind, asked.form, temper.style, random)
    return replace(answer, text=f"{text}\n{lead}{remark}", remark=(kind, remark))


def _correction(
    first: Answer, final: Answer, form: Form, temper: Temper, typing: Typing, random: Random
) -> Answer:
    wrong, right = next(
        (old, new) for old, new in zip(first.tallies, final.tallies, strict=True) if old != new
    )
    reason = typing.reason(temper.style, random)
    indicator = form.indicator(right.indicator)
    text = typing.correction(indicator, wrong.value, right.value, reason, temper.style)
    at = _moment(first.at + timedelta(days=1), temper.habit.hours, random)
    return Answer(at, text, final.tallies, first.late, reason)


def _timely_at(asked: Asked, temper: Temper, random: Random) -> datetime:
    days = (asked.due_at.date() - asked.opened_at.date()).days
    weights = temper.habit.days[:days]
    day = random.choices(range(len(weights)), weights)[0]
    first, last = temper.habit.hours
    if day == 0:
        first = asked.opened_at.hour
    return _moment(asked.opened_at + timedelta(days=day), (first, last), random)


def _late_at(asked: Asked, temper: Temper, random: Random) -> datetime:
    return _moment(asked.due_at + timedelta(days=random.randint(0, 2)), temper.habit.hours, random)


def _moment(day: datetime, hours: tuple[int, int], random: Random) -> datetime:
    """A second of that day from the first hour until the last begins."""
    seconds = random.randrange(hours[0] * 3600, hours[1] * 3600)
    return datetime.combine(day.date(), time(tzinfo=day.tzinfo)) + timedelta(seconds=seconds)
