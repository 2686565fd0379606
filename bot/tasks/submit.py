"""A report submitted to the ward's leaders, who approve it or send it back with words."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import edition_texts
from bot.engine.actions import Say
from bot.reading.report_words import ReportCommand
from bot.tasks.desk import Desk
from bot.tasks.made import Made
from bot.tasks.remind import list_holders
from reports.figures import GroupCount
from reports.semiannual import Report
from storage.periods import Period, Rule, parse_period
from storage.queries.audit import add_audit
from storage.queries.editions import (
    Edition,
    Frozen,
    Submittal,
    add_submittal,
    decide_submittal,
    get_submittal,
    list_newest_submittals,
)
from storage.queries.messages import put_file, put_outgoing
from storage.queries.people import get_person, list_addresses, list_posts_of_ward
from storage.queries.sessions import get_session
from storage.records import Choice, OutboxKind, Outgoing, Promise, Role, StoredFile, Ward

SUBMITTERS = frozenset({Role.OFFICER, Role.ADMIN})
"""Who submits and issues; leaders decide."""


def period_of(report: Submittal | Edition) -> Period:
    return parse_period(report.period, Rule(report.rule))


async def promise_submittal(desk: Desk, command: ReportCommand) -> Say:
    """«trình báo cáo 6 tháng đầu năm»."""
    if not desk.roles & SUBMITTERS:
        return Say(edition_texts.only_officers_submit())
    return Say(edition_texts.submitting(await desk.promise(command)))


@dataclass(frozen=True)
class Submitting:
    """A clean copy that is submitted when its promise is kept."""

    ward: Ward
    period: Period
    now: datetime
    promise: Promise
    report: Report
    template: StoredFile
    groups: GroupCount
    verdict: str
    """The linter's, for the leaders."""

    def made(self) -> Made:
        return Made("", self.report.data, file_name=self.report.file_name, settle=self._settle)

    async def _settle(self, connection: AsyncConnection, file: StoredFile) -> str:
        """What was submitted just so goes to the leaders again, once an hour, unless it is past that."""
        same = await self._submitted_before(connection, file)
        if same and same.edition:
            return edition_texts.already_issued(self.period, same.id, same.edition)
        if same and same.approved:
            return edition_texts.was_approved(self.period, same.id)
        number = same.id if same else await self._submit(connection, file)
        leaders = await list_holders(connection, self.ward, Role.LEADER, self.now)
        asked = [await self._ask(connection, person_id, number, file) for person_id in leaders]
        if leaders and not any(asked):
            return edition_texts.still_waiting(self.period, number)
        unreached = len(leaders) - len(await list_addresses(connection, leaders))
        again = same is not None
        return edition_texts.submitted(self.period, number, len(leaders), unreached, again=again)

    async def _submitted_before(self, connection: AsyncConnection, file: StoredFile) -> Submittal | None:
        """The period's newest submittal, if it is this very file and was not sent back."""
        for item in await list_newest_submittals(connection, self.ward.unit_id):
            if item.period == self.period.key:
                return item if item.file_sha256 == file.sha256 and item.approved is not False else None
        return None

    async def _submit(self, connection: AsyncConnection, file: StoredFile) -> int:
        await put_file(connection, self.template, self.now)
        frozen = Frozen(
            self.period.key,
            str(self.period.rule),
            file.sha256,
            self.template.sha256,
            self.report.content,
            self.report.frozen,
        )
        officer = self.promise.person_id
        number = await add_submittal(connection, self.ward.unit_id, frozen, officer, self.now)
        detail = {"period": frozen.period, "rule": frozen.rule, "sha256": file.sha256}
        await add_audit(connection, self.now, officer, "report.submitted", f"submittal:{number}", detail)
        return number

    async def _ask(self, connection: AsyncConnection, person_id: int, number: int, file: StoredFile) -> bool:
        """Sends it to a leader, to be decided on; not if he has got it within the hour."""
        person = await get_person(connection, person_id)
        you = person.honorific if person else "bác"
        groups = (self.groups.reported, self.groups.all)
        sent = Outgoing(
            f"submittal:{number}:{person_id}:{self.now:%Y-%m-%dT%H}",
            person_id,
            OutboxKind.DOCUMENT,
            edition_texts.please_decide(you, self.period, number, groups, self.verdict),
            (edition_texts.approve(number), edition_texts.send_back(number)),
            file,
            self.report.file_name,
        )
        return await _owe(connection, sent, self.now)


