"""The blind set: replies written without sight of the reader, each with the outcomes right for it."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.reading.replies import Outcome, Reading, read
from tests.reading.form import GROUP

CASES = [
    json.loads(line)
    for path in sorted((Path(__file__).parent / "cases").glob("*.jsonl"))
    for line in path.read_text(encoding="utf-8").splitlines()
    if line.strip()
]
MISSED = frozenset((Path(__file__).parent / "missed.txt").read_text("utf-8").split())
"""Cases that are plain and yet asked, or read back with too little; none is accepted wrongly."""


def allowed(case: dict[str, Any]) -> list[str]:
    outcomes = case["expect"]["outcome"]
    return outcomes if isinstance(outcomes, list) else [outcomes]


def read_case(case: dict[str, Any]) -> Reading:
    return read(case["text"], GROUP, case.get("form") or GROUP.codes, case.get("asked"), case.get("prev"))


def is_right(case: dict[str, Any], found: Reading) -> bool:
    expected = case["expect"]
    if found.outcome is Outcome.ASK_AGAIN:
        return "ask_again" in allowed(case) and found.values is None
    if found.outcome.value not in allowed(case):
        return False
    if expected.get("values") not in (None, None if found.values is None else dict(found.values)):
        return False
    return all(
        getattr(found, name).get(code) == said
        for name in ("qualifiers", "state")
        for code, said in expected.get(name, {}).items()
    )


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_case_is_read_right_and_never_wrongly_accepted(case: dict[str, Any]) -> None:
    found, expected = read_case(case), case["expect"]
    values = None if found.values is None else dict(found.values)
    if found.outcome is Outcome.ACCEPT:
        assert "accept" in allowed(case), f"wrongly accepted: {values}"
        assert expected.get("values") in (None, values)
    right = is_right(case, found)
    assert right or case["id"] in MISSED, (found.outcome, found.reason, values)
    assert not (right and case["id"] in MISSED), "read right now: strike it from missed.txt"


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 600
