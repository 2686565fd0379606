"""Conversations as people would read them (`tests/transcripts/*.txt`), replayed against the pure engine.

    # a heading begins a conversation
    @ 2026-11-20 16:00        the time from here on (office time)
    & group 11, group 12      what the person leads (else group 5); `& officer` makes him an officer,
                              `& ward leader` one who signs, `& group 5, ward leader` both
    > text                    he types; «\\n» is a new line, «[photo]» a photo with it
    ~ prompt                  the week's round is opened
    < words                   the answer holds these words; `<< text` is the whole answer
    = meetings 3, leaflets 0  what is in force in the window just spoken of; `= nothing` for none
    ! remark other: words     what else was done; every deed must be named

The session goes through JSON at every step, and nothing that was said or done may stay unchecked.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.duty import Duty
from bot.engine.actions import (
    Action,
    AskReportDesk,
    AskReview,
    AskWardDesk,
    CloseReview,
    KeepPhotos,
    KeepRemark,
    PromiseReport,
    Record,
    Say,
    SayTo,
    SendBack,
    TellMissing,
    TellTotals,
)
from bot.engine.events import Facts, PromptDue, Received
from bot.engine.machine import advance
from bot.engine.session import Session
from storage import periods
from storage.forms import read_form
from storage.periods import Rule
from storage.records import Person, Role, Tally, Unit, UnitKind, Window

ROOT = Path(__file__).parents[2]
FORM = read_form(ROOT / "templates" / "forms" / "group.toml")
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
LAST_WEEK = dict(zip(FORM.codes, (4, 154, 10, 11, 10, 0, 1), strict=True))


class World:
    """What is stored, as far as one person's conversation touches it."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 20, 16, 0, tzinfo=ZONE)
        self.person = Person(1, "Người (mẫu)")
        self.roles = {Role.REPORTER}
        self.duties: dict[tuple[int, int], Duty] = {}
        self.session = Session()
        self.messages = 0
        self.lead(["5"])

    def lead(self, groups: list[str]) -> None:
        self.duties = {}
        for number in map(int, groups):
            unit = Unit(
                number,
                f"tdp-{number:02}",
                UnitKind.GROUP,
                f"Tổ dân phố số {number}",
                2,
                "group",
                date(2026, 1, 1),
            )
            before: dict[str, Tally] = {}
            for window_id, monday in (
                (46, date(2026, 11, 9)),
                (47, date(2026, 11, 16)),
                (48, date(2026, 11, 23)),
            ):
                given = (
                    {code: Tally(code, value) for code, value in LAST_WEEK.items()} if window_id == 46 else {}
                )
                dates = periods.window_of(monday, Rule.CALENDAR)
                window = Window(window_id, 2, dates.first_on, dates.last_on)
                self.duties[number, window_id] = Duty(
                    unit, window, window_id, FORM, 1, given, before, int(bool(given)), prompted=window_id < 48
                )
                before = given

    def facts(self) -> Facts:
        current = [duty for duty in self.duties.values() if duty.window.first_on <= self.now.date()]
        ordered = tuple(sorted(current, key=lambda duty: (duty.window.id, duty.unit.id)))
        duties = ordered if Role.REPORTER in self.roles else ()
        return Facts(self.now, self.person, frozenset(self.roles), duties, Rule.CALENDAR)

    def meet(self, event: Received | PromptDue) -> tuple[Action, ...]:
        self.session = Session.from_json(json.loads(json.dumps(self.session.to_json())))
        self.session, actions = advance(self.session, event, self.facts())
        for action in actions:
            if isinstance(action, Record):
                key = (action.unit_id, action.window_id)
                assert action.version == self.duties[key].version + 1
                tallies = {tally.indicator: tally for tally in action.tallies}
                self.duties[key] = replace(self.duties[key], tallies=tallies, version=action.version)
            if isinstance(action, KeepPhotos):
                key = (action.unit_id, action.window_id)
                photos = self.duties[key].photos.union(action.photos)
                self.duties[key] = replace(self.duties[key], photos=photos)
        return actions

    def say(self, text: str) -> tuple[Action, ...]:
        self.messages += 1
        photos = (f"{self.messages:064}",) if "[photo]" in text else ()
        return self.meet(Received(self.messages, text.replace("[photo]", "").replace("\\n", "\n"), photos))


def told(action: Action) -> str | None:
    """How a deed is named in a transcript; None for what `<` and `=` check."""
    match action:
        case Say() | Record():
            return None
        case KeepRemark(kind=kind, text=text):
            return f"remark {kind}: {text}"
        case KeepPhotos(photos=photos):
            return f"photos {len(photos)}"
        case AskReview():
            return "review"
        case CloseReview(review_id):
            return f"close {review_id}"
        case SayTo(person_id=person_id):
            return f"tell {person_id}"
        case SendBack(people=people):
            return f"send back to {len(people)}"
        case TellMissing():
            return "missing"
        case TellTotals(period):
            return f"totals {period.key}"
        case PromiseReport(period):
            return f"report {period.key}"
        case AskReportDesk(command):
            return f"report desk {command.verb}"
        case AskWardDesk(command):
            return f"ward desk {command.verb}"


def conversations() -> Iterator[object]:
    for path in sorted((ROOT / "tests" / "transcripts").glob("*.txt")):
        for part in re.split(r"^# ", path.read_text("utf-8"), flags=re.MULTILINE)[1:]:
            title, _, lines = part.partition("\n")
            yield pytest.param(lines, id=f"{path.stem}: {title}")


@pytest.mark.parametrize("lines", list(conversations()))
def test_conversation(lines: str) -> None:
    world = World()
    answer, checked, recorded = "", True, None
    deeds: list[str] = []
    for line in filter(None, map(str.strip, lines.splitlines())):
        mark, _, words = line.partition(" ")
        if mark in {">", "~"}:
            assert checked, f"nobody looked at {answer!r}"
            assert deeds == [], f"unmentioned: {deeds}"
            actions = world.say(words) if mark == ">" else world.meet(PromptDue(47))
            says = [action for action in actions if isinstance(action, Say)]
            assert len(says) <= 1, "at most one reply for a message"
            answer, checked = says[0].text if says else "", not says
            deeds = [name for name in map(told, actions) if name]
            recorded = next((action for action in actions if isinstance(action, Record)), None)
        elif mark == "<":
            assert words in answer, f"{words!r} is not in {answer!r}"
            checked = True
        elif mark == "<<":
            assert words.replace("\\n", "\n") == answer
            checked = True
        elif mark == "=":
            wanted = {} if words == "nothing" else dict(part.split() for part in words.split(", "))
            key = (
                (recorded.unit_id, recorded.window_id)
                if recorded
                else (world.session.unit_id, world.session.window_id)
            )
            duty = world.duties.get((key[0] or 5, key[1] or 47))
            assert duty is not None
            assert {code: str(tally.value) for code, tally in duty.tallies.items()} == wanted
        elif mark == "!":
            assert words in deeds, f"{words!r} was not done: {deeds}"
            deeds.remove(words)
        elif mark == "@":
            world.now = datetime.strptime(words, "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)
        elif mark == "&":
            if words in {"officer", "ward leader"}:
                world.roles = {Role(words.rpartition(" ")[2])}
            else:
                world.lead(re.findall(r"\d+", words))
                world.roles |= {Role.LEADER} if "ward leader" in words else set()
        else:
            pytest.fail(f"unknown mark in {line!r}")
    assert checked, f"nobody looked at {answer!r}"
    assert deeds == [], f"unmentioned: {deeds}"
