"""Reading replies from lines of JSON, for the command line: one object in, one object out."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from bot.reading.replies import read
from storage.forms import Form


def read_lines(lines: Iterable[str], form: Form) -> Iterator[str]:
    """One JSON line for each line that is not blank.

    A line that is no proper question gives `{"line": number, "error": reason}`, with its id when it
    has one; nothing is raised.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            answer = json.dumps(_answer(line, number, form), ensure_ascii=False)
            # Half a surrogate pair cannot be printed; its escape can, and means the same in JSON.
            yield answer.encode("utf-8", "backslashreplace").decode("utf-8")


def _answer(line: str, number: int, form: Form) -> dict[str, Any]:
    try:
        given = json.loads(line)
    except (ValueError, RecursionError):
        return {"line": number, "error": "not JSON"}
    if not isinstance(given, dict):
        return {"line": number, "error": "not a JSON object"}
    wrong = _fault(given, form)
    if wrong:
        return {"line": number, "id": given.get("id"), "error": wrong}
    reading = read(
        given["text"], form, given.get("form") or form.codes, given.get("asked"), given.get("prev")
    )
    return reading.as_json(given.get("id"))


def _fault(given: dict[str, Any], form: Form) -> str | None:  # noqa: PLR0911 - one for each fault
    """What is wrong with the question, or None."""
    if not isinstance(given.get("text"), str):
        return "text must be a string"
    codes = given.get("form") or list(form.codes)
    if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
        return "form must be a list of codes"
    unknown = [code for code in codes if code not in form.codes]
    if unknown:
        return f"unknown code {unknown[0]!r}"
    if len(set(codes)) < len(codes):
        return "form names a code twice"
    asked = given.get("asked")
    if asked is not None and asked not in codes:
        return "asked must be one of form, or null"
    prev = given.get("prev")
    if prev is None:
        return None
    if not isinstance(prev, dict) or not all(type(value) is int for value in prev.values()):
        return "prev must map codes to whole numbers"
    if any(code not in form.codes for code in prev):
        return "prev names an unknown code"
    return None
