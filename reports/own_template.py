"""A ward's own template: examined when it comes, filled when a report is made; never in this process.

Whoever wrote the template may be careless or worse. So `reports.guard` says what it may consist of,
`reports.tags` what its tags may do, `reports.sandbox` what they can reach, and `reports.confined` what
the process may that does all of it.
"""

from collections.abc import Mapping
from dataclasses import astuple
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from reports import word
from reports.confined import InterruptedWorkError, LimitError, Limits, ask
from reports.examination import Examination, Fault, Flaw
from reports.fields import FIELDS, trial
from reports.guard import MAX_FILE, outer_fault
from reports.marks import Marked
from storage.errors import TemplateError

LIMITS = Limits()
_TRIED_AT = datetime(2026, 1, 1, tzinfo=UTC)


def examine(data: bytes, *, limits: Limits = LIMITS) -> Examination:
    """Whether the template can be used, with a preview of made-up values. Nothing in it raises an error."""
    if fault := outer_fault(data):
        return Examination((Flaw(fault),))
    example = {name: known.example for name, known in FIELDS.items()}
    copy = _copy(title="", author="", made_at=_TRIED_AT)
    try:
        answer, preview = ask(
            {"do": "examine", "content": example, "trial": trial(), "copy": copy}, data, limits
        )
    except LimitError:
        return Examination((Flaw(Fault.ENDLESS),))
    except InterruptedWorkError:
        return Examination((Flaw(Fault.INTERRUPTED),))
    names = tuple(answer.get("names", ()))
    return Examination(
        tuple(Flaw(Fault(fault), where) for fault, where in answer.get("flaws", ())),
        names,
        {name: _nearest(name) for name in names if name not in FIELDS},
        tuple(name for name, known in FIELDS.items() if known.important and name not in names),
        preview,
    )


def examine_file(path: Path) -> Examination:
    """`examine` for a file on disk, of which no more is read than a template may have."""
    with path.open("rb") as file:
        return examine(file.read(MAX_FILE + 1))


def fill(template: word.TemplateFile | bytes, content: Mapping[str, Any], **copy: Any) -> bytes:
    """`word.render` for the shipped template, `render` for the bytes of a ward's own."""
    if isinstance(template, bytes):
        return render(template, content, **copy)
    return word.render(template, content, **copy)


def render(
    template: bytes, content: Mapping[str, Any], *, made_at: datetime, limits: Limits = LIMITS, **copy: Any
) -> bytes:
    """As `reports.word.render`. Raises TemplateError, whatever the template does."""
    try:
        job = {"do": "fill", "content": to_json(content), "copy": _copy(made_at=made_at, **copy)}
        answer, data = ask(job, template, limits)
    except LimitError:
        raise TemplateError("the ward's template takes too long or grows too large; drop it") from None
    except InterruptedWorkError:
        raise TemplateError("the ward's template could not be filled to the end; try again") from None
    if flaws := answer.get("flaws"):
        told = ", ".join(fault for fault, _ in flaws)
        raise TemplateError(f"the ward's template cannot be filled ({told}); examine it anew")
    return data


def to_json(value: Any) -> Any:
    """Content as JSON that keeps notes: marked text is {"": [[text, note or null], …]}."""
    if isinstance(value, Marked):
        return {"": [[text, astuple(note) if note else None] for text, note in value.pieces]}
    if isinstance(value, list):
        return [to_json(item) for item in value]
    if isinstance(value, Mapping):
        return {name: to_json(item) for name, item in value.items()}
    return value


def _copy(*, made_at: datetime, **more: Any) -> dict[str, Any]:
    return {**more, "made_at": made_at.isoformat()}


def _nearest(name: str) -> str:
    return next(iter(get_close_matches(name.lower(), FIELDS, 1, 0.6)), "")
