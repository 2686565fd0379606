"""The officer's desk in chat: who is missing, totals, the report."""

from bot import texts
from bot.engine.actions import PromiseReport, TellMissing, TellTotals
from bot.engine.talk import Heard, Turn
from bot.reading.commands import Command, CommandName

COMMANDS = frozenset({CommandName.MISSING, CommandName.TOTALS, CommandName.REPORT})
"""Commands that only officers and leaders may give."""


def answer(heard: Heard, command: Command | None) -> Turn:
    """The answer to an officer's command; None is a message that is no command."""
    turn = Turn(heard.session)
    if command is None:
        return turn.then(texts.officer_help(heard.you))
    if not heard.facts.is_officer:
        return turn.then(texts.officers_only(heard.you))
    if command.name is CommandName.MISSING:
        return turn.doing(TellMissing())
    if command.period is None:
        return turn.then(texts.unknown_period())
    if command.name is CommandName.TOTALS:
        return turn.doing(TellTotals(command.period))
    return turn.then(texts.report_promised(command.period.label)).doing(PromiseReport(command.period))
