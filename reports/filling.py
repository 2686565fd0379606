"""What is done to a ward's own template, inside the process that `reports.confined` starts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import jinja2

from reports import guard, word
from reports.confined import Answer
from reports.examination import Fault, Flaw
from reports.guard import FlawedError
from reports.marks import Marked, Note
from reports.package import pack
from reports.tags import read_tags
from storage.errors import TemplateError

_SIGNS = {
    "can print text": Fault.LIST,
    "a template may not": Fault.FORBIDDEN,
    "leaves a tag unfilled": Fault.TAG,
    "without a paragraph": Fault.CELL,
    "huge text node": Fault.ENDLESS,
}
"""Words of `reports.word`, `reports.sandbox` and the reader of XML when they refuse a template."""

_TAKES_OUT = (Fault.UNFINISHED,)
"""What a file that we have filled may hold: a working copy has remarks in the margin, ours."""


@dataclass(frozen=True, slots=True)
class _File:
    """A template in memory, for `word.render`."""

    data: bytes
    name: str = "the ward's template"

    def read_bytes(self) -> bytes:
        return self.data


def work(job: Mapping[str, Any], data: bytes) -> tuple[Answer, bytes]:
    """The answer to a job of `reports.own_template`, and the file that was made."""
    try:
        return _JOBS[job["do"]](job, data)
    except FlawedError as error:
        return {"flaws": [[flaw.fault, flaw.where] for flaw in error.flaws]}, b""
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - the outermost loop of the process
        # Whatever a file can do to the libraries that read it, it is the file that is refused.
        return {"flaws": [[Fault.BROKEN, ""]]}, b""


def _fill(job: Mapping[str, Any], data: bytes) -> tuple[Answer, bytes]:
    template, _, flaws = _opened(data)
    if flaws:
        raise FlawedError(*flaws)
    return {}, _filled(template, job["content"], job["copy"])


def _examine(job: Mapping[str, Any], data: bytes) -> tuple[Answer, bytes]:
    """The names it asks for; a trial with values that try it; and the file with the real ones."""
    template, names, flaws = _opened(data)
    answer: Answer = {"names": sorted(names), "flaws": [[flaw.fault, flaw.where] for flaw in flaws]}
    if flaws or names - job["content"].keys():
        return answer, b""
    try:
        _filled(template, job["trial"], job["copy"])
        return answer, _filled(template, job["content"], job["copy"])
    except FlawedError as error:
        return {**answer, "flaws": [[flaw.fault, flaw.where] for flaw in error.flaws]}, b""


_JOBS: Mapping[str, Callable[[Mapping[str, Any], bytes], tuple[Answer, bytes]]] = {
    "fill": _fill,
    "examine": _examine,
}


def _opened(data: bytes) -> tuple[_File, set[str], list[Flaw]]:
    """(the template, fit to be filled; the names in it; what is wrong with its tags)."""
    parts = guard.unpacked(data)
    roots = guard.check(parts)
    names, flaws = read_tags(roots)
    return _File(pack(guard.without_ids(roots, parts))), names, flaws


def _filled(template: _File, content: Mapping[str, Any], copy: Mapping[str, Any]) -> bytes:
    try:
        data = word.render(
            template,
            {name: _from_json(value) for name, value in content.items()},
            **{**copy, "made_at": datetime.fromisoformat(copy["made_at"])},
        )
    except TemplateError as error:
        raise FlawedError(_flaw(error)) from None
    try:
        guard.check(guard.unpacked(data))
    except FlawedError as error:
        flaws = [flaw for flaw in error.flaws if flaw.fault not in _TAKES_OUT]
        if flaws:
            raise FlawedError(*flaws) from None
    return data


def _flaw(error: TemplateError) -> Flaw:
    cause, said = error.__cause__, str(error)
    for sign, fault in _SIGNS.items():
        if sign in said:
            return Flaw(
                fault, said.rpartition("unfilled: ")[2].rpartition(";")[0] if fault is Fault.TAG else ""
            )
    if isinstance(cause, jinja2.UndefinedError):
        return Flaw(Fault.PART, str(cause).rpartition("'")[0].rpartition("'")[2])
    return Flaw(Fault.BROKEN)


def _from_json(value: Any) -> Any:
    """See `reports.own_template.to_json`."""
    if isinstance(value, list):
        return [_from_json(item) for item in value]
    if isinstance(value, dict) and "" in value:
        return Marked.of((text, Note(*about) if about else None) for text, about in value[""])
    if isinstance(value, dict):
        return {name: _from_json(item) for name, item in value.items()}
    return value
