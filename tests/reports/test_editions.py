"""What of a report is frozen, what has changed since, and the kinds of copies told apart."""

import json
import zipfile
from collections.abc import Mapping
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.copies import CLEAN, DRAFT, WORKING, Copy, edition, slip_name
from reports.editions import Change, Told, changes, frozen
from reports.figures import GroupCount, add_up
from reports.marks import GROUPS_MARK
from reports.package import pack
from reports.semiannual import semiannual_docx
from reports.stamp import stamped
from storage.errors import TemplateError
from storage.files import ReadOnce
from storage.records import Json, Qualifier, UnitTotal
from tests.reports.situation import (
    DIRECTIVES,
    FIRST_HALF,
    FORMS,
    MADE_AT,
    PASSAGES,
    TEMPLATE,
    WARD,
    report,
    text_of,
    total,
    totals,
)

GROUPS = GroupCount(2, 2)


def frozen_of(given: list[UnitTotal], groups: GroupCount = GROUPS) -> Json:
    """As it comes back from the database."""
    found: Json = json.loads(json.dumps(frozen(add_up(given, FORMS), given, FORMS, groups)))
    return found


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def status(data: bytes) -> str:
    return str(docx.Document(BytesIO(data)).core_properties.content_status)


def test_the_same_figures_have_not_changed() -> None:
    assert changes(frozen_of(totals()), frozen_of(list(reversed(totals())))) == ()


def test_a_change_tells_the_ward_and_the_unit() -> None:
    before = [total("group", "meetings", 3, 1), total("group", "meetings", 4, 2)]
    after = [total("group", "meetings", 3, 1), total("group", "meetings", 9, 2)]
    label = add_up(before, FORMS).label("group.meetings")
    assert changes(frozen_of(before), frozen_of(after)) == (
        Change("group.meetings", label, None, Told(7), Told(12)),
        Change("group.meetings", label, 2, Told(4), Told(9)),
    )


def test_what_was_silent_and_what_was_taken_back() -> None:
    before = [total("group", "meetings", 3, 1)]
    after = [total("group", "leaflets", 5, 2)]
    found = {
        (item.key, item.unit_id): (item.old, item.new)
        for item in changes(frozen_of(before, GroupCount(1, 2)), frozen_of(after, GroupCount(2, 2)))
    }
    assert found == {
        ("group.meetings", None): (Told(3), None),
        ("group.meetings", 1): (Told(3), None),
        ("group.leaflets", None): (None, Told(5)),
        ("group.leaflets", 2): (None, Told(5)),
        (GROUPS_MARK, None): (Told(1), Told(2)),
    }


def test_changes_that_cancel_out_are_changes() -> None:
    before = [total("group", "meetings", 3, 1), total("group", "meetings", 4, 2)]
    after = [total("group", "meetings", 4, 1), total("group", "meetings", 3, 2)]
    ward, *units = changes(frozen_of(before), frozen_of(after))
    assert (ward.old, ward.new) == (Told(7), Told(7))
    assert [unit.unit_id for unit in units] == [1, 2]


def test_an_estimate_that_became_exact_has_changed_where_it_is_printed_so() -> None:
    def of(value: int, qualifier: Qualifier) -> Json:
        return frozen_of([total("group", "attendees", value, 1, qualifier)])

    ward, *units = changes(of(1500, Qualifier.ABOUT), of(1500, Qualifier.EXACT))
    assert ward.old and ward.new and not units
    assert (ward.old.printed, ward.new.printed) == ("gần 1.500", "1.500")
    # «gần» never stands before 1.684, so that nothing is printed otherwise.
    assert changes(of(1684, Qualifier.ABOUT), of(1684, Qualifier.EXACT)) == ()


UNITS = st.dictionaries(st.integers(1, 30), st.integers(0, 400), max_size=12)


@given(UNITS, UNITS)
def test_changes_lead_from_the_old_to_the_new(old: Mapping[int, int], new: Mapping[int, int]) -> None:
    """Applied to the old figures they give the new ones; nothing that is equal is listed."""

    def of(values: Mapping[int, int]) -> Json:
        given = [total("group", "meetings", value, unit) for unit, value in values.items()]
        return frozen_of(given)

    found = changes(of(old), of(new))
    units = {item.unit_id: item for item in found if item.unit_id is not None}
    assert set(units) == {unit for unit in {*old, *new} if old.get(unit) != new.get(unit)}
    for unit, item in units.items():
        assert (item.old and item.old.value, item.new and item.new.value) == (old.get(unit), new.get(unit))
    ward = [item for item in found if item.unit_id is None]
    assert bool(ward) == bool(units)
    for item in ward:
        assert (item.old.value if item.old else 0) == sum(old.values())
        assert (item.new.value if item.new else 0) == sum(new.values())


