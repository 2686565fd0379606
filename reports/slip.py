"""The correction slip of an issued report: what was printed, what holds now, and why.

NĐ 30/2020 has no form for it; it is a letter of the ward with its head and signature (Phụ lục I, II),
and an annex with the table. The issued report itself is never changed.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from reports.annex_parts import Annex, Cell, Column, Number, Row, Table
from reports.annex_word import with_annexes
from reports.editions import Change
from reports.marks import sentence
from reports.period_words import following, past
from reports.profile import Profile
from reports.template import Line, letter
from reports.vietnamese import capital, day, letter_date, number
from reports.word import render
from storage.periods import Period
from storage.records import Ward

_TEXT: Sequence[Line] = (
    ("TenLoai", "PHIẾU ĐÍNH CHÍNH"),
    ("TrichYeu", "Số liệu Báo cáo tuyên truyền cải cách hành chính nhà nước {{ past }}"),
    ("KeTrichYeu", ""),
    (
        "LoiVan",
        "Sau khi phát hành Báo cáo tuyên truyền cải cách hành chính nhà nước {{ past }} (bản phát hành số "
        "{{ edition }}, ngày {{ issued_on }}), một số đơn vị đã báo bổ sung hoặc sửa số liệu. "
        "Ủy ban nhân dân {{ ward }} đính chính như sau:",
    ),
    ("LoiVan", "{%p for line in lines %}"),
    ("LoiVan", "- {{ line }}"),
    ("LoiVan", "{%p endfor %}"),
    (
        "LoiVanCuoi",
        "Số đã in, số mới và lý do của từng đơn vị nêu tại Phụ lục. "
        "Các nội dung khác của Báo cáo không thay đổi./.",
    ),
)
_NONE = "chưa có số liệu"


class _SlipTemplate:
    name = "correction slip"

    def read_bytes(self) -> bytes:
        return letter(_TEXT)


def slip_docx(
    ward: Ward,
    profile: Profile,
    period: Period,
    edition: int,
    issued_on: date,
    changes: Sequence[Change],
    unit_names: Mapping[int, str],
    reasons: Mapping[int, str],
    made_at: datetime,
) -> bytes:
    """The slip as a Word file; `changes` are not empty, `reasons` are by unit id. Raises TemplateError."""
    dated = letter_date(None, made_at.year)
    data = render(
        _SlipTemplate(),
        {
            **_head(ward, profile, dated),
            "past": past(period, following(period)),
            "edition": edition,
            "issued_on": day(issued_on),
            "lines": [_line(change) for change in changes if change.unit_id is None],
        },
        title=f"Phiếu đính chính số liệu báo cáo {period.label}",
        author=f"Ủy ban nhân dân {ward.name}",
        made_at=made_at,
        status="Phiếu đính chính",
    )
    annex = Annex("changes", "Số liệu đính chính", (_table(changes, unit_names, reasons),), landscape=True)
    return with_annexes(data, [annex], f"Phiếu đính chính {dated} của Ủy ban nhân dân {ward.name}")


def _head(ward: Ward, profile: Profile, dated: str) -> dict[str, Any]:
    return {
        "superior": profile.superior,
        "agency": list(profile.agency),
        "symbol": "PĐC-UBND",
        "place": profile.place,
        "dated": dated,
        "addressees": list(profile.addressees),
        "recipients": list(profile.recipients),
        "archive": profile.archive,
        "authority": list(profile.authority),
        "signer": profile.signer,
        "ward": ward.name,
    }


def _line(change: Change) -> str:
    if change.old == change.new:
        return sentence(
            f"{change.label}: tổng số {_said(change.new)} không đổi, số của từng đơn vị có thay đổi"
        )
    return sentence(f"{change.label}: đã in {_said(change.old)}, nay là {_said(change.new)}")


def _said(value: int | None) -> str:
    return _NONE if value is None else number(value)


def _table(changes: Sequence[Change], names: Mapping[int, str], reasons: Mapping[int, str]) -> Table:
    columns = (
        Column("Chỉ tiêu, đơn vị", 92),
        Column("Số đã in", 28, "right"),
        Column("Số mới", 28, "right"),
        Column("Lý do", 99),
    )
    rows = tuple(
        Row((capital(change.label), _cell(change.old), _cell(change.new), ""), strong=True)
        if change.unit_id is None
        else Row(
            (
                names.get(change.unit_id, ""),
                _cell(change.old),
                _cell(change.new),
                reasons.get(change.unit_id, "Sửa danh sách đơn vị"),
            )
        )
        for change in changes
    )
    return Table(columns, rows, "Số đã in, số mới và lý do, theo chỉ tiêu và đơn vị")


def _cell(value: int | None) -> Cell:
    return _NONE if value is None else Number(value)
