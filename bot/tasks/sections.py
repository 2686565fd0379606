"""The sections of the report: read, written, added to, kept, taken back; every version stays."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot import section_texts
from bot.engine.actions import Say
from bot.reading.report_words import ReportCommand
from bot.tasks.desk import Desk, title_of
from reports.sections import LONGEST, Standing, body_of, section_of, standing
from reports.semiannual import SECTIONS
from storage.errors import UnknownPeriodError
from storage.periods import Period, Rule, parse_period
from storage.queries.audit import add_audit
from storage.queries.contents import add_passage, get_passage, list_passage_versions, list_passages
from storage.records import Passage


@dataclass(frozen=True)
class Opened:
    """A section in the report of a period, with all that stands there."""

    desk: Desk
    section: str
    period: Period
    asked: str
    """As it was named, see `Desk.asked`."""
    passages: Sequence[Passage]
    """Of all sections, the newest of each period."""

    @property
    def text(self) -> Standing | None:
        """What stands there."""
        return standing(self.passages, self.period).get(self.section)

    @property
    def text_before(self) -> Standing | None:
        """What would stand there if nothing had been written for this report."""
        others = [passage for passage in self.passages if passage.period != self.period.key]
        return standing(others, self.period).get(self.section)

    async def add(self, body: str, carried_from: str | None) -> Passage:
        """Stores a new version for this report. Raises StaleSessionError when somebody was faster."""
        desk, mine = self.desk, [item for item in self.passages if item.section == self.section]
        new = Passage(
            self.section,
            body,
            max((passage.version for passage in mine), default=0) + 1,
            self.period.key,
            self.period.first_on,
            carried_from,
            desk.now,
            desk.person_id,
        )
        await add_passage(desk.connection, desk.ward.unit_id, new)
        detail = {"section": new.section, "version": new.version, "period": new.period}
        subject = f"ward:{desk.ward.unit_id}"
        await add_audit(desk.connection, desk.now, desk.person_id, "passage.written", subject, detail)
        return new


async def open_section(desk: Desk, section: str, command: ReportCommand) -> Opened:
    """The section in the report that the command is about."""
    passages = await list_passages(desk.connection, desk.ward.unit_id)
    return Opened(desk, section, desk.period(command), desk.asked(command), passages)


async def tell(desk: Desk, command: ReportCommand) -> Say:
    """«mục III.2», «mục III.2 bản 1», «các mục»."""
    if not command.what:
        return await _tell_all(desk, command)
    section, asked = section_of(command.what), desk.asked(command)
    if section is None:
        return Say(section_texts.no_such_section(command.what))
    if command.number:
        return await _tell_version(desk, section, command.number, asked)
    opened = await open_section(desk, section, command)
    now, label = opened.text, opened.period.label
    if now is None:
        return Say(section_texts.empty_section(section, label, asked))
    at, title = await _by(desk, now.passage)
    said = section_texts.section(label, now.passage, at, title, _origin(desk, now.carried_from), asked)
    return Say(said, (section_texts.keep(section, asked),) if now.carried_from is not None else ())


async def _tell_all(desk: Desk, command: ReportCommand) -> Say:
    period = desk.period(command)
    texts = standing(await list_passages(desk.connection, desk.ward.unit_id), period)
    lines = []
    for section in SECTIONS:
        text = texts.get(section)
        at, title = await _by(desk, text.passage) if text else (None, "")
        origin = _origin(desk, text.carried_from) if text else None
        passage = text.passage if text else None
        lines.append(section_texts.section_line(section, passage, at, title, origin))
    return Say(section_texts.sections(period.label, lines, desk.asked(command)))


async def _tell_version(desk: Desk, section: str, version: int, asked: str) -> Say:
    passage = await get_passage(desk.connection, desk.ward.unit_id, section, version)
    if passage is None:
        return Say(section_texts.no_such_version(section, version))
    at, title = await _by(desk, passage)
    return Say(section_texts.old_version(_label(desk, passage.period), passage, at, title, asked))


async def write(desk: Desk, command: ReportCommand) -> Say:
    """«sửa mục III.2: …»: the text is a new version."""
    return await _write(desk, command, adding=False)


async def add(desk: Desk, command: ReportCommand) -> Say:
    """«thêm vào mục IV: …»: new paragraphs behind those that are there."""
    return await _write(desk, command, adding=True)


async def _write(desk: Desk, command: ReportCommand, *, adding: bool) -> Say:
    section = section_of(command.what)
    if section is None:
        return Say(section_texts.no_such_section(command.what))
    typed, unnumbered = body_of(section, command.text)
    if not typed:
        return Say(section_texts.how_to_write(section, adding, desk.asked(command)))
    opened = await open_section(desk, section, command)
    _, said = await put_text(opened, typed, adding=adding, unnumbered=unnumbered)
    return Say(said)


async def put_text(opened: Opened, typed: str, *, adding: bool, unnumbered: bool = False) -> tuple[bool, str]:
    """Stores paragraphs as the section's text, or behind it: (whether it did, what is to be said)."""
    now = opened.text
    behind = now if adding else None
    body = "\n".join([*behind.passage.paragraphs, typed]) if behind else typed
    if len(body) > LONGEST:
        return False, section_texts.too_long(opened.section, len(body))
    if now and now.carried_from is None and _text(now.passage) == body:
        return False, section_texts.nothing_new(now.passage)
    # What was added to a draft does not make the rest of it read over.
    carried_from = behind.carried_from if behind else None
    new = await opened.add(body, carried_from)
    said = section_texts.written(
        opened.period.label,
        new,
        opened.asked,
        typed=typed,
        behind=behind is not None,
        before=await _before(opened, now, adding),
        unnumbered=unnumbered,
        carried_from=_origin(opened.desk, carried_from),
    )
    return True, said


