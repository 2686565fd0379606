"""The correction slip of an issued report: what was printed, what holds now, and why.

NĐ 30/2020 has no form for it; it is a letter of the ward with its head and signature (Phụ lục I, II),
and an annex with the table. The issued report itself is never changed; by Điều 18, khoản 3 a letter with
wrong content is amended or replaced by one of its own kind, which is what a further edition is for.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from reports.annex_parts import Annex, Cell, Column, Number, Row, Table
from reports.annex_word import with_annexes
from reports.copies import SLIP_STATUS
from reports.editions import Change, Told
from reports.marks import sentence
from reports.profile import Profile
from reports.template import Line, letter
from reports.vietnamese import capital, day, letter_date, letter_number
from reports.word import render
from storage.periods import Period
from storage.records import Ward

_TEXT: Sequence[Line] = (
    ("TenLoai", "PHIẾU ĐÍNH CHÍNH"),
    ("TrichYeu", "Số liệu Báo cáo tuyên truyền cải cách hành chính nhà nước {{ period }}"),
    ("KeTrichYeu", ""),
    (
        "LoiVan",
        "Sau khi phát hành Báo cáo {{ report }} về tuyên truyền cải cách hành chính nhà nước {{ period }} "
        "(bản phát hành số {{ edition }}, chốt ngày {{ issued_on }}), một số đơn vị đã báo bổ sung hoặc sửa "
        "số liệu. Ủy ban nhân dân {{ ward }} đính chính như sau:",
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
_SYMBOL = "PĐC-UBND"
_NONE = "chưa có số liệu"
_WITHOUT_RETURN = "Sửa sau khi lập báo cáo"
"""No later return of the unit explains it: it came in while the report was being made."""


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
    reasons: Mapping[tuple[int, str], str],
    year: int,
    as_of: datetime,
) -> bytes:
    """The slip as a Word file; `changes` are not empty, `reasons` are by unit id and key of the figure.

    Day and month stay blank, in that year. `as_of`: when the newest figure came; the file's times.
    The same bytes for the same arguments. Raises TemplateError.
    """
    dated = letter_date(None, year)
    data = render(
        _SlipTemplate(),
        {
            **_head(ward, profile, dated),
            "period": period.label,
            # Number and date were given by hand when it was signed, and so they are here.
            "report": _letter(profile.symbol, letter_date(None, issued_on.year), ward),
            "edition": edition,
            "issued_on": day(issued_on),
            "lines": [_line(change) for change in changes if change.unit_id is None],
        },
        title=f"Phiếu đính chính số liệu báo cáo {period.label}",
        author=f"Ủy ban nhân dân {ward.name}",
        made_at=as_of,
        status=SLIP_STATUS,
    )
    annex = Annex("changes", "Số liệu đính chính", (_table(changes, unit_names, reasons),), landscape=True)
    return with_annexes(data, [annex], f"Phiếu đính chính {_letter(_SYMBOL, dated, ward)}")


def _letter(symbol: str, dated: str, ward: Ward) -> str:
    """How a letter is cited: number, symbol, date, agency (NĐ 30/2020, Phụ lục I, II.6.b)."""
    return f"số {letter_number(None)}/{symbol} {dated} của Ủy ban nhân dân {ward.name}"


def _head(ward: Ward, profile: Profile, dated: str) -> dict[str, Any]:
    return {
        "superior": profile.superior,
        "agency": list(profile.agency),
        "number": letter_number(None),
        "symbol": _SYMBOL,
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
    if change.old and change.new and change.old.printed == change.new.printed:
        return sentence(
            f"{change.label}: tổng số {change.new.printed} không đổi, số của từng đơn vị có thay đổi"
        )
    return sentence(f"{change.label}: đã in {_said(change.old)}, nay là {_said(change.new)}")


def _said(told: Told | None) -> str:
    return told.printed if told else _NONE


def _table(
    changes: Sequence[Change], names: Mapping[int, str], reasons: Mapping[tuple[int, str], str]
) -> Table:
    columns = (
        Column("Chỉ tiêu, đơn vị", 84),
        Column("Số đã in", 28, "right"),
        Column("Số mới", 28, "right"),
        Column("Lý do", 107),
    )
    rows = tuple(
        Row((capital(change.label), _cell(change.old), _cell(change.new), ""), strong=True)
        if change.unit_id is None
        else Row(
            (
                names.get(change.unit_id, ""),
                _cell(change.old),
                _cell(change.new),
                reasons.get((change.unit_id, change.key), _WITHOUT_RETURN),
            )
        )
        for change in changes
    )
    return Table(columns, rows, "Số đã in, số mới và lý do, theo chỉ tiêu và đơn vị")


def _cell(told: Told | None) -> Cell:
    return Number(told.value) if told else _NONE
