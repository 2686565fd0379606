"""What the report says, read from the finished Word file."""

import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.annex_parts import Annex
from reports.figures import GroupCount, add_up
from reports.semiannual import SECTIONS, Report, figures_json, semiannual_docx
from reports.vietnamese import count
from storage.errors import FormFileError, NoDataError, SettingsError
from storage.periods import Period, Rule, half_year, parse_period
from storage.records import Passage, Qualifier
from tests.reports.situation import (
    DIRECTIVES,
    FIRST_HALF,
    FORMS,
    GOLDEN,
    GROUPS,
    MADE_AT,
    PASSAGES,
    SAMPLE,
    SERVICE_CENTRE,
    TEMPLATE,
    WARD,
    compared,
    report,
    sample_content,
    text_of,
    total,
    totals,
)

MENDED = {
    "Pường": "Phường",
    "Công thông tin": "Cổng thông tin",
    "kỹ cương": "kỷ cương",
    "phương hướng nhiệm vụ 6 tháng năm": "phương hướng nhiệm vụ 6 tháng cuối năm",
    "VHXX": "VHXH",
    "gần 1.684": "1.684",
}
"""The evident slips of the ward's own report."""


def seed() -> list[str]:
    text = (GOLDEN / "seed.txt").read_text("utf-8")
    for slip, right in MENDED.items():
        assert slip in text
        text = text.replace(slip, right)
    return [line.strip() for line in text.splitlines() if line.strip()]


def without(figures: dict[str, int], *codes: str) -> dict[str, int]:
    return {code: value for code, value in figures.items() if code not in codes}


def zero(figures: dict[str, int]) -> dict[str, int]:
    return dict.fromkeys(figures, 0)


def of(key: str, rule: Rule = Rule.CALENDAR) -> Callable[[], Report]:
    return lambda: report(period=parse_period(key, rule))


SITUATIONS: dict[str, Callable[[], Report]] = {
    "second half": of("2026-H2"),
    "first half by the decree": of("2026-H1", Rule.DECREE),
    "month": of("2026-05"),
    "last quarter": of("2026-Q4"),
    "nine months": of("2026-9M"),
    "year": of("2026"),
    "span": of("2026-01-05..2026-02-15"),
    "all zero": lambda: report(totals(zero(SERVICE_CENTRE), zero(GROUPS))),
    "service centre silent": lambda: report(totals({})),
    "groups silent": lambda: report(totals(groups={}), groups=GroupCount(0, 38)),
    "no groups at all": lambda: report(totals(groups={}), groups=GroupCount(0, 0)),
    "some missing, some zero": lambda: report(
        totals(
            without(
                {
                    **SERVICE_CENTRE,
                    "broadcast_specials": 0,
                    "loudspeaker_clusters_wired": 0,
                    "youtube_items": 0,
                },
                "loudspeaker_clusters_digital",
                "broadcast_items",
                "portal_reform_items",
                "zalo_oa_items",
            ),
            without({**GROUPS, "feedback": 0}, "leaflets", "guided"),
        ),
        groups=GroupCount(36, 38),
    ),
    "a year with comparison": lambda: report(
        comparison=compared(planned={"group.meetings": 500, "group.leaflets": 1390})
    ),
    "nothing written": lambda: report(directives=[], passages=[]),
}


def test_every_paragraph_of_the_seed_is_there_in_order() -> None:
    printed = iter(text_of(report().data))
    for paragraph in seed():
        assert paragraph in printed, paragraph


