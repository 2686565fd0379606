"""The form loader, its refusals, the checks, and the forms that the project ships."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.errors import FormFileError
from storage.forms import Check, CheckKind, Form, Kind, failed_checks, form_on, read_form, read_forms

ROOT = Path(__file__).parents[2]
FORMS = read_forms(ROOT / "templates" / "forms")
BY_CODE = {form.code: form for form in FORMS}

GOOD = """\
code = "hall"
title = "Phiếu tuần của nhà văn hóa"
from = 2025-12-15
example = "3 buổi, 120 người"

[[indicator]]
code = "shows"
label = "buổi biểu diễn"
unit = "buổi"
question = "Có mấy buổi biểu diễn?"
kind = "sum"
limit = 20
nouns = ["buổi"]
words = ["biểu diễn", "diễn"]
short = ["b"]

[[indicator]]
code = "guests"
label = "lượt người xem"
unit = "lượt người"
question = "Có bao nhiêu lượt người xem?"
kind = "max"
words = ["người xem"]

[[check]]
kind = "zero_together"
whole = "shows"
parts = ["guests"]
"""


def _write(folder: Path, text: str, name: str = "hall.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_form_file_becomes_a_form(tmp_path: Path) -> None:
    form = read_form(_write(tmp_path, GOOD))
    assert (form.code, form.title, form.from_on) == ("hall", "Phiếu tuần của nhà văn hóa", date(2025, 12, 15))
    assert form.codes == ("shows", "guests")
    shows, guests = form.indicators
    assert (shows.kind, shows.limit, shows.words, shows.short) == (
        Kind.SUM,
        20,
        ("biểu diễn", "diễn"),
        ("b",),
    )
    assert (guests.kind, guests.limit, guests.nouns, guests.short) == (Kind.MAX, None, (), ())
    assert form.checks == (Check(CheckKind.ZERO_TOGETHER, "shows", ("guests",)),)


def test_decomposed_letters_and_a_byte_order_mark_are_read_as_any_others(tmp_path: Path) -> None:
    decomposed = GOOD.replace("ễ", "ê\u0303")
    assert decomposed != GOOD
    path = tmp_path / "hall.toml"
    path.write_bytes(b"\xef\xbb\xbf" + decomposed.replace("\n", "\r\n").encode())
    assert read_form(path) == read_form(_write(tmp_path, GOOD, "good.toml"))


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ('code = "hall"', "code = hall", 1, "not TOML"),
        ('kind = "max"', 'kind = "max', 22, "not TOML"),
        ("limit = 20", "limit = 20\nlimit = 30", 13, "not TOML"),
        ('parts = ["guests"]', 'parts = ["guests"', 28, "not TOML"),
        ('title = "Phiếu', 'colour = 1\ntitle = "Phiếu', 2, "colour: unknown key"),
        ("[[check]]", "[colours]\na = 1\n\n[[check]]", 25, "colours: unknown key"),
        ("short = [", 'hint = "x"\nshort = [', 15, "hint: unknown key"),
        ("[[check]]", '[[check]]\nnote = "x"', 26, "note: unknown key"),
        ('kind = "max"', 'kind = "max"\nindicator = 1', 23, "indicator: unknown key"),
        ("[[indicator]]", "[[indikator]]", 6, "indikator: unknown key"),
        ('unit = "lượt người"\n', "", 17, "unit: is missing"),
        ('example = "3 buổi, 120 người"\n', "", 1, "example: is missing"),
        ('whole = "shows"\n', "", 25, "whole: is missing"),
        ('words = ["người xem"]\n', "", 17, "words: is missing"),
        ('code = "guests"', 'code = "shows"', 18, "code: 'shows' is already"),
        ('code = "guests"', 'code = "Guests"', 18, "code: 'Guests' must be"),
        ('code = "guests"', 'code = "2guests"', 18, "code: '2guests' must be"),
        ('code = "guests"', 'code = "khách"', 18, "code: 'khách' must be"),
        ('code = "hall"', 'code = "my hall"', 1, "code: 'my hall' must be"),
        ('kind = "max"', 'kind = "mean"', 22, "kind: 'mean' is not one of sum, last, max"),
        ('kind = "zero_together"', 'kind = "equal"', 26, "kind: 'equal' is not one of"),
        ('kind = "max"', "kind = 3", 22, "kind: must be a text"),
        ("limit = 20", "limit = 0", 12, "limit: must be 1 or more"),
        ("limit = 20", "limit = -5", 12, "limit: must be 1 or more"),
        ("limit = 20", "limit = 20.5", 12, "limit: must be a whole number"),
        ("limit = 20", "limit = true", 12, "limit: must be a whole number"),
        ("limit = 20", 'limit = "20"', 12, "limit: must be a whole number"),
        ("from = 2025-12-15", 'from = "2025-12-15"', 3, "from: must be a date"),
        ("from = 2025-12-15", "from = 2025-12-15T07:00:00", 3, "from: must be a date"),
        ('whole = "shows"', 'whole = "plays"', 27, "whole: 'plays' is no indicator"),
        ('parts = ["guests"]', 'parts = ["guests", "crew"]', 28, "parts: 'crew' is no indicator"),
        ('parts = ["guests"]', 'parts = ["shows"]', 28, "parts: 'shows' cannot be a part of itself"),
        ('parts = ["guests"]', "parts = []", 28, "parts: must not be empty"),
        ('words = ["người xem"]', "words = []", 23, "words: must not be empty"),
        ('words = ["người xem"]', 'words = ["người xem", ""]', 23, "words: must be one line"),
        ('words = ["người xem"]', "words = [\n  7,\n]", 23, "words: 7 must be a text"),
        ('words = ["người xem"]', 'words = "người xem"', 23, "words: must be a list"),
        ('words = ["biểu diễn", "diễn"]', 'words = ["diễn", "Diễn"]', 14, "words: 'Diễn' stands twice"),
        ('short = ["b"]', 'short = ["b", "b"]', 15, "short: 'b' stands twice"),
        ('nouns = ["buổi"]', 'nouns = ["buổi "]', 13, "nouns: must be one line"),
        ('label = "lượt người xem"', f'label = "{"x" * 101}"', 19, "label: has 101 characters"),
        ('label = "lượt người xem"', 'label = "lượt\\nxem"', 19, "label: must be one line"),
        ('label = "lượt người xem"', 'label = ""', 19, "label: must be one line"),
        ('"Phiếu tuần của nhà văn hóa"', '"\\u202e"', 2, "title: must be one line"),
        ("[[check]]", "[check]", 25, "check: must be written [[check]]"),
    ],
)
def test_a_bad_form_is_refused_with_file_line_and_reason(
    tmp_path: Path, old: str, new: str, line: int, reason: str
) -> None:
    assert GOOD.replace(old, new, 1) != GOOD
    path = _write(tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(FormFileError, match=re.escape(f"hall.toml, line {line}: {reason}")):
        read_form(path)


def test_a_form_that_asks_nothing_is_refused(tmp_path: Path) -> None:
    path = _write(tmp_path, GOOD.split("[[indicator]]", maxsplit=1)[0])
    with pytest.raises(FormFileError, match=r"hall\.toml, line 1: indicator: a form asks at least one"):
        read_form(path)


def test_bytes_that_are_no_text_are_refused_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "hall.toml"
    path.write_bytes(GOOD.replace("buổi biểu diễn", "BYTE").encode().replace(b"BYTE", b"bu\xf4i"))
    with pytest.raises(FormFileError, match=r"hall\.toml, line 8: not UTF-8"):
        read_form(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FormFileError, match=r"gone\.toml: cannot be read"):
        read_form(tmp_path / "gone.toml")


def test_a_folder_without_forms_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormFileError, match="no form file"):
        read_forms(tmp_path)


def test_two_files_of_one_code_and_date_are_refused(tmp_path: Path) -> None:
    _write(tmp_path, GOOD, "a.toml")
    _write(tmp_path, GOOD, "b.toml")
    with pytest.raises(FormFileError, match=r"b\.toml, line 3: a\.toml gives form 'hall' from the same date"):
        read_forms(tmp_path)


def test_the_version_of_a_day_is_the_latest_that_has_begun(tmp_path: Path) -> None:
    _write(tmp_path, GOOD.replace("2025-12-15", "2026-06-15"), "a_later.toml")
    _write(tmp_path, GOOD, "b_first.toml")
    forms = read_forms(tmp_path)
    assert [form.from_on for form in forms] == [date(2025, 12, 15), date(2026, 6, 15)]
    assert form_on(forms, "hall", date(2025, 12, 15)) is forms[0]
    assert form_on(reversed(forms), "hall", date(2026, 6, 14)) is forms[0]
    assert form_on(forms, "hall", date(2026, 6, 15)) is forms[1]
    with pytest.raises(FormFileError, match="no form 'hall' is valid on 2025-12-14"):
        form_on(forms, "hall", date(2025, 12, 14))
    with pytest.raises(FormFileError, match="no form 'choir'"):
        form_on(forms, "choir", date(2026, 6, 15))


# --- Checks -------------------------------------------------------------------------------------

CLUSTERS = ("loudspeaker_clusters", "loudspeaker_clusters_digital", "loudspeaker_clusters_wired")
APPLICATIONS = ("applications", "applications_online", "applications_on_time", "online_payments")


@pytest.mark.parametrize(
    ("form", "values", "broken"),
    [
        ("group", {"meetings": 0, "attendees": 0}, []),
        ("group", {"meetings": 2, "attendees": 60}, []),
        ("group", {"meetings": 0, "attendees": 60}, ["meetings"]),
        ("group", {"meetings": 2, "attendees": 0}, ["meetings"]),
        ("group", {"meetings": 2}, []),
        ("group", {"attendees": 60}, []),
        ("service_centre", dict(zip(CLUSTERS, (113, 77, 36), strict=True)), []),
        ("service_centre", dict(zip(CLUSTERS, (113, 77, 35), strict=True)), ["loudspeaker_clusters"]),
        ("service_centre", dict(zip(CLUSTERS, (113, 77), strict=False)), []),
        ("service_centre", dict(zip(CLUSTERS, (77, 113), strict=False)), ["loudspeaker_clusters"]),
        ("service_centre", dict(zip(CLUSTERS[1:], (77, 36), strict=True)), []),
        ("one_stop", dict(zip(APPLICATIONS, (100, 90, 95, 100), strict=True)), []),
        ("one_stop", dict(zip(APPLICATIONS, (100, 90, 101, 100), strict=True)), ["applications"]),
        ("one_stop", {"applications": 100, "online_payments": 101}, ["applications"]),
        ("one_stop", {"applications_online": 101, "online_payments": 101}, []),
        (
            "service_centre",
            {"portal_items": 5, "portal_legal_items": 6, "broadcast_items": 1, "broadcast_legal_items": 2},
            ["broadcast_items", "portal_items"],
        ),
        ("police", {"vneid_activated": 4}, []),
    ],
)
def test_which_checks_the_known_figures_break(form: str, values: dict[str, int], broken: list[str]) -> None:
    assert [check.whole for check in failed_checks(BY_CODE[form], values)] == broken


@given(st.dictionaries(st.sampled_from(CLUSTERS), st.integers(0, 4)))
def test_figures_found_wrong_stay_wrong_whatever_else_becomes_known(values: dict[str, int]) -> None:
    form = BY_CODE["service_centre"]
    unknown = [code for code in CLUSTERS if code not in values]
    for value in range(9):
        completed = values | dict.fromkeys(unknown, value)
        assert set(failed_checks(form, values)) <= set(failed_checks(form, completed))


# --- The forms of templates/forms ---------------------------------------------------------------

SEED_FIGURES = [
    # Sentence of the ward's real report of the first half of 2026, its figures, and who answers for each.
    ("hiện có 113 cụm loa truyền thanh", {"loudspeaker_clusters": 113}),
    ("trong đó 77 cụm phát thanh số", {"loudspeaker_clusters_digital": 77}),
    ("và 36 cụm có dây", {"loudspeaker_clusters_wired": 36}),
    ("phát sóng gần 1.684 lượt tin, bài", {"broadcast_items": 1684}),
    ("87 lượt chuyên mục", {"broadcast_columns": 87}),
    ("và 12 chương trình đặc biệt", {"broadcast_specials": 12}),
    ("đăng tải 1.992 tin, bài", {"portal_items": 1992}),
    ("97 tin, bài về cải cách hành chính", {"portal_reform_items": 97}),
    ("1.002 văn bản chỉ đạo, điều hành", {"portal_directives": 1002}),
    ("phát sóng 915 lượt tin, bài", {"broadcast_legal_items": 915}),
    ("và 10 chuyên mục hỏi đáp pháp luật", {"legal_qa_columns": 10}),
    ("đăng tải 1.921 tin, bài", {"portal_legal_items": 1921}),
    ("và 551 văn bản chỉ đạo trên", {"portal_legal_documents": 551}),
    ("522 tin, bài trên Zalo OA", {"zalo_oa_items": 522}),
    ("544 tin, bài trên Facebook", {"facebook_items": 544}),
    ("19 tin, hình trên YouTube", {"youtube_items": 19}),
]


@pytest.mark.parametrize(("sentence", "figure"), SEED_FIGURES, ids=[s for s, _ in SEED_FIGURES])
def test_every_figure_of_the_seed_has_an_indicator(sentence: str, figure: dict[str, int]) -> None:
    (code, value) = next(iter(figure.items()))
    assert f"{value:,}".replace(",", ".") in sentence
    indicator = BY_CODE["service_centre"].indicator(code)
    if indicator.kind is Kind.LAST:
        assert indicator.limit is not None
        assert value <= indicator.limit
    else:
        # A week may be three times an average one of the half-year before the bot asks back.
        assert indicator.limit is not None
        assert 3 * value / 26 <= indicator.limit


def test_the_seed_keeps_the_checks_of_its_form() -> None:
    values = {code: value for _, figure in SEED_FIGURES for code, value in figure.items()}
    assert set(values) == set(BY_CODE["service_centre"].codes)
    assert failed_checks(BY_CODE["service_centre"], values) == []


def test_the_group_form_is_the_agreed_one() -> None:
    limits = {indicator.code: indicator.limit for indicator in BY_CODE["group"].indicators}
    assert list(limits.items()) == [
        ("meetings", 20),
        ("attendees", 2000),
        ("broadcasts", 200),
        ("zalo_posts", 200),
        ("guided", 500),
        ("leaflets", 5000),
        ("feedback", 100),
    ]


def test_there_is_a_form_for_every_kind_of_unit() -> None:
    assert set(BY_CODE) == {
        *("group", "service_centre", "one_stop", "police", "committee_office"),
        *("digital_team", "union", "school", "clinic"),
    }


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
def test_a_form_can_be_asked_and_answered(form: Form) -> None:
    assert (ROOT / "templates" / "forms" / f"{form.code}.toml").exists()
    assert form.from_on == date(2025, 12, 15)
    for indicator in form.indicators:
        assert indicator.limit, "each figure has a weekly limit beyond which it is asked about"
        assert indicator.nouns
        assert indicator.question.endswith("?")