async def approve(desk: Desk, command: ReportCommand) -> Say:
    """«duyệt», «duyệt bản trình 3»."""
    found = await _to_decide(desk, command)
    if isinstance(found, Say):
        return found
    if not await _decide(desk, found, approved=True):
        return await _decided_before(desk, found)
    period = period_of(found)
    await _tell_officers(
        desk, found, edition_texts.was_approved(period, found.id), edition_texts.issue(period)
    )
    return Say(edition_texts.approved(period, found.id))


async def send_back(desk: Desk, command: ReportCommand) -> Say:
    """«trả lại bản trình 3: số loa chưa khớp»; without words they are asked for."""
    found = await _to_decide(desk, command)
    if isinstance(found, Say):
        return found
    if not command.text:
        return Say(edition_texts.what_is_to_be_mended(found.id), (edition_texts.approve(found.id),))
    if not await _decide(desk, found, approved=False, words=command.text):
        return await _decided_before(desk, found)
    period = period_of(found)
    told = edition_texts.was_sent_back(period, found.id, command.text)
    await _tell_officers(desk, found, told, edition_texts.submit_again(period))
    return Say(edition_texts.sent_back(period, found.id, command.text))


async def _to_decide(desk: Desk, command: ReportCommand) -> Submittal | Say:
    """The submittal that is meant and still waits, or why there is none."""
    if Role.LEADER not in desk.roles:
        return Say(edition_texts.only_leaders_decide())
    found = await (_numbered(desk, int(command.what)) if command.what else _waiting(desk, command.period))
    if isinstance(found, Submittal) and found.approved is not None:
        return Say(edition_texts.already_decided(found.id, found.approved))
    return found


async def _numbered(desk: Desk, number: int) -> Submittal | Say:
    """The submittal of that number, unless a newer one of its period has taken its place."""
    found = await get_submittal(desk.connection, desk.ward.unit_id, number)
    if found is None:
        return Say(edition_texts.no_such_submittal(number))
    newest = await list_newest_submittals(desk.connection, desk.ward.unit_id)
    latest = next(item for item in newest if item.period == found.period)
    return found if latest.id == number else Say(edition_texts.newer_submitted(number, latest.id))


async def _waiting(desk: Desk, period: Period | None) -> Submittal | Say:
    """The only one that waits; when none does, the newest; of that period, if one is named."""
    newest = await list_newest_submittals(desk.connection, desk.ward.unit_id)
    meant = [item for item in newest if period is None or item.period == period.key]
    waiting = [item for item in meant if item.approved is None] or meant[:1]
    if not waiting:
        return Say(edition_texts.nothing_to_decide(desk.honorific))
    if len(waiting) > 1:
        return Say(edition_texts.which_submittal([(item.id, period_of(item)) for item in waiting]))
    return waiting[0]


async def _decide(desk: Desk, found: Submittal, *, approved: bool, words: str = "") -> bool:
    """False when another leader was faster."""
    decided = await decide_submittal(
        desk.connection, found.id, desk.person_id, desk.now, approved=approved, words=words
    )
    if decided:
        action = "report.approved" if approved else "report.returned"
        detail = {"period": found.period, "sha256": found.file_sha256}
        await add_audit(desk.connection, desk.now, desk.person_id, action, f"submittal:{found.id}", detail)
    return decided


async def _decided_before(desk: Desk, found: Submittal) -> Say:
    now = await get_submittal(desk.connection, desk.ward.unit_id, found.id)
    return Say(edition_texts.already_decided(found.id, bool(now and now.approved)))


async def _tell_officers(desk: Desk, found: Submittal, text: str, choice: Choice) -> None:
    """Today's officers, and whoever submitted it while he holds a post; not the one who decided."""
    posts = await list_posts_of_ward(desk.connection, desk.ward.unit_id, desk.now.date())
    concerned = {
        post.membership.person_id
        for post in posts
        if post.membership.role is Role.OFFICER or post.membership.person_id == found.person_id
    }
    for person_id in sorted(concerned - {desk.person_id}):
        key = f"submittal:{found.id}:decided:{person_id}"
        await _owe(desk.connection, Outgoing(key, person_id, OutboxKind.REPLY, text, (choice,)), desk.now)


async def _owe(connection: AsyncConnection, outgoing: Outgoing, now: datetime) -> bool:
    """Owes somebody a message of which the quick replies hold until he has said something else."""
    version, _ = await get_session(connection, outgoing.person_id or 0)
    return await put_outgoing(connection, replace(outgoing, session_version=version), now)
