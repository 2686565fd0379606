"""The examples of docs/reading.md, row by row."""

import re
from pathlib import Path

import pytest

from tests.reading.form import reading

DOCS = Path(__file__).parents[2] / "docs" / "reading.md"
SIGNS = {"≈": "about", ">": "more_than", "<": "less_than"}


def rows() -> list[list[str]]:
    examples = DOCS.read_text(encoding="utf-8").split("## Examples")[1].split("##")[0]
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in examples.splitlines() if "|" in line
    ]
    return cells[2:]


def figures(cell: str) -> dict[str, tuple[int, str | None]]:
    found = re.findall(r"(\w+)=([≈<>]?)(\d+)", cell)
    return {code: (int(value), SIGNS.get(sign)) for code, sign, value in found}


@pytest.mark.parametrize("row", rows(), ids=[row[0] for row in rows()])
def test_example(row: list[str]) -> None:
    text, asked, recorded, outcome, cell = row
    prev = {code: value for code, (value, _) in figures(recorded).items()}
    found = reading(text, asked or None, prev)
    values = {code: (value, found.qualifiers.get(code)) for code, value in (found.values or {}).items()}
    assert (found.outcome.value, values) == (outcome, figures(cell))


def test_there_are_examples_of_every_outcome() -> None:
    assert {row[3] for row in rows()} == {"accept", "confirm", "ask_again"}