async def _before(opened: Opened, now: Standing | None, adding: bool) -> str:
    """What a new version takes the place of."""
    if now is None:
        return ""
    if now.passage.period != opened.period.key:
        return "" if adding else section_texts.before_it_draft(_label(opened.desk, now.passage.period))
    at, title = await _by(opened.desk, now.passage)
    return section_texts.before_it(opened.section, now.passage.version, at, title, opened.asked)


async def keep(desk: Desk, command: ReportCommand) -> Say:
    """«giữ mục I»: the text carried over has been read and is this report's own from now on."""
    section = section_of(command.what)
    if section is None:
        return Say(section_texts.no_such_section(command.what))
    opened = await open_section(desk, section, command)
    now = opened.text
    if now is None:
        return Say(section_texts.empty_section(section, opened.period.label, opened.asked))
    if now.carried_from is None:
        return Say(section_texts.nothing_to_keep(section, opened.period.label))
    return Say(section_texts.kept(opened.period.label, await opened.add(_text(now.passage), None)))


async def restore(desk: Desk, command: ReportCommand) -> Say:
    """«lấy lại mục III.2»: the version before, or the one that was named, is a new version."""
    section = section_of(command.what)
    if section is None:
        return Say(section_texts.no_such_section(command.what))
    opened = await open_section(desk, section, command)
    if command.number:
        named = await get_passage(desk.connection, desk.ward.unit_id, section, command.number)
        if named is None:
            return Say(section_texts.no_such_version(section, command.number))
        source: Standing | None = _standing(named, opened.period)
    else:
        source = await _version_before(opened)
    if source is None:
        return Say(section_texts.nothing_to_restore(section, opened.period.label))
    now = opened.text
    body = _text(source.passage)
    if now and (body, source.carried_from) == (_text(now.passage), now.carried_from):
        return Say(section_texts.nothing_new(now.passage))
    new = await opened.add(body, source.carried_from)
    origin = _origin(desk, source.carried_from)
    return Say(section_texts.restored(opened.period.label, new, source.passage.version, origin, opened.asked))


async def _version_before(opened: Opened) -> Standing | None:
    """The one before the newest of this report; before its first, what was carried over."""
    desk = opened.desk
    own = await list_passage_versions(
        desk.connection, desk.ward.unit_id, opened.section, opened.period.key, 2
    )
    if len(own) > 1:
        return _standing(own[1], opened.period)
    return opened.text_before if own else None


def _standing(passage: Passage, period: Period) -> Standing:
    own = passage.period == period.key
    return Standing(passage, passage.carried_from if own else passage.period)


def _text(passage: Passage) -> str:
    return "\n".join(passage.paragraphs)


async def _by(desk: Desk, passage: Passage) -> tuple[datetime | None, str]:
    """When in the office's time, and by whom: by office, never by name."""
    if passage.made_at is None:
        return None, ""
    at = passage.made_at.astimezone(desk.office.clock.zone)
    return at, await title_of(desk.connection, passage.person_id, at)


def _origin(desk: Desk, carried_from: str | None) -> str | None:
    return None if carried_from is None else _label(desk, carried_from)


def _label(desk: Desk, key: str) -> str:
    """What the period is called; "" for texts from before they had periods."""
    try:
        return parse_period(key, Rule(desk.ward.rule)).label if key else ""
    except UnknownPeriodError:
        # A part of a week under the rule that the ward had before.
        return key
