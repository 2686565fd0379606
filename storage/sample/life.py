"""What the units of the sample ward do: each week's figures and messages, unit by unit."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from storage.forms import Form, form_on
from storage.periods import Period, Rule, half_year_of, windows_of
from storage.records import Membership, Round, Unit, Window
from storage.sample.figures import Rate, split, stream, weekly_figures
from storage.sample.places import Places
from storage.sample.returns import Answer, Asked, Habit, Temper, answers
from storage.sample.wording import Typing, dressed


@dataclass(frozen=True, slots=True)
class Said:
    """One message of one unit about one window; `version` is that of the return it made."""

    unit: Unit
    window: Window
    form_id: int
    person_id: int
    version: int
    answer: Answer


class Life:
    """The units' ways, drawn once from the seed; asked for each window, in any order."""

    def __init__(
        self, forms: tuple[Form, ...], ward_file: Mapping[str, Any], places: Places, seed: int
    ) -> None:
        self._forms = forms
        self._file = ward_file
        self._places = places
        self._seed = seed
        self._typing = Typing(ward_file["typing"])
        self._rates = {
            form: {code: Rate(**values) for code, values in rates.items()}
            for form, rates in ward_file["rates"].items()
        }
        self._tempers = self._draw_tempers()
        self._halves: dict[Period, dict[date, tuple[dict[str, int], bool]]] = {}

    def said(self, window: Window, asking: Round) -> Iterator[Said]:
        """Every message about the window, of units that exist on its last day."""
        for unit in self._places.units:
            if unit.form is None or not unit.exists_on(window.last_on):
                continue
            form = form_on(self._forms, unit.form, window.last_on)
            random = stream(self._seed, unit.code, window.first_on)
            settled, about = self._settled(unit, form, window)
            temper = self._tempers[unit.id]
            share = self._share(unit.form, window.first_on, window.last_on)
            rates = self._rates.get(unit.form, {})
            figures = weekly_figures(form, rates, temper.bent, settled, share, random)
            about_word = self._file["half_year"]["about_word"]
            if about is None:
                about_word = random.choice(self._file["typing"]["about"])
            asked = Asked(form, figures, about, about_word, asking.opened_at, asking.due_at)
            for version, answer in enumerate(answers(asked, temper, self._typing, random), start=1):
                post, prefix = self._speaker(unit, answer.at.date(), random.random())
                told = replace(answer, text=dressed(prefix, temper.style) + answer.text)
                form_id = self._forms.index(form) + 1
                yield Said(unit, window, form_id, post.person_id, version, told)

    def _draw_tempers(self) -> dict[int, Temper]:
        habits = {name: Habit.read(values) for name, values in self._file["habits"].items()}
        names = {office["code"]: office.get("habit", "office") for office in self._file["office"]}
        return {
            unit.id: Temper.draw(
                habits[names.get(unit.code, "group")],
                tuple(self._rates.get(unit.form, {})),
                stream(self._seed, unit.code),
            )
            for unit in self._places.units
            if unit.form is not None
        }

    def _settled(self, unit: Unit, form: Form, window: Window) -> tuple[dict[str, int], str | None]:
        """Figures that the week's chance does not make, and which of them was only estimated."""
        settled: dict[str, int] = {}
        for standing in self._file["standing"]:
            if standing["form"] == form.code and standing["from"] <= window.last_on:
                settled |= standing["values"]
        half_year = self._file["half_year"]
        if unit.code != half_year["unit"]:
            return settled, None
        period = half_year_of(window.last_on, Rule(self._file["rule"]))
        if period not in self._halves:
            self._halves[period] = self._split_half(period, form.code)
        share, about = self._halves[period][window.first_on]
        return settled | share, half_year["about"] if about else None

    def _split_half(self, period: Period, code: str) -> dict[date, tuple[dict[str, int], bool]]:
        """By the first day of each window of the half-year: its figures, and whether one is estimated."""
        half_year = self._file["half_year"]
        form = form_on(self._forms, code, period.last_on)
        windows = windows_of(period, period.rule)
        random = stream(self._seed, half_year["unit"], period.key)
        totals: dict[str, int] = half_year["totals"]
        if not period.first_on <= half_year["from"] <= period.last_on:
            growth = random.uniform(0.9, 1.1)
            totals = {code: round(total * growth) for code, total in totals.items()}
        weights = [
            self._share(code, window.first_on, window.last_on) * random.uniform(0.85, 1.15)
            for window in windows
        ]
        shares = split(form, totals, weights, random)
        counts = [share[half_year["about"]] for share in shares]
        # People estimate in tens.
        tens = [place for place, count in enumerate(counts) if count and count % 10 == 0]
        about = random.choice(tens or [counts.index(max(counts))])
        return {
            window.first_on: (share, place == about)
            for place, (window, share) in enumerate(zip(windows, shares, strict=True))
        }

    def _share(self, form: str, first_on: date, last_on: date) -> float:
        """What part of a usual week was worked between the two days."""
        share = ((last_on - first_on).days + 1) / 7
        for quiet in self._file["quiet"]:
            meant = form in quiet.get("forms", [form])
            if meant and quiet["from"] <= last_on and first_on <= quiet["to"]:
                share *= quiet["share"]
        return share

    def _speaker(self, unit: Unit, day: date, dice: float) -> tuple[Membership, str]:
        """Who reports for the unit, and how the message begins when the person has several units."""
        day = min(day, unit.to_on or day)
        posts = self._places.posts(day)
        own = [post for post in posts if post.unit_id == unit.id]
        post = own[0] if dice < 0.7 else own[-1]
        several = sum(other.person_id == post.person_id for other in posts) > 1
        return post, self._file["typing"]["two_units"].format(number=unit.position) if several else ""
