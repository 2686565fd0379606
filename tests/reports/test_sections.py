"""Which text a section has in a period's report, and what a typed one becomes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.sections import body_of, drafts, section_of, standing
from reports.semiannual import SECTIONS
from storage.periods import Period, Rule, parse_period
from storage.records import Passage
from tests.reports.situation import report, text_of


def period(key: str, rule: Rule = Rule.CALENDAR) -> Period:
    return parse_period(key, rule)


def written(key: str, body: str, version: int, *, section: str = "I", carried: str | None = None) -> Passage:
    from_on = period(key).first_on if key else None
    return Passage(section, body, version, key, from_on, carried)


def chosen(passages: list[Passage], key: str, rule: Rule = Rule.CALENDAR) -> tuple[str, str | None] | None:
    found = standing(passages, period(key, rule)).get("I")
    return (found.passage.body, found.carried_from) if found else None


H1, H2, MAY = written("2026-H1", "đầu", 1), written("2026-H2", "cuối", 2), written("2026-05", "năm", 3)


@pytest.mark.parametrize(
    ("passages", "key", "wanted"),
    [
        ([H1, H2], "2026-H1", ("đầu", None)),
        ([H1, H2], "2026-H2", ("cuối", None)),
        ([H1], "2026-H2", ("đầu", "2026-H1")),
        ([H1], "2027-H2", ("đầu", "2026-H1")),
        ([H2], "2026-H1", None),
        ([], "2026-H1", None),
        # A half-year's report goes on from a half-year's; a year's from the newest within it.
        ([H1, MAY], "2026-H2", ("đầu", "2026-H1")),
        ([H1, MAY], "2026-06", ("năm", "2026-05")),
        ([H1, MAY], "2026-04", ("đầu", "2026-H1")),
        ([H1, H2], "2026", ("cuối", "2026-H2")),
        ([written("", "có sẵn", 1)], "2026-H1", ("có sẵn", "")),
        ([written("", "có sẵn", 1), H1], "2026", ("đầu", "2026-H1")),
        ([H1, written("2026-H2", "cuối", 2, carried="2026-H1")], "2026-H2", ("cuối", "2026-H1")),
        ([written("2026-H1", "đầu", 1, carried="2025-H2")], "2026-H2", ("đầu", "2026-H1")),
        ([H1, written("2026-H1", "sửa", 4)], "2026-H1", ("sửa", None)),
    ],
)
def test_a_report_has_its_own_text_or_a_draft_of_the_last(
    passages: list[Passage], key: str, wanted: tuple[str, str | None] | None
) -> None:
    assert chosen(passages, key) == wanted
    assert chosen(passages[::-1], key) == wanted


def test_the_text_of_a_report_is_the_same_under_either_rule() -> None:
    assert chosen([H1, H2], "2026-H1", Rule.DECREE) == ("đầu", None)
    assert chosen([H1], "2026-H2", Rule.DECREE) == ("đầu", "2026-H1")
    assert chosen([H2], "2026-H1", Rule.DECREE) is None


def test_drafts_are_named_in_the_order_of_the_report() -> None:
    passages = [written("2026-H1", "x", 1, section=section) for section in reversed(SECTIONS)]
    passages.append(written("2026-H2", "y", 2, section="III.1"))
    assert drafts(standing(passages, period("2026-H2"))) == ("I", "II.1", "II.2.c", "II.2.d", "III.2", "IV")
    assert drafts(standing(passages, period("2026-H1"))) == ()


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_is_known_by_its_number(section: str) -> None:
    for said in (section, section.upper(), section.replace(".", " "), section.replace(".", "")):
        assert section_of(said) == section


@pytest.mark.parametrize(
    ("said", "section"),
    [
        *(("3.2", "III.2"), ("4", "IV"), ("2.2c", "II.2.c"), ("III.02", "III.2")),
        *((said, None) for said in ("", "0", "9", "I.1", "II.2.A", "III", "V", "X.1")),
    ],
)
def test_other_ways_of_naming_one(said: str, section: str | None) -> None:
    assert section_of(said) == section


@pytest.mark.parametrize(
    ("section", "typed", "body", "unnumbered"),
    [
        ("III.2", "Một.\r\n\n  Hai. \n", "Một.\nHai.", False),
        ("III.2", "1. Một.\n- Hai.", "1. Một.\n- Hai.", False),
        ("IV", "1. Một.\n2) Hai.\nBa.\n- Bốn.", "Một.\nHai.\nBa.\nBốn.", True),
        ("IV", "6 tháng cuối năm.\n2026 là năm mới.", "6 tháng cuối năm.\n2026 là năm mới.", False),
        ("I", "a\x00b\u202ec\x0bd", "abc\nd", False),
        ("I", " \n\x07", "", False),
        ("IV", "", "", False),
    ],
)
def test_a_typed_text_becomes_paragraphs(section: str, typed: str, body: str, unnumbered: bool) -> None:
    assert body_of(section, typed) == (body, unnumbered)


@given(st.sampled_from(list(SECTIONS)), st.text(max_size=400))
def test_what_is_stored_stays_as_it_is_when_typed_again(section: str, typed: str) -> None:
    body, _ = body_of(section, typed)
    assert Passage(section, body).paragraphs == tuple(body.splitlines())
    if section != "IV":
        assert body_of(section, body) == (body, False)


@pytest.mark.parametrize(
    "text",
    ["<w:p>A & B < C</w:p> {{ signer }} {% for x in y %}", "chữ " * 2499 + "chữ", "\u05d0\u05d1 123 \u0627"],
)
def test_an_edited_text_is_printed_and_changes_nothing_but_itself(text: str) -> None:
    body, _ = body_of("III.2", text)
    sections = [written("2026-H1", f"{section}.", 1, section=section) for section in SECTIONS]
    edited = [*sections, written("2026-H1", body, 2, section="III.2")]

    def printed(passages: list[Passage]) -> list[str]:
        chosen = standing(passages, period("2026-H1"))
        return text_of(report(passages=[item.passage for item in chosen.values()]).data)

    before, after = printed(sections), printed(edited)
    place = before.index("III.2.")
    assert after[place] == text
    assert before[:place] + before[place + 1 :] == after[:place] + after[place + 1 :]


def test_dates_of_periods_are_what_orders_texts_not_their_age() -> None:
    """A text of the first half written after one of the second half."""
    late = written("2026-H1", "viết sau", 9)
    assert chosen([H2, late], "2027-H1") == ("cuối", "2026-H2")
