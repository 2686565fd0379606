"""The semi-annual report on communicating administrative reform: figures -> content -> Word file.

`content` gives what `templates/semiannual_report.docx` prints: text, whole numbers, lists and
dicts only. The template composes the sentences; here stands what it cannot know: which words a
period goes by, and what a sentence says when a figure is 0 or was not reported.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeAlias

from reports.annex_parts import Annex, mention
from reports.comparison import Comparison
from reports.comparison_texts import Voice
from reports.copies import DRAFT, Copy, Kind
from reports.coverage import Coverage, tell_coverage
from reports.editions import frozen
from reports.figures import Figure, Figures, GroupCount, add_up
from reports.main_figures import SENTENCES, Sentence
from reports.marks import joined, sentence
from reports.period_words import during, following, past, until
from reports.profile import Profile, read_profile
from reports.sources import GROUP_FORM, Sources
from reports.vietnamese import count, day, letter_date, letter_number
from storage.errors import NoDataError
from storage.forms import Form
from storage.periods import Period
from storage.records import Directive, Json, Passage, UnitTotal, Ward

if TYPE_CHECKING:
    from reports.word import TemplateFile

Content: TypeAlias = dict[str, Any]
"""Name in the template -> str, int, or list or dict of these."""

SECTIONS = {
    "I": "direction",
    "II.1": "topics",
    "II.2.c": "face_to_face",
    "II.2.d": "digital",
    "III.1": "achievements",
    "III.2": "shortcomings",
    "IV": "tasks",
}
"""Section of a passage -> its name in the template."""

_EMPTY_SECTION = "(Chưa có nội dung.)"
_NO_FIGURE = "(chưa có số liệu)"


def content(
    ward: Ward,
    profile: Profile,
    period: Period,
    figures: Figures,
    groups: GroupCount,
    directives: Iterable[Directive],
    passages: Iterable[Passage],
    made_on: date,
    dated_on: date | None = None,
    number: int | None = None,
    annexes: Sequence[Annex] = (),
    coverage: Coverage | None = None,
    comparison: Comparison | None = None,
) -> Content:
    """What the template prints.

    The letter's number, day and month stay blank, in the year of `made_on`, until `number` and
    `dated_on` are known.
    For a sentence whose figures are all there and above 0 the variable `*_otherwise` is empty and
    the template tells it in full; else it holds what to say instead.
    """
    coming = following(period)
    sources = Sources(period, ward.rule)
    return {
        "superior": profile.superior,
        "agency": list(profile.agency),
        "number": letter_number(number),
        "symbol": profile.symbol,
        "place": profile.place,
        "dated": letter_date(dated_on, made_on.year),
        "addressees": list(profile.addressees),
        "recipients": list(profile.recipients),
        "archive": profile.archive,
        "authority": list(profile.authority),
        "signer": profile.signer,
        "ward": ward.name,
        "past": past(period, coming),
        "next": coming,
        "next_in_title": coming.removeprefix("0"),
        "during": during(period),
        "first_on": day(period.first_on),
        "last_on": day(period.last_on),
        "until": until(period),
        "annexes": mention(annexes),
        "coverage": tell_coverage(coverage, annexes, sources) if coverage else "",
        "directives": [_directive(item) for item in sorted(directives, key=_by_date)],
        "groups_reported": sources.groups(groups.reported),
        "groups_all": sources.groups(groups.all) if groups.all else 0,
        **_passages(passages),
        **_figures(figures, sources),
        **_otherwise(period, figures, groups, sources),
        **_compared(comparison, ward.rule),
    }


def _by_date(directive: Directive) -> tuple[date, str]:
    return directive.issued_on, directive.number


def _directive(item: Directive) -> dict[str, str]:
    return {
        "kind": item.kind,
        "number": item.number,
        "issued_on": day(item.issued_on),
        "subject": item.subject,
    }


def _passages(passages: Iterable[Passage]) -> Content:
    """Each section's paragraphs; a section without any says so, rather than leave a bare heading."""
    stored = {passage.section: list(passage.paragraphs) for passage in passages}
    return {name: stored.get(section) or [_EMPTY_SECTION] for section, name in SECTIONS.items()}


def _figures(figures: Figures, sources: Sources) -> Content:
    wanted = {name: key for told in SENTENCES.values() for name, key in told.figures.items()}
    return {name: _printed(figures.get(key), sources) for name, key in wanted.items()}


def _printed(figure: Figure | None, sources: Sources) -> str:
    return _NO_FIGURE if figure is None else sources.figure(figure, count(figure.value, figure.qualifier))


def _otherwise(period: Period, figures: Figures, groups: GroupCount, sources: Sources) -> Content:
    """`<sentence>_otherwise` of every sentence."""
    window = f"từ ngày {day(period.first_on)} đến ngày {day(period.last_on)}"
    ratio = sources.groups(f"{groups.reported}/{groups.all}")
    by_groups = joined([f"{window}, tại ", ratio, " tổ dân phố có báo cáo"])
    leads = {
        "loudspeakers": "trên địa bàn phường",
        "broadcasts": f"từ ngày {day(period.first_on)} {until(period)}, trên hệ thống truyền thanh phường",
        "portal": "trên Cổng thông tin điện tử phường",
        "legal": f"{during(period)}, về tuyên truyền, phổ biến, giáo dục pháp luật",
        "group_work": by_groups,
        "group_guidance": by_groups,
    }
    said = {f"{name}_otherwise": _instead(SENTENCES[name], leads[name], figures, sources) for name in leads}
    if not any(figure.form == GROUP_FORM for figure in figures):
        silence = [f"{window}, chưa có tổ dân phố nào trong số ", sources.groups(groups.all)]
        said["group_work_otherwise"] = sentence(joined([*silence, " tổ dân phố gửi báo cáo"]))
        said["group_guidance_otherwise"] = sentence(
            f"{window}, chưa có số liệu của các tổ dân phố về {figures.label('group.guided')}"
        )
    return said


