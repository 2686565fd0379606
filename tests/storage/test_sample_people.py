"""Units and made-up people of the sample ward."""

from collections import Counter
from datetime import date, timedelta

import pytest

from storage.records import (
    UnitKind,
)
from storage.sample import SampleWard
from tests.storage.sample_ward import NOVEMBER, in_force, message_of, of_unit, posts_on, ward_at, window_of


@pytest.fixture(scope="module")
def sample() -> SampleWard:
    return ward_at(NOVEMBER)


def test_who_reports_is_a_reporter_of_the_unit_writing_from_his_own_address(sample: SampleWard) -> None:
    units = {unit.id: unit for unit in sample.units}
    for version in sample.versions:
        submission = version.submission
        unit = units[submission.unit_id]
        day = min(submission.made_at.date(), unit.to_on or date.max)
        assert (submission.person_id, unit.id) in {
            (post.person_id, post.unit_id) for post in posts_on(sample, day)
        }
        assert message_of(sample, submission.message_id).address.person_id == submission.person_id


def test_people_are_made_up_and_marked(sample: SampleWard) -> None:
    assert all(person.name.endswith(" (mẫu)") for person in sample.people)
    assert len({person.name for person in sample.people}) == len(sample.people)
    assert not any("Trần Quang Hưng" in person.name for person in sample.people)
    assert {person.honorific for person in sample.people} <= {"bác", "cô", "chú", "anh", "chị"}
    assert sample.ward.sample
    assert "mẫu" in next(unit.name for unit in sample.units if unit.kind is UnitKind.WARD)


def test_units_of_the_ward_today(sample: SampleWard) -> None:
    today = [unit for unit in sample.units if unit.exists_on(NOVEMBER.date())]
    groups = [unit for unit in today if unit.kind is UnitKind.GROUP]

    assert [unit.name for unit in groups] == [f"Tổ dân phố số {number}" for number in range(1, 39)]
    assert [unit.code for unit in groups[:2]] == ["tdp-01", "tdp-02"]
    assert sum(unit.kind is UnitKind.OFFICE for unit in today) == 16
    ward = next(unit for unit in today if unit.kind is UnitKind.WARD)
    assert all(unit.parent_id == ward.id for unit in today if unit.form)
    assert sample.ward.unit_id == ward.id
    everybody = {post.unit_id for post in posts_on(sample, NOVEMBER.date())}
    assert everybody == {unit.id for unit in today if unit.form}


def test_merged_group_keeps_its_history(sample: SampleWard) -> None:
    [gone] = [unit for unit in sample.units if unit.to_on]
    last = max(window_of(sample, submission).last_on for submission in of_unit(sample, gone.code))

    assert (gone.name, gone.to_on) == ("Tổ dân phố số 39", date(2026, 3, 31))
    assert next(unit.name for unit in sample.units if unit.id == gone.merged_into) == "Tổ dân phố số 38"
    assert date(2026, 3, 1) < last <= date(2026, 3, 31)


def test_people_change_and_share_as_in_life(sample: SampleWard) -> None:
    on = NOVEMBER.date()
    units_of = Counter(post.person_id for post in posts_on(sample, on))
    reporters_of = Counter(post.unit_id for post in posts_on(sample, on))
    by_person = Counter((s.unit_id, s.person_id) for s in in_force(sample))

    [(twice, _)] = [item for item in units_of.items() if item[1] == 2]
    assert len({unit_id for unit_id, person_id in by_person if person_id == twice}) == 2
    [(shared, _)] = [item for item in reporters_of.items() if item[1] == 2]
    assert min(count for (unit_id, _), count in by_person.items() if unit_id == shared) > 3
    [handed_over] = [post for post in sample.memberships if post.to_on and post.to_on.month == 4]
    successor = next(p for p in sample.memberships if p.unit_id == handed_over.unit_id and p != handed_over)
    assert handed_over.to_on is not None
    assert successor.from_on == handed_over.to_on + timedelta(days=1)
    assert {handed_over.person_id, successor.person_id} == {
        person_id for unit_id, person_id in by_person if unit_id == handed_over.unit_id
    }
