"""The sample ward as tests ask for it."""

import tomllib
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from storage.forms import read_forms
from storage.records import (
    InboxMessage,
    Membership,
    Role,
    Submission,
    Window,
)
from storage.sample import OFFICE_ZONE, SampleWard, build

TEMPLATES = Path(__file__).parents[2] / "templates"
FORMS = read_forms(TEMPLATES / "forms")
NOVEMBER = datetime(2026, 11, 22, 22, 30, tzinfo=OFFICE_ZONE)


def sample_toml(name: str) -> dict[str, Any]:
    return tomllib.loads((TEMPLATES / "sample" / name).read_text(encoding="utf-8"))


@cache
def ward_at(now: datetime, seed: int = 2026) -> SampleWard:
    return build(FORMS, sample_toml("ward.toml"), sample_toml("report.toml"), now, seed)


def in_force(sample: SampleWard) -> list[Submission]:
    return [version.submission for version in sample.versions if version.replaced_at is None]


def window_of(sample: SampleWard, submission: Submission) -> Window:
    return sample.windows[submission.window_id - 1]


def of_unit(sample: SampleWard, code: str) -> list[Submission]:
    unit = next(unit for unit in sample.units if unit.code == code)
    return [submission for submission in in_force(sample) if submission.unit_id == unit.id]


def first_half(sample: SampleWard, submissions: list[Submission]) -> list[Submission]:
    return [
        submission
        for submission in submissions
        if date(2026, 1, 1) <= window_of(sample, submission).last_on <= date(2026, 6, 30)
    ]


def values(submission: Submission) -> dict[str, int]:
    return {tally.indicator: tally.value for tally in submission.tallies}


def message_of(sample: SampleWard, message_id: int | None) -> InboxMessage:
    assert message_id is not None
    return sample.inbox[message_id - 1]


def posts_on(sample: SampleWard, day: date, role: Role = Role.REPORTER) -> list[Membership]:
    return [
        post
        for post in sample.memberships
        if post.role is role and post.from_on <= day and (post.to_on is None or day <= post.to_on)
    ]
