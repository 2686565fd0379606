"""Rules of the house that can be read off the source: import directions, purity, Vietnamese in its place."""

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted(path for top in ("bot", "storage", "reports") for path in (ROOT / top).rglob("*.py"))

ORDER = ["storage", "reports", "bot"]
"""A package may import those before it."""

LAYERS = [
    "reading",
    "texts",
    "engine",
    "tasks",
    "channels",
    "web",
    "schedule",
    "app",
    "cli",
]
"""Within `bot`, a part may import itself and those before it; `week_texts` and the like are texts."""

PURE = [
    "bot/reading",
    "bot/engine",
    "bot/*texts.py",
    "storage/records.py",
    "storage/periods.py",
    "storage/sample",
    "reports/copies.py",
    "reports/editions.py",
    "reports/figures.py",
    "reports/comparison*.py",
    "reports/chart_parts.py",
    "reports/main_figures.py",
    "reports/shares.py",
    "reports/period_words.py",
    "reports/marks.py",
    "reports/sources.py",
    "reports/traces.py",
    "reports/semiannual.py",
    "reports/sections.py",
    "reports/subjects.py",
    "reports/remark_words.py",
    "reports/annexes.py",
    "reports/annex_parts.py",
    "reports/completeness.py",
    "reports/coverage.py",
    "reports/vietnamese.py",
]
IMPURE_MODULES = {
    *("sqlalchemy", "telegram", "httpx", "apscheduler", "asyncio", "os", "time", "starlette", "uvicorn"),
    *("aiosqlite", "asyncpg", "secrets", "socket", "subprocess"),
}
VIETNAMESE = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯ\u1ea0-\u1ef9]")
SPEAKS = [
    "bot/*texts.py",
    "bot/web/words.py",
    "bot/reading",
    "reports",
    "storage/sample",
    "storage/periods.py",
]
"""Where Vietnamese may stand outside docstrings and comments."""


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(path: Path, places: list[str]) -> bool:
    name = path.relative_to(ROOT).as_posix()
    return any(fnmatch(name, place) or name.startswith(place + "/") for place in places)


def layer(part: str) -> str:
    return "texts" if part.endswith("_texts") else part


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_run_one_way(path: Path) -> None:
    top, *rest = path.relative_to(ROOT).with_suffix("").parts
    for name in imports_of(path):
        package, _, inner = name.partition(".")
        if package in ORDER:
            assert ORDER.index(package) <= ORDER.index(top), f"{path.name} imports {name}"
        if package == "bot" and top == "bot":
            mine, other = layer(rest[0]), layer(inner.split(".")[0])
            if mine in LAYERS and other in LAYERS:
                assert LAYERS.index(other) <= LAYERS.index(mine), f"bot.{mine} imports {name}"


@pytest.mark.parametrize(
    "path",
    [path for path in SOURCES if within(path, PURE)],
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
def test_pure_modules_touch_nothing_outside(path: Path) -> None:
    touched = {name.split(".")[0] for name in imports_of(path)} & IMPURE_MODULES
    assert not touched
    source = path.read_text("utf-8")
    assert not re.search(r"datetime\.now|date\.today|utcnow|\bopen\(|environ", source)


def sentences(path: Path) -> Iterator[str]:
    """String constants that are no docstrings."""
    tree = ast.parse(path.read_text("utf-8"))
    docs = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            docs |= {id(item.value) for item in body if isinstance(item, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value


@pytest.mark.parametrize(
    "path",
    [path for path in SOURCES if not within(path, SPEAKS)],
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
def test_vietnamese_stands_in_its_place(path: Path) -> None:
    assert [text for text in sentences(path) if VIETNAMESE.search(text)] == []


def test_only_the_clock_reads_the_clock() -> None:
    readers = [
        path.relative_to(ROOT).as_posix()
        for path in SOURCES
        if re.search(r"datetime\.now\(|date\.today\(|time\.time\(", path.read_text("utf-8"))
    ]
    assert readers == ["bot/clock.py"]


def test_sql_stands_in_queries() -> None:
    allowed = ["storage/queries", "storage/migrations", "storage/tables.py", "storage/database.py"]
    for path in SOURCES:
        if not within(path, allowed):
            built = {name.rpartition(".")[2] for name in imports_of(path) if name.startswith("sqlalchemy.")}
            assert not built & {"select", "insert", "update", "delete", "text"}, path
