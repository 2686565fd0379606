"""The command line: what it prints, what it refuses, what it leaves behind."""

import json
import os
import re
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


def test_the_same_data_give_the_same_bytes_in_any_process(folder: Path) -> None:
    """Whatever hash seed, time zone, language and hour the process has."""
    worlds = [
        {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "77", "TZ": "America/New_York", "LC_ALL": "C.UTF-8"},
    ]
    made = []
    for number, world in enumerate(worlds):
        out, xlsx = folder / f"same{number}.docx", folder / f"same{number}.xlsx"
        ran = gomso(folder, "report", "2026-H1", "--working", f"--out={out}", f"--xlsx={xlsx}", **world)
        assert ran.returncode == 0, ran.stderr
        made.append((out.read_bytes(), xlsx.read_bytes()))
    assert made[0] == made[1]


def test_help_explains_every_command(tmp_path: Path) -> None:
    text = gomso(tmp_path, "--help").stdout
    commands = (
        "run",
        "demo",
        "report",
        "lint",
        "trace",
        "editions",
        "edition",
        "read",
        "migrate",
        "link",
        "week",
        "schedule",
        "doctor",
    )
    for command in commands:
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
        (["edition", "2026-H1", "1", "--out", "no.docx"], "no edition 1 of 2026-H1"),
        (["edition", "2026-H3", "1", "--out", "no.docx"], "2026-H3"),
        (["edition", "2026-H1", "1"], "--out"),
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
    (tmp_path / "subjects.toml").write_text("[[subject]", "utf-8")
    ill = gomso(tmp_path, "doctor", GOMSO_TEMPLATES_DIR=str(tmp_path))
    assert ill.returncode == 1
    assert "FAULT template" in ill.stdout
    assert "FAULT subjects" in ill.stdout


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


def test_people_are_spread_over_the_zalo_bots_before_anybody_is_linked(folder: Path) -> None:
    bots = "mot=1001:made-up,hai=1002:made-up,ba=1003:made-up"
    named = [
        line.rpartition("Zalo: ")[2]
        for number in range(1, 4)
        for line in gomso(folder, "link", f"tdp-{number:02}", GOMSO_ZALO_BOTS=bots).stdout.splitlines()
    ]
    assert {"mot", "hai", "ba"} == set(named)
    assert len(named) >= 3


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


def test_what_comes_next_is_listed_with_date_and_zone(folder: Path) -> None:
    lines = gomso(folder, "schedule").stdout.strip().splitlines()
    shape = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d{4}-\d\d-\d\d \d\d:\d\d Asia/Ho_Chi_Minh  \S.*")
    assert lines and all(shape.fullmatch(line) for line in lines)
    days = [line.split(" ", 3)[1:3] for line in lines]
    assert days == sorted(days)
    assert any("question, window" in line for line in lines)


def test_a_figure_is_traced_to_the_words_that_were_typed(folder: Path) -> None:
    figure = json.loads(gomso(folder, "report", "2026-H1", "--json").stdout)["figures"]["group.broadcasts"]
    done = gomso(folder, "trace", "2026-H1", "t3", "--json")
    assert done.returncode == 0, done.stderr
    traced = json.loads(done.stdout)
    weeks = [week for unit in traced["units"] for week in unit["weeks"]]
    assert sum(week["value"] for week in weeks) == traced["value"] == figure["value"]
    assert len(weeks) == traced["submissions"] == figure["submissions"]
    assert all(week["message"] and week["words"] and week["submission"] for week in weeks)
    lines = gomso(folder, "trace", "2026-H1", "T03").stdout.splitlines()
    assert lines[0].startswith("Mã T03, lượt phát loa")
    assert len([line for line in lines if line.startswith("  Tuần ")]) == len(weeks)
    decree = json.loads(gomso(folder, "trace", "2026-H1", "T03", "--json", "--rule", "decree").stdout)
    assert decree["last_on"] == "2026-06-14"
    assert decree["value"] < traced["value"]


def test_a_mark_that_nobody_has_is_one_sentence(folder: Path) -> None:
    done = gomso(folder, "trace", "2026-H1", "Z99")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Z99" in done.stderr


def test_only_a_working_copy_has_comments(folder: Path, tmp_path: Path) -> None:
    clean, working = tmp_path / "clean.docx", tmp_path / "working.docx"
    assert gomso(folder, "report", "2026-H1", "--out", str(clean)).returncode == 0
    assert gomso(folder, "report", "2026-H1", "--working", "--out", str(working)).returncode == 0
    assert not list(Document(str(clean)).comments)
    assert any("Mã số liệu T03" in comment.text for comment in Document(str(working)).comments)


def test_where_nothing_was_issued_nothing_is_listed(folder: Path) -> None:
    done = gomso(folder, "editions")
    assert (done.returncode, done.stdout) == (0, "")


def test_lint_tells_slips_by_its_exit_code(tmp_path: Path) -> None:
    text = tmp_path / "report.txt"
    text.write_text("BÁO CÁO\nPường có 12 buổi họp./.\nNơi nhận:\n- Lưu: VT.\n", "utf-8")
    done = gomso(tmp_path, "lint", str(text))
    assert done.returncode == 1
    assert "Phường" in done.stdout
    assert "form was not looked at" in done.stderr
    (finding,) = map(json.loads, gomso(tmp_path, "lint", str(text), "--json").stdout.splitlines())
    assert (finding["rule"], finding["quoted"], finding["better"]) == ("syllable", "Pường", "Phường")
    text.write_text(text.read_text("utf-8").replace("Pường", "Phường"), "utf-8")
    assert gomso(tmp_path, "lint", str(text)).returncode == 0


def test_lint_refuses_what_is_no_report(tmp_path: Path) -> None:
    file = tmp_path / "report.docx"
    file.write_bytes(b"%PDF-1.7")
    done = gomso(tmp_path, "lint", str(file))
    assert done.returncode == 2
    assert "not a Word file" in done.stderr
    assert "Traceback" not in done.stderr


def test_template_says_whether_a_file_can_be_one(tmp_path: Path) -> None:
    good, bad, preview = tmp_path / "mau.docx", tmp_path / "sai.docx", tmp_path / "xem.docx"
    for path, words in ((good, "{{ ward }}, {{ signer }}"), (bad, "{{ singer }}")):
        document = Document()
        document.add_paragraph(words)
        document.save(str(path))
    checked = gomso(tmp_path, "template", str(good), "--out", str(preview))
    assert checked.returncode == 0 and "2 trường" in checked.stdout
    assert Document(str(preview)).paragraphs[0].text == "phường Mẫu, Nguyễn Thị Mẫu"
    refused = gomso(tmp_path, "template", str(bad))
    assert refused.returncode == 1 and "«signer»" in refused.stdout
