"""The register of directive documents: listed, added to, taken out of."""

from dataclasses import replace

from bot import register_texts
from bot.engine.actions import Say
from bot.reading.directives import Refused, read_directives
from bot.reading.report_words import ReportCommand
from bot.tasks.desk import Desk
from storage.queries.audit import add_audit
from storage.queries.contents import list_directives, mark_directive_removed, put_directive
from storage.records import Directive


async def tell(desk: Desk, command: ReportCommand) -> Say:
    """«văn bản», «văn bản 6 tháng đầu năm 2026»: what that report cites."""
    period = desk.period(command)
    span = period.first_on, period.last_on
    items = await list_directives(desk.connection, desk.ward.unit_id, *span)
    out = await list_directives(desk.connection, desk.ward.unit_id, *span, removed=True)
    removed = [_in_office(desk, item) for item in out]
    return Say(register_texts.register(period.label, *span, items, removed))


def _in_office(desk: Desk, item: Directive) -> Directive:
    """With the time of its removal in the office's zone."""
    at = item.removed_at.astimezone(desk.office.clock.zone) if item.removed_at else None
    return replace(item, removed_at=at)


async def add(desk: Desk, command: ReportCommand) -> Say:
    """«thêm văn bản: Kế hoạch số … ngày … về …»: all that are named, or none when one is not clear.

    Where one document ends and the next begins is only certain when every one of them is.
    """
    read = read_directives(command.text, desk.now.date(), desk.ward.name)
    if not read:
        return Say(register_texts.how_to_add_directive())
    refused = [item for item in read if isinstance(item, Refused)]
    if refused:
        return Say(register_texts.directives_refused(refused, len(read) - len(refused)))
    return Say("\n".join([await _add(desk, item) for item in read if isinstance(item, Directive)]))


async def _add(desk: Desk, item: Directive) -> str:
    stored, new = await put_directive(desk.connection, desk.ward.unit_id, item)
    if not new:
        same = (stored.kind, stored.subject) == (item.kind, item.subject)
        return register_texts.directive_is_there(stored, same)
    await _audit(desk, "directive.added", stored.id)
    return register_texts.directive_added(stored)


async def remove(desk: Desk, command: ReportCommand) -> Say:
    """«bỏ văn bản 3»: it stays in the database and can be seen, and is cited no more."""
    removed = await mark_directive_removed(desk.connection, desk.ward.unit_id, int(command.what), desk.now)
    if removed is None:
        return Say(register_texts.no_such_directive(command.what))
    await _audit(desk, "directive.removed", removed.id)
    return Say(register_texts.directive_removed(removed))


async def _audit(desk: Desk, action: str, directive_id: int) -> None:
    subject = f"directive:{directive_id}"
    await add_audit(desk.connection, desk.now, desk.person_id, action, subject, {})
