"""Writes the tables of docs/mau-bao-cao.md, on a ward's own template: `python -m reports.fields_page`."""

from pathlib import Path
from typing import Any

from reports.fields import GROUPS

PATH = Path(__file__).parent.parent / "docs" / "mau-bao-cao.md"

_HEADING = "## Các trường\n"


def page(written: str) -> str:
    """The page with its tables made anew; what stands before them is written by hand."""
    parts = [written.partition(_HEADING)[0] + _HEADING]
    for name, known in GROUPS.items():
        parts.append(f"\n### {name}\n\n| trường | là gì | ví dụ |\n|---|---|---|")
        parts += [f"| `{field}` | {told.means} | {_shown(told.example)} |" for field, told in known.items()]
    return "\n".join(parts) + "\n"


def _shown(example: Any) -> str:
    if isinstance(example, dict):
        return ", ".join(map(str, example.values()))
    if isinstance(example, list):
        return " · ".join(map(_shown, example))
    return str(example).strip() or "(trống)"


if __name__ == "__main__":
    PATH.write_text(page(PATH.read_text("utf-8")), "utf-8")
