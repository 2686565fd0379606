"""Forms as they stood when somebody answered them."""

from collections.abc import Sequence

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.errors import FormFileError
from storage.forms import Form
from storage.tables import forms, indicators


async def save_forms(connection: AsyncConnection, read: Sequence[Form]) -> dict[tuple[str, str], int]:
    """Keeps every form version and returns the ids by (code, ISO date of `from`).

    Words and questions may change in place. Raises FormFileError when the indicators, their units or
    the way they add up differ from what is stored: that is a new version and needs a later `from`.
    """
    stored = {
        (row.code, row.from_on): row.id
        for row in await connection.execute(select(forms.c.id, forms.c.code, forms.c.from_on))
    }
    ids = {}
    for form in read:
        shape = [(item.code, item.unit, str(item.kind)) for item in form.indicators]
        form_id = stored.get((form.code, form.from_on))
        if form_id is None:
            form_id = await _add_form(connection, form)
        elif await _shape(connection, form_id) != shape:
            raise FormFileError(
                f"form {form.code!r} from {form.from_on} has other indicators, units or kinds than stored; "
                "keep that file and put the change in a new one with a later 'from'."
            )
        ids[form.code, form.from_on.isoformat()] = form_id
    return ids


async def _add_form(connection: AsyncConnection, form: Form) -> int:
    added = await connection.execute(
        insert(forms).values(code=form.code, from_on=form.from_on, title=form.title).returning(forms.c.id)
    )
    form_id: int = added.scalar_one()
    await connection.execute(
        insert(indicators),
        [
            {
                "form_id": form_id,
                "code": item.code,
                "position": position,
                "label": item.label,
                "unit": item.unit,
                "kind": str(item.kind),
            }
            for position, item in enumerate(form.indicators)
        ],
    )
    return form_id


async def _shape(connection: AsyncConnection, form_id: int) -> list[tuple[str, str, str]]:
    rows = await connection.execute(
        select(indicators.c.code, indicators.c.unit, indicators.c.kind)
        .where(indicators.c.form_id == form_id)
        .order_by(indicators.c.position)
    )
    return [(row.code, row.unit, row.kind) for row in rows]
