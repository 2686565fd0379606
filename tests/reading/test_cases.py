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
DISAGREED: dict[str, str] = {}
"""Cases held to be wrong, by id, with the reason."""


def allowed(case: dict[str, Any]) -> list[str]:
    outcomes = case["expect"]["outcome"]
    return outcomes if isinstance(outcomes, list) else [outcomes]


def read_case(case: dict[str, Any]) -> Reading:
    return read(case["text"], GROUP, case.get("form") or GROUP.codes, case.get("asked"), case.get("prev"))


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_case_is_read_right_and_never_wrongly_accepted(case: dict[str, Any]) -> None:
    found, expected = read_case(case), case["expect"]
    values = None if found.values is None else dict(found.values)
    if found.outcome is Outcome.ACCEPT:
        assert "accept" in allowed(case), f"wrongly accepted: {values}"
    if case["id"] in DISAGREED:
        pytest.skip(DISAGREED[case["id"]])
    assert found.outcome.value in allowed(case), (found.reason, values)
    if found.outcome is Outcome.ASK_AGAIN:
        assert values is None
        return
    if expected.get("values") is not None:
        assert values == expected["values"]
    for name in ("qualifiers", "state"):
        given = getattr(found, name)
        assert {code: given.get(code) for code in expected.get(name, {})} == expected.get(name, {})


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 600
