"""The command line: what it prints, what it refuses, what it leaves behind."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from docx import Document


def gomso(folder: Path, *arguments: str, said: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{folder}/gomso.db",
        "GOMSO_FILES_DIR": str(folder / "files"),
        **settings,
    }
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        env=environment,
        cwd=folder,
        input=said,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample ward in it."""
    folder = tmp_path_factory.mktemp("cli")
    loaded = gomso(folder, "demo", "--load-only")
    assert loaded.returncode == 0, loaded.stderr
    return folder


def test_help_explains_every_command(tmp_path: Path) -> None:
    text = gomso(tmp_path, "--help").stdout
    for command in ("run", "demo", "report", "read", "migrate", "link", "week", "schedule", "doctor"):
        assert f"  {command} " in text
        assert gomso(tmp_path, command, "--help").returncode == 0


def test_the_report_has_every_figure_of_the_half_year(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.docx"
    done = gomso(folder, "report", "2026-H1", "--out", str(out), "--json")
    assert done.returncode == 0, done.stderr
    text = "\n".join(paragraph.text for paragraph in Document(str(out)).paragraphs)
    figures = json.loads(done.stdout)["figures"]
    assert figures["service_centre.portal_items"]["value"] == 1992
    assert figures["service_centre.portal_items"]["submissions"] == 27
    for figure in (
        "113",
        "77",
        "36",
        "1.684",
        "87",
        "12",
        "1.992",
        "97",
        "1.002",
        "915",
        "10",
        "1.921",
        "551",
    ):
        assert figure in text


def test_the_decrees_half_year_is_another_window(folder: Path) -> None:
    done = gomso(folder, "report", "2026-H1", "--json", "--rule", "decree")
    printed = json.loads(done.stdout)
    assert (printed["first_on"], printed["last_on"]) == ("2025-12-15", "2026-06-14")
    assert printed["figures"]["service_centre.portal_items"]["value"] < 1992


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["report", "2026-H3", "--json"], "2026-H3"),
        (["report", "hôm qua", "--json"], "hôm qua"),
        (["report", "2024-H1", "--json"], "nothing was reported"),
        (["report", "2026-H1", "--out", "/nowhere/at/all.docx"], "cannot be written"),
        (["demo", "--load-only"], "already holds a ward"),
        (["link", "tdp-99"], "tdp-99"),
        (["report", "2026-H1"], "--out"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_exit_2(
    folder: Path, arguments: list[str], words: str
) -> None:
    done = gomso(folder, *arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_no_half_file_is_left(folder: Path, tmp_path: Path) -> None:
    assert gomso(folder, "report", "2024-H1", "--out", str(tmp_path / "no.docx")).returncode == 2
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_setting_stops_every_command(tmp_path: Path) -> None:
    for command in (["run"], ["demo"], ["migrate"], ["report", "2026-H1", "--json"], ["link", "x"]):
        done = gomso(tmp_path, *command, GOMSO_WEB_PORT="eighty")
        assert done.returncode == 2
        assert "GOMSO_WEB_PORT" in done.stderr
    assert gomso(tmp_path, "doctor", GOMSO_WEB_PORT="eighty").returncode == 1


def test_doctor_finds_all_well_and_what_is_wrong(folder: Path, tmp_path: Path) -> None:
    well = gomso(folder, "doctor")
    assert well.returncode == 0, well.stdout
    assert "1 ward(s)" in well.stdout
    (tmp_path / "forms").mkdir()
    (tmp_path / "semiannual_report.docx").write_bytes(b"no Word file")
    ill = gomso(tmp_path, "doctor", GOMSO_TEMPLATES_DIR=str(tmp_path))
    assert ill.returncode == 1
    assert "FAULT template" in ill.stdout


def test_a_bad_form_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "group.toml").write_text('code = "group"\ntitle = \n', "utf-8")
    done = gomso(tmp_path, "run", GOMSO_TEMPLATES_DIR=str(tmp_path))
    assert done.returncode == 2
    assert "group.toml, line 2" in done.stderr


def test_links_open_nothing_by_being_printed(folder: Path) -> None:
    lines = gomso(folder, "link", "tdp-07").stdout.strip().splitlines()
    assert len(lines) == 2
    assert all("http://127.0.0.1:8080/vao/" in line for line in lines)


def test_read_answers_line_by_line(tmp_path: Path) -> None:
    form = ["meetings", "attendees", "broadcasts", "zalo_posts", "guided", "leaflets", "feedback"]
    said = [
        json.dumps({"id": 1, "text": "3 buổi, 120 người, loa 14 lượt", "form": form, "asked": None}),
        "no json",
        json.dumps({"id": 2, "text": "hai ba buổi", "form": form, "asked": None}),
    ]
    done = gomso(tmp_path, "read", said="\n".join(said) + "\n")
    first, broken, second = map(json.loads, done.stdout.splitlines())
    assert first["outcome"] == "accept"
    assert first["values"] == {"meetings": 3, "attendees": 120, "broadcasts": 14}
    assert broken["line"] == 2
    assert second["outcome"] == "ask_again"


def test_the_wards_week_is_set_and_shown(tmp_path: Path) -> None:
    assert gomso(tmp_path, "demo", "--load-only").returncode == 0
    assert gomso(tmp_path, "week").stdout.strip() == "{}"
    done = gomso(tmp_path, "week", '{"prompt": "4 16:00", "reminders": ["5 9:00"]}')
    assert done.returncode == 0, done.stderr
    assert "Thu" in next(
        line for line in gomso(tmp_path, "schedule").stdout.splitlines() if "question" in line
    )
    for wrong in ("nonsense", "[]", '{"promt": "4 16:00"}', '{"prompt": "9 16:00"}'):
        refused = gomso(tmp_path, "week", wrong)
        assert refused.returncode == 2
        assert "Traceback" not in refused.stderr