def _compared(comparison: Comparison | None, ward_rule: str) -> Content:
    """`<sentence>_compared` of every sentence; empty where there is nothing to compare it with."""
    voice = Voice(comparison, ward_rule) if comparison else None
    return {f"{name}_compared": voice.told(told) if voice else "" for name, told in SENTENCES.items()}


def _instead(told: Sentence, lead: str, figures: Figures, sources: Sources) -> str:
    """What is told, what was 0 and what nobody reported, apart; empty when nothing is wanting."""
    present: list[str] = []
    zero: list[str] = []
    missing: list[str] = []
    for key in told.figures.values():
        figure = figures.get(key)
        if figure is None:
            missing.append(figures.label(key))
        elif figure.value == 0:
            zero.append(sources.figure(figure, figure.label))
        else:
            present.append(joined([_printed(figure, sources), " ", figure.label]))
    if not zero and not missing:
        return ""
    said = {told.did: present, told.none: zero, "chưa có số liệu về": missing}
    clauses = [joined([f"{words}: ", joined(items, "; ")]) for words, items in said.items() if items]
    clauses[0] = joined([lead, " " if present else ", ", clauses[0]])
    return joined(map(sentence, clauses), " ")


@dataclass(frozen=True, slots=True)
class Report:
    """A finished Word file and the figures in it."""

    data: bytes
    figures: Figures
    file_name: str
    fell_back: bool = False
    """The ward's own template could not be filled, so that the shipped one was."""
    drafts: tuple[str, ...] = ()
    """Sections whose text is one of an earlier report that nobody has read over for this one."""
    content: Json = field(default_factory=dict)
    """What the template was filled with."""
    frozen: Json = field(default_factory=dict)
    """The figures, see `reports.editions`."""
    template: bytes = b""
    """What was filled, where that is kept."""
    annexes: tuple[str, ...] = ()
    """Keys of those that it has."""


def semiannual_docx(
    template: "TemplateFile | bytes",
    ward: Ward,
    period: Period,
    totals: Iterable[UnitTotal],
    forms: Iterable[Form],
    groups: GroupCount,
    directives: Iterable[Directive],
    passages: Iterable[Passage],
    made_at: datetime,
    *,
    as_of: datetime | None = None,
    number: int | None = None,
    dated_on: date | None = None,
    copy: Copy = DRAFT,
    annexes: Sequence[Annex] = (),
    coverage: Coverage | None = None,
    comparison: Comparison | None = None,
) -> Report:
    """The report as a Word file, reopened and checked. `made_at` is aware, in the office's time zone.

    `as_of`: when the newest of its data came, which are then the file's times, so that the same data
    give the same bytes whenever it is made.
    `template`: the shipped one, or the bytes of the ward's own, which is filled in a process apart.
    `number`, `dated_on`: of the letter, once the records clerk has given them; else they stay blank.
    A working copy has a comment on every figure that says where it comes from.

    Raises NoDataError when nothing was reported in the period and no group asked, SettingsError when
    the ward's profile is wrong, TemplateError when the template is.
    """
    profile = read_profile(ward.profile)
    totals, forms, marked = tuple(totals), tuple(forms), copy.kind is Kind.WORKING
    figures = add_up(totals, forms)
    if not any(figure.submissions for figure in figures) and not (coverage and coverage.score.expected):
        raise NoDataError(f"nothing was reported from {period.first_on} to {period.last_on}")
    # What makes Word files is slow to load, and seldom needed.
    from reports import annex_word, own_template  # noqa: PLC0415

    told = content(
        ward,
        profile,
        period,
        figures,
        groups,
        directives,
        passages,
        made_at.date(),
        annexes=annexes,
        coverage=coverage,
        comparison=comparison,
        number=number,
        dated_on=dated_on,
    )
    data = own_template.fill(
        template,
        told,
        title=f"Báo cáo tuyên truyền cải cách hành chính nhà nước {period.label}",
        author=f"Ủy ban nhân dân {ward.name}",
        made_at=as_of or made_at,
        status=copy.called,
        marked=marked,
    )
    data = annex_word.with_annexes(data, annexes, attached_to(told), (as_of or made_at) if marked else None)
    return Report(
        data,
        figures,
        copy.file_name(period.key),
        content=own_template.to_json(told),
        frozen=frozen(figures, totals, forms, groups),
        annexes=tuple(annex.key for annex in annexes),
    )


def attached_to(told: Content) -> str:
    """What an annex says it belongs to, number and date as the report has them."""
    return f"Báo cáo số {told['number']}/{told['symbol']} {told['dated']} của Ủy ban nhân dân {told['ward']}"


def figures_json(report: Report, period: Period) -> dict[str, Any]:
    """Each figure with what stands behind it, and the keys of those that nobody reported."""
    return {
        "period": period.key,
        "label": period.label,
        "rule": period.rule.value,
        "first_on": period.first_on.isoformat(),
        "last_on": period.last_on.isoformat(),
        "figures": {
            figure.key: {
                "label": figure.label,
                "value": figure.value,
                "unit": figure.unit,
                "qualifier": figure.qualifier.value,
                "submissions": figure.submissions,
                "units": figure.units,
            }
            for figure in report.figures
        },
        "missing": list(report.figures.missing),
    }
