"""How much stands behind the figures: groups, weeks and returns, and which of them are wanting. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reports import completeness
from reports.annex_parts import Annex, label
from reports.completeness import Asked, Score, by_unit, score_of, together, week_runs
from reports.marks import GROUP_RETURNS_MARK, OFFICE_RETURNS_MARK, Marked, joined, sentence
from reports.period_words import cut_weeks
from reports.sources import Sources
from reports.vietnamese import number
from storage import periods
from storage.periods import Period, Rule
from storage.records import Return, Unit, UnitKind

_FEW = 5
"""So many groups without any return are named in the text; more of them stand in the annex."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was returned for a period, of what there should be."""

    there: int
    """Groups that exist at the period's end and returned anything."""
    silent: tuple[str, ...]
    """Names of the others that exist then."""
    weeks: tuple[periods.Window, ...]
    """All windows of the period."""
    silent_weeks: tuple[periods.Window, ...]
    """Those for which no group returned anything."""
    score: Score
    """Windows due and returned, of all groups, also of those that ended within the period."""
    offices: Score
    """The same of all other units."""
    cut: str = ""
    """What is said of the weeks that an end of the period cuts."""


def heard_groups(
    units: Iterable[Unit], told: Iterable[int], period: Period
) -> tuple[tuple[Unit, ...], tuple[Unit, ...]]:
    """The groups that exist at the period's end: those that reported, and those that did not.

    `told` are the ids of all units that reported. What a group said before it ended counts for the
    group into which it has merged.
    """
    units = tuple(units)
    into = {unit.id: unit.merged_into for unit in units if not unit.exists_on(period.last_on)}
    heard: set[int | None] = set()
    for unit_id in told:
        found: int | None = unit_id
        while found is not None and found not in heard:
            heard.add(found)
            found = into.get(found)
    now = [unit for unit in units if unit.kind is UnitKind.GROUP and unit.exists_on(period.last_on)]
    return tuple(unit for unit in now if unit.id in heard), tuple(
        unit for unit in now if unit.id not in heard
    )


def cover(
    units: Sequence[Unit], asked: Asked, returns: Sequence[Return], period: Period, ward_rule: Rule
) -> Coverage:
    told = by_unit(returns)
    groups = [unit for unit in units if unit.kind is UnitKind.GROUP]
    there, silent = heard_groups(units, told, period)
    ends = {window.id: window.last_on for window in asked.windows}
    heard = {ends[window_id] for unit in groups for window_id in told.get(unit.id, ())}
    weeks = periods.windows_of(period, ward_rule)
    return Coverage(
        there=len(there),
        silent=tuple(unit.name for unit in silent),
        weeks=weeks,
        silent_weeks=tuple(week for week in weeks if week.last_on not in heard),
        score=_score(groups, asked, told),
        offices=_score([unit for unit in units if unit.kind is not UnitKind.GROUP], asked, told),
        cut=cut_weeks(period, ward_rule),
    )


def _score(units: Iterable[Unit], asked: Asked, told: Mapping[int, Mapping[int, Return]]) -> Score:
    return together(score_of(unit, asked, told.get(unit.id, {})) for unit in units)


def tell_coverage(coverage: Coverage, annexes: Sequence[Annex], sources: Sources) -> Marked:
    """«tổng hợp từ 36/38 tổ dân phố, 24/26 tuần», and what is wanting; empty when nobody returned any.

    That a figure is wanting altogether is told where it would stand.
    """
    return joined(_sentences(coverage, label(annexes, completeness.KEY), sources), " ")


def _sentences(coverage: Coverage, where: str, sources: Sources) -> Iterator[Marked]:
    """`where`: in which annex the gaps stand; empty when there is none."""
    if coverage.score.reported:
        yield from _of_groups(coverage, where, sources)
    scores = [
        (coverage.score, GROUP_RETURNS_MARK, "các tổ"),
        (coverage.offices, OFFICE_RETURNS_MARK, "các cơ quan, đơn vị"),
    ]
    wanting = [
        joined(
            [Marked(_ratio(score.missing, score.expected), sources.of_returns(mark)), f" kỳ báo của {whose}"]
        )
        for score, mark, whose in scores
        if score.reported and score.missing
    ]
    if wanting:
        detail = f"; chi tiết tại {where}" if where else ""
        yield sentence(joined(["còn thiếu ", joined(wanting, ", "), detail]))
    if coverage.cut and (coverage.score.reported or coverage.offices.reported):
        yield joined([coverage.cut])


def _of_groups(coverage: Coverage, where: str, sources: Sources) -> Iterator[Marked]:
    groups = _ratio(coverage.there, coverage.there + len(coverage.silent))
    weeks = _ratio(len(coverage.weeks) - len(coverage.silent_weeks), len(coverage.weeks))
    parts = ["số liệu của các tổ dân phố được tổng hợp từ ", sources.groups(groups), " tổ dân phố, "]
    yield sentence(joined([*parts, sources.weeks(weeks), f" {_weekly(coverage.weeks)}"]))
    wanting = []
    if coverage.silent:
        wanting.append(f"chưa có báo cáo của {_named(coverage.silent, where)}")
    if coverage.silent_weeks:
        named = week_runs(coverage.weeks, coverage.silent_weeks, sources.period)
        wanting.append(f"chưa có báo cáo nào của tuần {named}")
    if wanting:
        yield sentence("; ".join(wanting))


def _weekly(weeks: Sequence[periods.Window]) -> str:
    """A year of 54 weeks would be a riddle: where a week was cut in two and both parts count, say so."""
    names = {week.first_on.isocalendar()[:2] for week in weeks}
    return "tuần" if len(names) == len(weeks) else "kỳ báo hằng tuần"


def _named(silent: Sequence[str], where: str) -> str:
    if len(silent) > _FEW and where:
        return f"{number(len(silent))} tổ (nêu tại {where})"
    return ", ".join(silent)


def _ratio(part: int, whole: int) -> str:
    return f"{number(part)}/{number(whole)}"
