"""A ward's half-year to make reports of: the shipped forms and sample texts, figures set by a test."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import docx

from reports.annex_parts import Annex
from reports.comparison import Comparison, Plan, Side, side
from reports.copies import DRAFT, Copy
from reports.figures import Figures, GroupCount, add_up
from reports.package import W
from reports.profile import read_profile
from reports.semiannual import Content, Report, content, semiannual_docx
from storage import periods
from storage.forms import Form, read_forms
from storage.periods import Period, Rule, half_year
from storage.records import Directive, Passage, Qualifier, Unit, UnitKind, UnitTotal, Ward

ROOT = Path(__file__).parent.parent.parent
TEMPLATE = ROOT / "templates" / "semiannual_report.docx"
GOLDEN = Path(__file__).parent / "golden"

FORMS: tuple[Form, ...] = read_forms(ROOT / "templates" / "forms")
SAMPLE: dict[str, Any] = tomllib.loads((ROOT / "templates" / "sample" / "report.toml").read_text("utf-8"))

WARD = Ward(1, "phường Phù Liễn", SAMPLE["profile"], Rule.CALENDAR, {}, sample=True)
DIRECTIVES = [Directive(number, **item) for number, item in enumerate(SAMPLE["directive"])]
PASSAGES = [Passage(section, body) for section, body in SAMPLE["passages"].items()]
FIRST_HALF = half_year(2026, 1, Rule.CALENDAR)
MADE_AT = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)

SERVICE_CENTRE = {
    "loudspeaker_clusters": 113,
    "loudspeaker_clusters_digital": 77,
    "loudspeaker_clusters_wired": 36,
    "broadcast_items": 1684,
    "broadcast_columns": 87,
    "broadcast_specials": 12,
    "broadcast_legal_items": 915,
    "legal_qa_columns": 10,
    "portal_items": 1992,
    "portal_reform_items": 97,
    "portal_directives": 1002,
    "portal_legal_items": 1921,
    "portal_legal_documents": 551,
    "zalo_oa_items": 522,
    "facebook_items": 544,
    "youtube_items": 19,
}
"""The figures of the ward's own report of the first half of 2026."""

GROUPS = {
    "meetings": 31,
    "attendees": 1204,
    "broadcasts": 180,
    "zalo_posts": 92,
    "guided": 140,
    "leaflets": 410,
    "feedback": 3,
}
"""Of one group; there are two, alike."""


def total(
    form: str, indicator: str, value: int, unit: int = 1, qualifier: Qualifier = Qualifier.EXACT
) -> UnitTotal:
    """What one unit reported in 26 submissions."""
    return UnitTotal(unit, form, indicator, value, value, value, 26, qualifier)


def totals(
    service_centre: Mapping[str, int] = SERVICE_CENTRE, groups: Mapping[str, int] = GROUPS
) -> list[UnitTotal]:
    """One service centre and two groups; broadcast items were given as an approximation."""
    vague = {"broadcast_items": Qualifier.ABOUT}
    centre = [
        total("service_centre", code, value, 50, vague.get(code, Qualifier.EXACT))
        for code, value in service_centre.items()
    ]
    return centre + [total("group", code, value, unit) for unit in (1, 2) for code, value in groups.items()]


UNITS = [
    *(
        Unit(n, f"tdp-{n}", UnitKind.GROUP, f"Tổ dân phố số {n}", 9, "group", date(2020, 1, 1))
        for n in (1, 2)
    ),
    Unit(
        50, "tt", UnitKind.OFFICE, "Trung tâm Dịch vụ sự nghiệp công", 9, "service_centre", date(2020, 1, 1)
    ),
]
"""Who reports `totals`."""
LAST_YEAR = (
    {
        **SERVICE_CENTRE,
        "loudspeaker_clusters": 110,
        "loudspeaker_clusters_digital": 70,
        "loudspeaker_clusters_wired": 40,
        "broadcast_items": 1564,
        "broadcast_columns": 92,
        "legal_qa_columns": 0,
        "portal_items": 1000,
    },
    {**GROUPS, "meetings": 26, "feedback": 3, "leaflets": 700, "guided": 0},
)
"""Figures of the service centre and of each group, a year before."""


def weighed(period: Period, given: list[UnitTotal], groups: GroupCount = GroupCount(2, 2)) -> Side:  # noqa: B008
    return side(period, Rule.CALENDAR, add_up(given, FORMS), groups, UNITS, period.last_on)


def compared(
    period: Period = FIRST_HALF,
    given: list[UnitTotal] | None = None,
    before: list[UnitTotal] | None = None,
    planned: Mapping[str, int] | None = None,
) -> Comparison:
    """A period against the one a year before, `before`, and a plan for the year if there is one."""
    now = weighed(period, totals() if given is None else given)
    earlier = periods.same_period_last_year(period)
    assert earlier is not None
    to_date = periods.year_to_date(period)
    plan = Plan(2026, to_date, now.figures, planned) if planned and to_date else None
    return Comparison(now, weighed(earlier, totals(*LAST_YEAR) if before is None else before), plan)


def report(
    given: list[UnitTotal] | None = None,
    *,
    comparison: Comparison | None = None,
    annexes: Sequence[Annex] = (),
    copy: Copy = DRAFT,
    period: Period = FIRST_HALF,
    groups: GroupCount = GroupCount(2, 2),  # noqa: B008 (frozen)
    directives: list[Directive] = DIRECTIVES,
    passages: list[Passage] = PASSAGES,
    profile: Mapping[str, Any] | None = None,
    template: Path = TEMPLATE,
) -> Report:
    ward = WARD if profile is None else replace(WARD, profile=profile)
    given = totals() if given is None else given
    return semiannual_docx(
        template,
        ward,
        period,
        given,
        FORMS,
        groups,
        directives,
        passages,
        MADE_AT,
        comparison=comparison,
        annexes=annexes,
        copy=copy,
    )


def sample_content(period: Period = FIRST_HALF, figures: Figures | None = None) -> Content:
    figures = figures or add_up(totals(), FORMS)
    profile = read_profile(WARD.profile)
    return content(WARD, profile, period, figures, GroupCount(2, 2), DIRECTIVES, PASSAGES, MADE_AT.date())


def text_of(data: bytes) -> list[str]:
    """Every paragraph that is not empty, as it reads on paper, with runs of spaces as one."""
    body = docx.Document(BytesIO(data)).element.body
    texts = ("".join(paragraph.itertext(f"{{{W}}}t")) for paragraph in body.iter(f"{{{W}}}p"))
    return [re.sub(" +", " ", text) for text in texts if text.strip()]
