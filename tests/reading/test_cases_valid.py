"""The case files themselves: well-formed, unique, and never expecting two things of one input."""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

CASES = Path(__file__).parent / "cases"
FORM_FILE = Path(__file__).parents[2] / "templates" / "forms" / "group.toml"
OUTCOMES = {"accept", "confirm", "ask_again"}

Case = dict[str, Any]


def cases() -> Iterator[Case]:
    for path in sorted(CASES.glob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def outcomes(case: Case) -> list[str]:
    outcome = case["expect"]["outcome"]
    return outcome if isinstance(outcome, list) else [outcome]


@pytest.fixture(scope="module")
def every_case() -> list[Case]:
    return list(cases())


@pytest.fixture(scope="module")
def limits() -> dict[str, int]:
    form = tomllib.loads(FORM_FILE.read_text(encoding="utf-8"))
    return {indicator["code"]: indicator["limit"] for indicator in form["indicator"]}


def test_enough_replies_and_number_phrases(every_case: list[Case]) -> None:
    phrases = sum(case["id"].startswith(("word-", "plain-", "digit-")) for case in every_case)
    assert phrases >= 300
    assert len(every_case) - phrases >= 650


def test_ids_are_unique(every_case: list[Case]) -> None:
    ids = [case["id"] for case in every_case]
    assert len(ids) == len(set(ids))


def test_no_input_occurs_twice(every_case: list[Case]) -> None:
    seen: dict[str, str] = {}
    for case in every_case:
        key = json.dumps([case["text"], case["asked"], case.get("prev")], sort_keys=True)
        assert key not in seen, f"{case['id']} repeats {seen[key]}"
        seen[key] = case["id"]


def test_expectations_fit_the_form(every_case: list[Case], limits: dict[str, int]) -> None:
    for case in every_case:
        label, expect = case["id"], case["expect"]
        assert case["form"] == [code for code in limits if code in case["form"]], label
        assert case["asked"] is None or case["asked"] in limits, label
        assert case["why"], label
        assert set(outcomes(case)) <= OUTCOMES, label
        assert len(outcomes(case)) == len(set(outcomes(case))), label
        for part in ("values", "qualifiers", "state"):
            assert set(expect.get(part) or {}) <= set(limits), label
        assert set((expect.get("qualifiers") or {}).values()) <= {"about", "more_than", "less_than"}, label
        assert set((expect.get("state") or {}).values()) <= {"zero", "nothing_to_report"}, label


def test_accept_names_its_values_and_keeps_within_limits(
    every_case: list[Case], limits: dict[str, int]
) -> None:
    for case in every_case:
        values = case["expect"]["values"]
        if outcomes(case) == ["ask_again"]:
            assert values is None, case["id"]
        if "accept" in outcomes(case):
            assert values or outcomes(case) != ["accept"], case["id"]
            assert "qualifiers" not in case["expect"], case["id"]
            over = [code for code, value in (values or {}).items() if not 0 <= value <= limits[code]]
            assert not over, case["id"]