def test_stocks_and_largest_values_are_frozen_as_they_are_printed() -> None:
    stock = UnitTotal(1, "service_centre", "loudspeaker_clusters", 300, 113, 110, 3, Qualifier.EXACT)
    assert frozen_of([stock])["service_centre.loudspeaker_clusters"]["units"] == {"1": 110}


def test_a_report_comes_with_what_it_was_made_of() -> None:
    made = report()
    assert json.loads(json.dumps(made.frozen)) == frozen_of(totals())
    assert made.content["signer"] == "Trần Quang Hưng"


@pytest.mark.parametrize(
    ("copy", "name", "called"),
    [
        (DRAFT, "BC-tuyen-truyen-CCHC_2026-H1_du-thao.docx", "Dự thảo"),
        (WORKING, "BC-tuyen-truyen-CCHC_2026-H1_ban-lam-viec.docx", "Bản làm việc"),
        (CLEAN, "BC-tuyen-truyen-CCHC_2026-H1_ban-trinh.docx", "Bản trình ký"),
        (edition(2), "BC-tuyen-truyen-CCHC_2026-H1_phat-hanh-2.docx", "Bản phát hành số 2"),
    ],
)
def test_copies_are_told_apart_by_name_and_property(copy: Copy, name: str, called: str) -> None:
    made = made_as(copy)
    assert copy.file_name("2026-H1") == name
    assert status(made) == called


def test_the_slips_name_says_which_edition_it_corrects() -> None:
    assert slip_name("2026-H1", 2) == "Phieu-dinh-chinh_2026-H1_phat-hanh-2.docx"


def made_as(copy: Copy, days: int = 0) -> bytes:
    return semiannual_docx(
        TEMPLATE,
        WARD,
        FIRST_HALF,
        totals(),
        FORMS,
        GROUPS,
        DIRECTIVES,
        PASSAGES,
        MADE_AT + timedelta(days=days),
        as_of=MADE_AT,
        copy=copy,
    ).data


@pytest.mark.parametrize("copy", [DRAFT, WORKING, CLEAN])
def test_the_same_data_give_the_same_bytes_on_any_day(copy: Copy) -> None:
    assert made_as(copy) == made_as(copy, days=9)


def test_an_edition_is_the_submitted_file_but_for_what_it_says_it_is() -> None:
    submitted = made_as(CLEAN)
    issued = stamped(submitted, edition(1).called)
    assert stamped(submitted, edition(1).called) == issued, "twice the same bytes"
    before, after = parts(submitted), parts(issued)
    assert list(before) == list(after)
    assert {name for name in before if before[name] != after[name]} == {"docProps/core.xml"}
    assert text_of(issued) == text_of(submitted)
    assert status(issued) == "Bản phát hành số 1"
    was, is_now = (docx.Document(BytesIO(data)).core_properties for data in (submitted, issued))
    for name in ("title", "author", "language", "created", "modified", "revision"):
        assert getattr(was, name) == getattr(is_now, name)


def test_a_status_is_added_where_there_was_none() -> None:
    file = parts(made_as(CLEAN))
    core = file["docProps/core.xml"]
    start, end = core.index(b"<cp:contentStatus>"), core.index(b"</cp:contentStatus>")
    file["docProps/core.xml"] = core[:start] + core[end + len(b"</cp:contentStatus>") :]
    assert status(stamped(pack(file), "<Bản & số 1>")) == "<Bản & số 1>"


def test_what_cannot_be_opened_cannot_be_issued() -> None:
    file = parts(made_as(CLEAN))
    without = {name: data for name, data in file.items() if name != "_rels/.rels"}
    for broken in (b"", b"PK", pack(without), pack(file | {"docProps/core.xml": b"<cp:"})):
        with pytest.raises(TemplateError, match="submit it anew"):
            stamped(broken, "x")


def test_a_template_that_is_changed_meanwhile_is_the_one_that_was_read(tmp_path: Path) -> None:
    path = tmp_path / "mau.docx"
    path.write_bytes(b"one")
    read = ReadOnce(path)
    assert read.read_bytes() == b"one"
    path.write_bytes(b"two")
    assert (read.read_bytes(), read.name) == (b"one", "mau.docx")
