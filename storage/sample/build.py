"""Puts the sample ward together: which weeks were asked, who answered what, numbered in order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from storage import periods
from storage.forms import Form
from storage.periods import Rule, window_of, windows_between
from storage.records import (
    Address,
    Channel,
    Directive,
    InboxMessage,
    Incoming,
    Membership,
    Passage,
    Person,
    Remark,
    Round,
    Submission,
    Tally,
    Unit,
    UnitKind,
    Ward,
    Window,
)
from storage.sample.life import Life, Said
from storage.sample.places import read_places

OFFICE_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
"""The group whose leader a visitor may be; the person leads no other."""


@dataclass(frozen=True, slots=True)
class Version:
    """A submission as it was made, and when a newer one took its place."""

    submission: Submission
    replaced_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SampleWard:
    """Everything of the sample ward; each noun's ids count from 1 and refer to each other.

    A submission has the id of the message it came by. Its `form_id` n is the nth of `forms`.
    What a later `now` gives begins with what an earlier one gave, save `replaced_at` of versions
    corrected in between.
    """

    units: tuple[Unit, ...]
    ward: Ward
    people: tuple[Person, ...]
    memberships: tuple[Membership, ...]
    addresses: tuple[Address, ...]
    forms: tuple[Form, ...]
    windows: tuple[Window, ...]
    """Oldest first; the last one is the current window, of which nobody has reported yet."""
    rounds: tuple[Round, ...]
    """Of every window but the current one."""
    inbox: tuple[InboxMessage, ...]
    versions: tuple[Version, ...]
    remarks: tuple[Remark, ...]
    directives: tuple[Directive, ...]
    passages: tuple[Passage, ...]


def build(
    forms: Sequence[Form],
    ward_file: Mapping[str, Any],
    report_file: Mapping[str, Any],
    now: datetime,
    seed: int = 2026,
) -> SampleWard:
    """The sample ward as it stands at `now` (aware), the same for the same arguments.

    Each unit's week comes from chance of its own, so that another `now` adds weeks and changes none.
    Raises FormFileError when the forms ask for what the ward file does not know.
    """
    now = now.astimezone(OFFICE_ZONE)
    rule = Rule(ward_file["rule"])
    written_for = periods.parse_period(report_file["period"], rule)
    places = read_places(ward_file)
    ward_unit = next(unit for unit in places.units if unit.kind is UnitKind.WARD)
    current = window_of(now.date(), rule)
    dates = windows_between(ward_file["returns_from"], current.last_on, rule)
    windows = [
        Window(number, ward_unit.id, window.first_on, window.last_on)
        for number, window in enumerate(dates, start=1)
    ]
    rounds = [Round(window.id, window.id, *round_times(window)) for window in windows[:-1]]
    life = Life(tuple(forms), ward_file, places, seed)
    ledger = _Ledger(places.addresses)
    for window, asking in zip(windows[:-1], rounds, strict=True):
        said = [item for item in life.said(window, asking) if item.answer.at <= now]
        for item in sorted(said, key=lambda item: item.answer.at):
            ledger.add(item)
    return SampleWard(
        units=places.units,
        ward=Ward(
            ward_unit.id, ward_file["ward"]["in_text"], report_file["profile"], rule.value, {}, sample=True
        ),
        people=places.people,
        memberships=places.memberships,
        addresses=places.addresses,
        forms=tuple(forms),
        windows=tuple(windows),
        rounds=tuple(rounds),
        inbox=tuple(ledger.inbox),
        versions=tuple(ledger.versions),
        remarks=tuple(ledger.remarks),
        directives=tuple(
            Directive(number, **values) for number, values in enumerate(report_file["directive"], start=1)
        ),
        passages=tuple(
            Passage(section, body, period=written_for.key, from_on=written_for.first_on)
            for section, body in report_file["passages"].items()
        ),
    )


def round_times(window: Window) -> tuple[datetime, datetime]:
    """When a window's round opens (Friday 15:00, as wards do) and when it is due, in the office's time."""
    dates = periods.Window(window.first_on, window.last_on)
    return periods.opens_at(dates, 5, 15, OFFICE_ZONE), periods.due_at(dates, OFFICE_ZONE)


class _Ledger:
    """Numbers messages and versions in the order they come, and links each figure to its message."""

    def __init__(self, addresses: Sequence[Address]) -> None:
        self.inbox: list[InboxMessage] = []
        self.versions: list[Version] = []
        self.remarks: list[Remark] = []
        self._addresses = {address.person_id: address for address in addresses}
        self._in_force: dict[tuple[int, int], int] = {}

    def add(self, said: Said) -> None:
        number, answer = len(self.inbox) + 1, said.answer
        address = self._addresses[said.person_id]
        external_id = f"mau-{said.unit.code}-{said.window.first_on}-{said.version}"
        incoming = Incoming(address.id, external_id, answer.text, sent_at=answer.at)
        self.inbox.append(InboxMessage(number, address, incoming, answer.at))
        self.versions.append(
            Version(
                Submission(
                    id=number,
                    unit_id=said.unit.id,
                    window_id=said.window.id,
                    form_id=said.form_id,
                    version=said.version,
                    made_at=answer.at,
                    person_id=said.person_id,
                    tallies=self._linked(said, number),
                    message_id=number,
                    channel=Channel.WEB,
                    late=answer.late,
                    reason=answer.reason,
                )
            )
        )
        self._in_force[said.unit.id, said.window.id] = number - 1
        if answer.remark:
            kind, text = answer.remark
            remark_id = len(self.remarks) + 1
            self.remarks.append(
                Remark(remark_id, said.unit.id, said.window.id, kind, text, number, answer.at)
            )

    def _linked(self, said: Said, number: int) -> tuple[Tally, ...]:
        """The tallies, those that stay as they were still leading to the message they came by."""
        place = self._in_force.get((said.unit.id, said.window.id))
        if place is None:
            return tuple(replace(tally, message_id=number) for tally in said.answer.tallies)
        before = self.versions[place].submission
        self.versions[place] = Version(before, replaced_at=said.answer.at)
        return tuple(
            old
            if old is not None and old == replace(new, message_id=old.message_id)
            else replace(new, message_id=number)
            for new, old in ((tally, before.tally(tally.indicator)) for tally in said.answer.tallies)
        )
