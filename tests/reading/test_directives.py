"""Directive documents as officers type them -> kind, number, date, subject; what is missing is named."""

from datetime import date, timedelta
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.directives import KINDS, Fault, Problem, Refused, fold, read_directives
from storage.records import Directive

TODAY = date(2026, 11, 20)
WARD = "phường Phù Liễn"
PLAN = Directive(0, "Kế hoạch", "101/KH-UBND", date(2026, 2, 26), "tuyên truyền cải cách hành chính")


def read(text: str) -> list[Directive]:
    """All of them, which must all be clear."""
    return [item for item in found(text) if isinstance(item, Directive)]


def found(text: str) -> tuple[Directive | Refused, ...]:
    return read_directives(text, TODAY, WARD)


def problems(text: str) -> list[Problem]:
    (refused,) = found(text)
    assert isinstance(refused, Refused)
    return list(refused.problems)


@pytest.mark.parametrize(
    "text",
    [
        "Kế hoạch số 101/KH-UBND ngày 26/02/2026 về tuyên truyền cải cách hành chính",
        "  kế hoạch 101/KH-UBND 26/2/2026 về tuyên truyền cải cách hành chính. ",
        "KH số: 101 / KH – UBND, ngày 26-02-2026, về tuyên truyền cải cách hành chính;",
        "- Kế hoạch số 101/kh-ubnd ngày 26 tháng 02 năm 2026 của UBND phường "
        "về tuyên truyền cải cách hành chính",
        "1. ke hoach so 101/KH-UBND ngay 26.2.2026 do Ủy ban nhân dân phường Phù Liễn ban hành "
        "về  tuyên truyền  cải cách hành chính",
        "Kế hoạch số 101/KH-UBND của Ủy ban nhân dân ngày 26/02/2026 về: tuyên truyền cải cách hành chính",
    ],
)
def test_a_document_is_read_however_it_is_typed(text: str) -> None:
    assert read(text) == [PLAN]


@pytest.mark.parametrize(
    ("text", "kind", "number", "subject"),
    [
        ("Công văn số 1453/UBND-VHXH ngày 23/4/2026 về x", "Công văn", "1453/UBND-VHXH", "x"),
        ("CV 7/UBND ngày 23/4/2026 V/v x, y", "Công văn", "07/UBND", "việc x, y"),
        ("Quyết định số 12/2026/QĐ-UBND ngày 23/4/2026 về việc x", "Quyết định", "12/2026/QĐ-UBND", "việc x"),
        ("quyet dinh so 8/qd-ubnd ngay 23/4/2026 ve x", "Quyết định", "08/QĐ-UBND", "x"),
        ("Tờ trình số 99/ttr-ubnd ngày 23/4/2026 về x", "Tờ trình", "99/TTr-UBND", "x"),
        ("Đề án số 5/ĐA-UBND ngày 23/4/2026 về x", "Đề án", "05/ĐA-UBND", "x"),
        (
            "Kế hoạch số 9/KH-UBND ngày 23/4/2026 "
            "về triển khai Kế hoạch số 45/KH-UBND ngày 01/3/2026 của thành phố",
            "Kế hoạch",
            "09/KH-UBND",
            "triển khai Kế hoạch số 45/KH-UBND ngày 01/3/2026 của thành phố",
        ),
        (
            "Kế hoạch số 9/KH-UBND ngày 23/4/2026 về <b>{{ x }}</b> & 'y'; z",
            "Kế hoạch",
            "09/KH-UBND",
            "<b>{{ x }}</b> & 'y'; z",
        ),
        ("Kế hoạch số 9/KH-UBND ngày 23/4/2026 về a\u202eb\x00c", "Kế hoạch", "09/KH-UBND", "abc"),
    ],
)
def test_parts_are_as_the_decree_has_them(text: str, kind: str, number: str, subject: str) -> None:
    assert read(text) == [Directive(0, kind, number, date(2026, 4, 23), subject)]


