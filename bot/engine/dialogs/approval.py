"""A leader sends a report back: what is to be mended may follow the button, in a message of its own."""

from dataclasses import replace

from bot import edition_texts
from bot.engine.actions import AskReportDesk
from bot.engine.session import Session
from bot.engine.talk import Heard, Turn
from bot.reading.commands import Answer, is_courtesy, read_answers
from bot.reading.report_words import ReportCommand, ReportVerb
from storage.records import Role


def after(heard: Heard, command: ReportCommand) -> Session:
    """The session after a command about the report: it may wait for a leader's words.

    Somebody who reports figures as well has to say them with the command, as his next message may be figures.
    """
    wordless = command.verb is ReportVerb.RETURN and not command.text
    if wordless and Role.LEADER in heard.facts.roles and not heard.facts.duties:
        return replace(heard.session, returning=int(command.what or 0))
    return heard.session


def words(heard: Heard, submittal: int) -> Turn | None:
    """The turn for the words that were asked for; None when nothing was typed."""
    text = heard.event.text.strip()
    if not text:
        return None
    if read_answers(text) & {Answer.NO, Answer.SKIP}:
        return Turn(heard.session, (edition_texts.not_sent_back(submittal),))
    if is_courtesy(text):
        session = replace(heard.session, returning=submittal)
        return Turn(session, (edition_texts.what_is_to_be_mended(submittal),))
    command = ReportCommand(ReportVerb.RETURN, what=str(submittal or ""), text=text)
    return Turn(heard.session).doing(AskReportDesk(command))
