"""What the units remarked: by subject, in their own words, and as a draft sentence for the report."""

from pathlib import Path

from bot import remark_texts
from bot.engine.actions import Say
from bot.reading.report_words import ReportCommand
from bot.tasks.desk import Desk
from bot.tasks.sections import open_section, put_text
from reports.completeness import runs, week_names
from reports.remark_words import draft_of
from reports.subjects import Subject, Topic, parse_subjects, topics_of
from storage.periods import Period
from storage.queries.people import list_names
from storage.queries.submissions import list_remarks
from storage.queries.windows import list_windows
from storage.records import Window

SUBJECTS_FILE = "subjects.toml"


def read_subjects(templates_dir: Path) -> tuple[Subject, ...]:
    """The subjects of a ward's templates; without the file every remark is in «nội dung khác».

    Raises SettingsError naming what is wrong in it.
    """
    try:
        text = (templates_dir / SUBJECTS_FILE).read_text("utf-8")
    except FileNotFoundError:
        return ()
    return parse_subjects(text)


async def tell(desk: Desk, command: ReportCommand) -> Say:
    """«ý kiến» gives the subjects, «ý kiến 3» what was said on one."""
    period = desk.period(command)
    topics = await _topics(desk, period)
    if not topics:
        return Say(remark_texts.no_remarks(period.label))
    windows = await list_windows(desk.connection, desk.ward.unit_id, period.first_on, period.last_on)
    if command.what:
        return Say(_told(desk, command, topics, windows))
    order, names = [window.id for window in windows], week_names(windows, period)
    lines = [
        remark_texts.topic_line(topic, runs(order, [told.remark.window_id for told in topic.remarks], names))
        for topic in topics
    ]
    return Say(remark_texts.remarks(period.label, topics, lines, desk.asked(command)))


def _told(desk: Desk, command: ReportCommand, topics: tuple[Topic, ...], windows: list[Window]) -> str:
    period = desk.period(command)
    topic = _numbered(topics, command.what)
    start = max(command.number, 1)
    if topic is None or start > len(topic.remarks):
        return remark_texts.no_such_topic(command.what, period.label)
    names = week_names(windows, period)
    lines = [
        remark_texts.remark_line(place, told, names[told.remark.window_id])
        for place, told in enumerate(topic.remarks, 1)
    ]
    return remark_texts.topic(topic, period.label, lines[start - 1 :], start, desk.asked(command))


async def take(desk: Desk, command: ReportCommand) -> Say:
    """«đưa ý kiến 3 vào báo cáo»: a sentence with nothing but the facts, for the officer to word."""
    period = desk.period(command)
    topic = _numbered(await _topics(desk, period), command.what)
    if topic is None:
        return Say(remark_texts.no_such_topic(command.what, period.label))
    draft = draft_of(topic, await list_names(desk.connection, desk.ward.unit_id))
    opened = await open_section(desk, topic.subject.section, command)
    if opened.text and draft.text in opened.text.passage.paragraphs:
        return Say(remark_texts.remarks_are_there(opened.section))
    stored, said = await put_text(opened, draft.text, adding=True)
    return Say(remark_texts.remarks_taken(opened.section, said, draft, opened.asked) if stored else said)


async def _topics(desk: Desk, period: Period) -> tuple[Topic, ...]:
    told = await list_remarks(desk.connection, desk.ward.unit_id, period.first_on, period.last_on)
    return topics_of(told, desk.office.subjects)


def _numbered(topics: tuple[Topic, ...], said: str) -> Topic | None:
    return next((topic for topic in topics if topic.number == int(said)), None)
