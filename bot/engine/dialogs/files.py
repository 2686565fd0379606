"""Files that are no photos: an officer's own template for the report, and what the bot does not take."""

from bot import template_texts
from bot.engine.actions import AskReportDesk
from bot.engine.talk import Heard, Turn
from bot.reading.report_words import ReportCommand, ReportVerb, read_report_command


def answer(heard: Heard) -> Turn:
    """The reaction to the files of a message, whatever its words are."""
    event, facts = heard.event, heard.facts
    turn = Turn(heard.session)
    if event.other_files:
        turn = turn.then(template_texts.other_file(heard.you, facts.is_officer))
    if event.documents and not facts.is_officer:
        return turn.then(template_texts.no_document_wanted(heard.you))
    if event.documents and not _takes_it_into_use(heard):
        offered = [ReportCommand(ReportVerb.OFFER_TEMPLATE, what=sha256) for sha256 in event.documents]
        return turn.doing(*map(AskReportDesk, offered))
    return turn


def _takes_it_into_use(heard: Heard) -> bool:
    """The words with the file say «dùng mẫu», by which it is examined anyway."""
    command = read_report_command(heard.event.text, heard.facts.now.date(), heard.facts.rule)
    return command is not None and command.verb is ReportVerb.USE_TEMPLATE