def test_the_whole_text_of_the_first_half() -> None:
    assert text_of(report().data) == (GOLDEN / "2026-H1.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize("name", SITUATIONS)
def test_what_a_situation_changes(name: str) -> None:
    """The golden file holds, for each situation, the paragraphs that the first half does not have."""
    golden = tomllib.loads((GOLDEN / "situations.toml").read_text("utf-8"))
    usual = set(text_of(report().data))
    changed = [line for line in text_of(SITUATIONS[name]().data) if line not in usual]
    assert changed == golden[name].split("\n")[:-1]


@pytest.mark.parametrize("name", SITUATIONS)
def test_zero_and_nothing_known_are_never_printed_as_a_result(name: str) -> None:
    text = " ".join(text_of(SITUATIONS[name]().data))
    assert " 0 " not in text
    assert "None" not in text
    assert "(chưa có số liệu)" not in text


def test_groups_are_not_mentioned_where_there_are_none() -> None:
    text = " ".join(text_of(SITUATIONS["no groups at all"]().data))
    assert "tổ dân phố có báo cáo" not in text
    assert "gửi báo cáo" not in text


@pytest.mark.parametrize(
    ("qualifier", "printed"),
    [
        (Qualifier.EXACT, "đã phát sóng 1.700 lượt"),
        (Qualifier.ABOUT, "đã phát sóng gần 1.700 lượt"),
        (Qualifier.LESS_THAN, "đã phát sóng gần 1.700 lượt"),
        (Qualifier.MORE_THAN, "đã phát sóng trên 1.700 lượt"),
    ],
)
def test_a_vague_word_stands_only_before_a_vague_and_round_figure(qualifier: Qualifier, printed: str) -> None:
    changed = [
        replace(item, qualifier=qualifier, total=1700) if item.indicator == "broadcast_items" else item
        for item in totals()
    ]
    assert printed in " ".join(text_of(report(changed).data))


@settings(max_examples=25, deadline=None)
@given(
    st.fixed_dictionaries({code: st.integers(1, 99_999) for code in SERVICE_CENTRE}),
    st.fixed_dictionaries({code: st.integers(1, 99_999) for code in GROUPS}),
)
def test_every_figure_is_printed_as_it_was_added_up(centre: dict[str, int], groups: dict[str, int]) -> None:
    found = sample_content(figures=add_up(totals(centre, groups), FORMS))
    for code, value in centre.items():
        vague = Qualifier.ABOUT if code == "broadcast_items" else Qualifier.EXACT
        assert found[code] == count(value, vague)
    for code, value in groups.items():
        assert found[f"group_{code}"] == count(2 * value)


def test_directives_are_cited_by_date() -> None:
    assert report(directives=DIRECTIVES[::-1]).data == report(directives=DIRECTIVES).data


def test_one_addressee_stands_beside_and_the_recipients_begin_with_him() -> None:
    text = text_of(report(profile={**SAMPLE["profile"], "addressees": ["Sở Nội vụ"]}).data)
    assert "Kính gửi: Sở Nội vụ" in text
    assert text[text.index("Nơi nhận:") + 1] == "- Như trên;"


def test_several_addressees_have_a_line_each() -> None:
    two = ["Sở Nội vụ", "Sở Văn hóa, Thể thao và Du lịch"]
    text = text_of(report(profile={**SAMPLE["profile"], "addressees": two}).data)
    start = text.index("Kính gửi:")
    assert text[start + 1 : start + 3] == ["- Sở Nội vụ;", "- Sở Văn hóa, Thể thao và Du lịch."]


def test_a_superior_agency_stands_above() -> None:
    text = text_of(report(profile={**SAMPLE["profile"], "superior": "UBND THÀNH PHỐ HẢI PHÒNG"}).data)
    assert text[:2] == ["UBND THÀNH PHỐ HẢI PHÒNG", "ỦY BAN NHÂN DÂN"]


@pytest.mark.parametrize(("number", "printed"), [(8, "08"), (123, "123")])
def test_a_letter_that_has_its_number_and_date_prints_them(number: int, printed: str) -> None:
    """In the annexes as well."""
    annex = Annex("groups", "Số liệu", ("Ghi chú.",))
    made = semiannual_docx(
        TEMPLATE,
        WARD,
        FIRST_HALF,
        totals(),
        FORMS,
        GroupCount(2, 2),
        DIRECTIVES,
        PASSAGES,
        MADE_AT,
        number=number,
        dated_on=date(2026, 6, 5),
        annexes=[annex],
    )
    text = text_of(made.data)
    assert f"Số: {printed}/BC-UBND" in text
    assert "Phù Liễn, ngày 05 tháng 6 năm 2026" in text
    letter = f"Báo cáo số {printed}/BC-UBND ngày 05 tháng 6 năm 2026 của Ủy ban nhân dân phường Phù Liễn"
    assert f"(Kèm theo {letter})" in text


def test_every_section_of_the_sample_is_known() -> None:
    assert list(SAMPLE["passages"]) == list(SECTIONS)


def test_a_passage_of_blank_lines_is_an_empty_section() -> None:
    blank = [Passage(item.section, " \n\n") if item.section == "III.2" else item for item in PASSAGES]
    text = text_of(report(passages=blank).data)
    assert text[text.index("2. Tồn tại, hạn chế") + 1] == "(Chưa có nội dung.)"


@pytest.mark.parametrize("given_totals", [[], [replace(total("group", "meetings", 0), submissions=0)]])
def test_no_submission_is_no_report(given_totals: list[object]) -> None:
    with pytest.raises(NoDataError, match="2026-01-01"):
        report(given_totals)  # type: ignore[arg-type]


def test_a_wrong_profile_stops_the_report() -> None:
    with pytest.raises(SettingsError, match="signer"):
        report(profile={**SAMPLE["profile"], "signer": ""})


def test_forms_that_no_longer_ask_what_is_printed_stop_the_report() -> None:
    figures = add_up([], [form for form in FORMS if form.code == "group"])
    with pytest.raises(FormFileError, match=r"service_centre\.loudspeaker_clusters"):
        sample_content(figures=figures)


@pytest.mark.parametrize(
    ("period", "name"),
    [
        (FIRST_HALF, "BC-tuyen-truyen-CCHC_2026-H1_du-thao.docx"),
        (half_year(2027, 2, Rule.DECREE), "BC-tuyen-truyen-CCHC_2027-H2_du-thao.docx"),
    ],
)
def test_the_file_is_named_for_its_period(period: Period, name: str) -> None:
    assert report(period=period).file_name == name


def test_json_gives_each_figure_with_what_is_behind_it() -> None:
    made = report(totals(without(SERVICE_CENTRE, "youtube_items")))
    found = figures_json(made, FIRST_HALF)
    assert (found["period"], found["first_on"], found["last_on"]) == ("2026-H1", "2026-01-01", "2026-06-30")
    assert found["figures"]["service_centre.broadcast_items"] == {
        "label": "lượt tin, bài phát trên truyền thanh",
        "value": 1684,
        "unit": "lượt tin, bài",
        "qualifier": "about",
        "submissions": 26,
        "units": 1,
    }
    assert found["figures"]["group.meetings"]["value"] == 62
    assert found["figures"]["group.meetings"]["submissions"] == 52
    assert "service_centre.youtube_items" not in found["figures"]
    assert "service_centre.youtube_items" in found["missing"]
