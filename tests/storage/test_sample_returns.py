"""The sample ward's returns: as in life, numbered, and typed as people type."""

import re
from collections import Counter
from datetime import timedelta
from itertools import pairwise

import pytest

from storage.forms import failed_checks, form_on
from storage.records import (
    Qualifier,
    State,
    UnitKind,
)
from storage.sample import SampleWard, Version
from storage.sample.wording import spelled
from tests.storage.sample_ward import (
    FORMS,
    NOVEMBER,
    in_force,
    message_of,
    of_unit,
    sample_toml,
    values,
    ward_at,
    window_of,
)


@pytest.fixture(scope="module")
def sample() -> SampleWard:
    return ward_at(NOVEMBER)


def test_every_behaviour_of_life_occurs(sample: SampleWard) -> None:
    groups = {unit.id for unit in sample.units if unit.kind is UnitKind.GROUP}
    seen: Counter[str] = Counter()
    for version in sample.versions:
        submission = version.submission
        form = sample.forms[submission.form_id - 1]
        if submission.unit_id in groups:
            seen["late"] += submission.late
            seen["on time"] += not submission.late
            seen["corrected"] += submission.version == 2
            seen["partial"] += len(submission.tallies) < len(form.indicators)
            states = {tally.state for tally in submission.tallies}
            seen["zero"] += State.ZERO in states
            seen["nothing"] += states == {State.NOTHING_TO_REPORT}
            seen["about"] += any(tally.qualifier is Qualifier.ABOUT for tally in submission.tallies)
    reported = {(submission.unit_id, submission.window_id) for submission in in_force(sample)}
    seen["missing"] = sum(
        (unit.id, window.id) not in reported
        for unit in sample.units
        if unit.id in groups
        for window in sample.windows[:-1]
        if unit.exists_on(window.last_on)
    )
    seen |= Counter(remark.kind.value for remark in sample.remarks)

    assert min(seen.values()) >= 10, seen
    assert seen["on time"] > 5 * seen["late"]


def test_offices_are_sometimes_late_or_missing(sample: SampleWard) -> None:
    offices = [u for u in sample.units if u.kind is UnitKind.OFFICE and u.form and u.code != "dvsnc"]
    returns = [submission for unit in offices for submission in of_unit(sample, unit.code)]

    assert len({unit.form for unit in offices}) == 7
    assert any(submission.late for submission in returns)
    assert 0.8 < len(returns) / (len(offices) * len(sample.rounds)) < 1


def test_late_means_after_the_window_was_due(sample: SampleWard) -> None:
    due = {asking.window_id: asking for asking in sample.rounds}
    for version in sample.versions:
        submission = version.submission
        asking = due[submission.window_id]
        if submission.version == 1:
            assert submission.late == (submission.made_at > asking.due_at)
            assert submission.made_at >= asking.opened_at


def test_ids_count_from_one_and_refer_to_what_exists(sample: SampleWard) -> None:
    for rows in (
        sample.units,
        sample.people,
        sample.addresses,
        sample.windows,
        sample.rounds,
        sample.inbox,
        [version.submission for version in sample.versions],
        sample.remarks,
        sample.directives,
    ):
        assert [row.id for row in rows] == list(range(1, len(rows) + 1))
    assert len({message.incoming.external_id for message in sample.inbox}) == len(sample.inbox)
    assert len({address.chat_id for address in sample.addresses}) == len(sample.people)
    assert len({unit.code for unit in sample.units}) == len(sample.units)
    assert all(sample.addresses[message.address.id - 1] == message.address for message in sample.inbox)


def test_one_version_is_in_force_and_versions_follow_each_other(sample: SampleWard) -> None:
    history: dict[tuple[int, int], list[Version]] = {}
    for version in sample.versions:
        key = (version.submission.unit_id, version.submission.window_id)
        history.setdefault(key, []).append(version)
    for versions in history.values():
        assert [version.submission.version for version in versions] == list(range(1, len(versions) + 1))
        for old, new in pairwise(versions):
            assert old.replaced_at == new.submission.made_at > old.submission.made_at
            assert new.submission.reason
        assert versions[-1].replaced_at is None