def test_several_are_a_line_each_or_parted_by_semicolons() -> None:
    """As the ward's own report has them."""
    seed = (
        "Kế hoạch số 101/KH-UBND ngày 26/02/2026 về tuyên truyền; Công văn số 1453/UBND-VHXH ngày 23/4/2026 "
        "về triển khai công tác."
    )
    both = read(seed)
    assert [item.number for item in both] == ["101/KH-UBND", "1453/UBND-VHXH"]
    assert [item.subject for item in both] == ["tuyên truyền", "triển khai công tác"]
    assert read("\n\n" + seed.replace("; ", "\n* ")) == both


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("abc", [Fault.NO_KIND, Fault.NO_NUMBER, Fault.NO_DATE, Fault.NO_SUBJECT]),
        ("101/KH-UBND ngày 26/02/2026 về x", [Fault.NO_KIND]),
        ("Thông tư số 101/TT-UBND ngày 26/02/2026 về x", [Fault.NO_KIND]),
        ("Kế hoạch ngày 26/02/2026 về x", [Fault.NO_NUMBER]),
        ("Kế hoạch số 101 ngày 26/02/2026 về Kế hoạch số 45/KH-UBND", [Fault.NO_NUMBER]),
        ("Kế hoạch số 101/KH-UBND về x", [Fault.NO_DATE]),
        ("Kế hoạch số 101/KH-UBND ngày 26/02 về x", [Fault.NO_DATE]),
        ("Kế hoạch số 101/KH-UBND ngày 26/02/26 về x", [Fault.NO_DATE]),
        ("Kế hoạch ngày 26/02/2026 số 101/KH-UBND về x", [Fault.NO_DATE, Fault.UNREAD]),
        ("Kế hoạch số 101/KH-UBND ngày 26/02/2026", [Fault.NO_SUBJECT]),
        ("Kế hoạch số 101/KH-UBND ngày 26/02/2026 về .", [Fault.NO_SUBJECT]),
        ("Kế hoạch số 101/KH-UBND", [Fault.NO_DATE, Fault.NO_SUBJECT]),
        ("Kế hoạch số 101/KH-UBND ngày 26/02/2026 bảo vệ môi trường", [Fault.NO_SUBJECT]),
        (f"Kế hoạch số 101/KH-UBND ngày 26/02/2026 về {'x' * 501}", [Fault.TOO_LONG]),
    ],
)
def test_every_missing_part_is_named(text: str, faults: list[Fault]) -> None:
    assert [problem.fault for problem in problems(text)] == faults


@pytest.mark.parametrize(
    ("text", "fault", "words"),
    [
        ("Kế hoạch số 1/KH-UBND ngày 31/02/2026 về x", Fault.NO_SUCH_DAY, "ngày 31/02/2026"),
        ("Kế hoạch số 1/KH-UBND ngày 21/11/2026 về x", Fault.FUTURE, "ngày 21/11/2026"),
        ("Kế hoạch số 1/QĐ-UBND ngày 26/02/2026 về x", Fault.OTHER_KIND, "QĐ-UBND"),
        ("Công văn số 1/KH-UBND ngày 26/02/2026 về x", Fault.OTHER_KIND, "KH-UBND"),
        ("Nghị quyết số 1/NQ-HĐND ngày 26/02/2026 về x", Fault.OTHER_ISSUER, "NQ-HĐND"),
        (
            "Kế hoạch số 1/KH-UBND ngày 26/02/2026 của UBND thành phố Hải Phòng về x",
            Fault.OTHER_ISSUER,
            "UBND thành phố Hải Phòng",
        ),
        (
            "Kế hoạch số 1/KH-UBND ngày 26/02/2026 của UBND phường Kiến An về x",
            Fault.OTHER_ISSUER,
            "UBND phường Kiến An",
        ),
        ("Kế hoạch tuyên truyền số 1/KH-UBND ngày 26/02/2026 về x", Fault.UNREAD, "tuyên truyền"),
        ("Kế hoạch số 1/KH-UBND ngày 26/02/2026 (hỏa tốc) về x", Fault.UNREAD, "(hỏa tốc)"),
        ("Kế hoạch số 1/KH-UBND ký ngày 26/02/2026 về x", Fault.UNREAD, "ký"),
    ],
)
def test_what_does_not_fit_is_told_in_its_own_words(text: str, fault: Fault, words: str) -> None:
    assert problems(text) == [Problem(fault, words)]


def test_a_wrapped_line_is_asked_about_and_not_guessed() -> None:
    first, second = found("Kế hoạch số 1/KH-UBND ngày 26/02/2026 về triển khai\nKế hoạch của thành phố")
    assert isinstance(first, Directive)
    assert isinstance(second, Refused) and second.typed == "Kế hoạch của thành phố"


@pytest.mark.parametrize("text", ["", " \n ", ".", ";"])
def test_nothing_is_no_document(text: str) -> None:
    assert found(text) == ()


@given(
    st.sampled_from(sorted(KINDS)),
    st.integers(1, 99_999),
    st.dates(date(2000, 1, 1), TODAY),
    st.text(st.characters(categories=["L"], max_codepoint=0x1EF9), min_size=1, max_size=40),
)
def test_what_the_report_prints_is_read_back(kind: str, number: int, day: date, subject: str) -> None:
    symbol = f"{KINDS[kind]}-UBND" if KINDS[kind] else "UBND-VHXH"
    printed = f"{kind} số {number:02}/{symbol} ngày {day.day:02}/{day.month}/{day.year} về {subject}"
    (item,) = found(printed)
    assert isinstance(item, Directive)
    assert (item.kind, item.number, item.issued_on) == (kind, f"{number:02}/{symbol}", day)
    assert item.subject == normalize("NFC", subject)


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_with_a_reason(text: str) -> None:
    for item in found(text):
        assert isinstance(item, Directive) or item.problems
    for item in found(f"Kế hoạch số 1/KH-UBND ngày 26/02/2026 về {text}"):
        assert isinstance(item, Directive) or item.problems


@given(st.text(max_size=50))
def test_folding_keeps_places(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_today_s_document_is_issued_and_tomorrow_s_is_not() -> None:
    text = "Kế hoạch số 1/KH-UBND ngày {:%d/%m/%Y} về x"
    assert read(text.format(TODAY))
    assert problems(text.format(TODAY + timedelta(days=1)))