def test_returns_in_force_pass_their_form(sample: SampleWard) -> None:
    units = {unit.id: unit for unit in sample.units}
    for submission in in_force(sample):
        form = sample.forms[submission.form_id - 1]
        window = window_of(sample, submission)
        unit = units[submission.unit_id]
        assert form == form_on(FORMS, unit.form or "", window.last_on)
        assert unit.exists_on(window.last_on)
        assert failed_checks(form, values(submission)) == []
        for tally in submission.tallies:
            limit = form.indicator(tally.indicator).limit
            assert 0 <= tally.value <= (limit or tally.value)
            assert (tally.value > 0) == (tally.state is State.COUNTED)


def test_every_form_is_filled_whole_by_somebody(sample: SampleWard) -> None:
    whole = {
        sample.forms[submission.form_id - 1].code
        for submission in in_force(sample)
        if len(submission.tallies) == len(sample.forms[submission.form_id - 1].indicators)
    }

    assert whole == {form.code for form in FORMS}


def numbers_in(text: str) -> list[int]:
    """The digits a person typed as figures, without group numbers and the names of indicators."""
    return [int(digits) for digits in re.findall(r"\d+", re.sub(r"(?m)^.*: ", "", text))]


def test_texts_say_what_the_tallies_hold(sample: SampleWard) -> None:
    ways: Counter[str] = Counter()
    words = sample_toml("ward.toml")["typing"]["words"]
    earlier = {
        (v.submission.unit_id, v.submission.window_id, v.submission.version): v.submission
        for v in sample.versions
    }
    for submission in earlier.values():
        message = message_of(sample, submission.message_id)
        text = message.incoming.text
        typed = numbers_in(text)
        if submission.version > 1:
            before = earlier[submission.unit_id, submission.window_id, submission.version - 1]
            changed = [
                (old, new) for old, new in zip(before.tallies, submission.tallies, strict=True) if old != new
            ]
            assert [(old.value, new.value) for old, new in changed] == [tuple(typed)]
            assert all(
                tally.message_id == before.message_id
                for tally in submission.tallies
                if tally != changed[0][1]
            )
            assert changed[0][1].message_id == message.id
            ways["correction"] += 1
            continue
        assert all(tally.message_id == message.id for tally in submission.tallies)
        said = [tally for tally in submission.tallies if tally.state is not State.NOTHING_TO_REPORT]
        if re.search("còn lại không có|con lai khong co", text):
            assert len(submission.tallies) == len(sample.forms[submission.form_id - 1].indicators)
            said = [tally for tally in said if tally.value]
        if said and not typed:
            assert all(spelled(tally.value, words) in text for tally in said)
            ways["words"] += 1
            continue
        assert typed == [tally.value for tally in said], text
        for tally in said:
            if tally.qualifier is Qualifier.ABOUT:
                assert re.search(rf"(tầm|tam|khoảng|khoang|gần|gan) {tally.value}(?!\d)", text)
        ways["nothing" if not said else "row" if re.fullmatch(r"[\d ]+", text) else "digits"] += 1
        ways["no diacritics"] += bool(said) and text.isascii()
        ways["short"] += bool(re.match(r"tt \d+b", text))
        ways["lines"] += text.count("\n") > 2

    assert min(ways.values()) >= 20, ways
    assert len(ways) == 8


def test_remarks_stand_in_their_message(sample: SampleWard) -> None:
    for remark in sample.remarks:
        message = message_of(sample, remark.message_id)
        assert message.incoming.text.endswith(f": {remark.text}")
        assert remark.made_at == message.received_at


def test_every_time_is_aware_and_of_the_office(sample: SampleWard) -> None:
    times = [time for asking in sample.rounds for time in (asking.opened_at, asking.due_at)]
    times += [message.received_at for message in sample.inbox]
    times += [version.submission.made_at for version in sample.versions]
    times += [version.replaced_at for version in sample.versions if version.replaced_at]
    times += [message.incoming.sent_at for message in sample.inbox if message.incoming.sent_at]

    assert all(time.utcoffset() == timedelta(hours=7) for time in times)
    assert all(6 <= message.received_at.hour <= 22 for message in sample.inbox)
