"""An officer's words about the report: checked, submitted, issued, traced, and what it says. Pure.

A command is the whole message, and only an officer's or a leader's; what follows a colon is his text.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.reading.dates import read_period
from bot.reading.folding import bare
from storage.periods import Period, Rule

_LONGEST_HEAD = 160


class ReportVerb(StrEnum):
    """What is asked for."""

    CHECK = "check"
    """The linter's findings."""
    WORKING_COPY = "working_copy"
    WITH_ANNEXES = "with_annexes"
    """The report with photos or charts: `what` is «anh», «bieu do» or both."""
    TABLES = "tables"
    PDF = "pdf"
    SUBMIT = "submit"
    APPROVE = "approve"
    RETURN = "return"
    ISSUE = "issue"
    EDITIONS = "editions"
    SLIP = "slip"
    """Correction slip of an edition."""
    TRACE = "trace"
    """What stands behind a printed figure: `what` is its mark."""
    REGISTER = "register"
    """The register of directives."""
    ADD_DIRECTIVE = "add_directive"
    REMOVE_DIRECTIVE = "remove_directive"
    SECTION = "section"
    """What a section of the report says: `what` is «III.2»."""
    WRITE_SECTION = "write_section"
    ADD_TO_SECTION = "add_to_section"
    KEEP_SECTION = "keep_section"
    """A text carried over from the report before has been read and stays."""
    RESTORE_SECTION = "restore_section"
    """The version before the newest, or version `number`, is the newest again."""
    REMARKS = "remarks"
    """Remarks of the groups by subject; those on subject number `what` in their own words."""
    TAKE_REMARKS = "take_remarks"
    """A draft sentence on subject number `what` goes into section III."""
    PLAN = "plan"
    SET_PLAN = "set_plan"
    TEMPLATE = "template"
    """Which template is in use."""
    OFFER_TEMPLATE = "offer_template"
    """Not typed: a Word document was sent; `what` is its SHA-256."""
    USE_TEMPLATE = "use_template"
    """The template sent last is taken into use."""
    DROP_TEMPLATE = "drop_template"


@dataclass(frozen=True, slots=True)
class ReportCommand:
    verb: ReportVerb
    period: Period | None = None
    """None: none was named."""
    what: str = ""
    """The number, mark or section that was named; sections and marks in capitals."""
    text: str = ""
    """What follows the colon, as typed."""
    unit: str = ""
    """Words that name a unit, without accents: «to 5»."""
    number: int = 0
    """Version of a section, or place in a list to go on from; 0: none was named."""


_PERIOD = r"(?: (?:cua |ky |cho )?(?P<period>.+?))?"
_REPORT = r"(?: bao cao)?"
_SUBMITTAL = r"(?: ban(?: trinh)?(?:(?: so)? (?P<what>\d{1,6}))?)?"
_BACK = rf"(?:tra lai|khong duyet){_REPORT}{_SUBMITTAL}"
_EDITION = r"(?: (?:ban|bao cao) phat hanh| ban)(?: so)? (?P<what>\d{1,3})"
_NO_MORE = r"(?![\d/-]| ?thang)"
"""After a number that is no part of a date or period."""
_SECTION = (
    rf"(?P<what>(?:i{{1,3}}|iv|v|[1-5]{_NO_MORE})"
    rf"(?:[., ]{{0,2}}\d{{1,2}}{_NO_MORE})?(?:[., ]{{0,2}}[a-z]\b)?)\)?"
)
_VERSION = r"(?: ban(?: so)? (?P<number>\d{1,4}))?"

_PLAIN = {
    ReportVerb.CHECK: rf"(?:ra soat|soat loi|soat|kiem tra){_REPORT}{_PERIOD}",
    ReportVerb.WORKING_COPY: rf"(?:bao cao )?ban lam viec{_PERIOD}",
    ReportVerb.WITH_ANNEXES: (
        r"(?:lam |xuat |lap )?bao cao(?: (?P<period>.+?))? (?:co |kem |kem theo )"
        r"(?P<what>anh va bieu do|bieu do va anh|anh|bieu do)"
    ),
    ReportVerb.TABLES: rf"(?:bang tinh|(?:xuat |ban )?excel|xlsx)(?: so lieu)?{_PERIOD}",
    ReportVerb.PDF: rf"(?:ban |xuat )?pdf{_REPORT}{_PERIOD}",
    ReportVerb.SUBMIT: rf"trinh(?: ky| duyet| lanh dao)?{_REPORT}{_PERIOD}",
    ReportVerb.APPROVE: rf"(?:dong y )?(?:phe )?duyet{_REPORT}{_SUBMITTAL}{_PERIOD}",
    ReportVerb.RETURN: rf"{_BACK}{_PERIOD}",
    ReportVerb.ISSUE: rf"phat hanh{_REPORT}{_PERIOD}",
    ReportVerb.EDITIONS: (
        r"(?:cac )?ban(?: da)? phat hanh"
        # «bản phát hành 6 tháng đầu năm» names no number.
        r"(?: (?:so )?(?P<what>\d{1,3})(?! thang(?: (?:dau|cuoi|nam|\d{4})|$)))?"
        rf"{_PERIOD}"
    ),
    ReportVerb.SLIP: rf"(?:phieu )?dinh chinh{_REPORT}(?:{_EDITION})?{_PERIOD}",
    ReportVerb.TRACE: (
        r"(?:ma|truy|truy ma|nguon)(?: so lieu| so)? (?P<what>[a-z]{1,3}[- ]?\d{1,3})"
        r"(?:,? (?P<rest>.+?))?"
    ),
    ReportVerb.REGISTER: rf"(?:so |danh sach |cac )?van ban(?: chi dao)?{_PERIOD}",
    ReportVerb.REMOVE_DIRECTIVE: r"(?:bo|xoa) van ban(?: so)? (?P<what>\d{1,9})",
    ReportVerb.ADD_DIRECTIVE: r"(?:them|ghi) van ban",
    ReportVerb.SECTION: rf"(?:cac muc|muc {_SECTION}{_VERSION}){_REPORT}{_PERIOD}",
    ReportVerb.WRITE_SECTION: rf"(?:sua|viet|viet lai|thay) muc {_SECTION}{_PERIOD}",
    ReportVerb.ADD_TO_SECTION: rf"(?:them|bo sung)(?: vao)? muc {_SECTION}{_PERIOD}",
    ReportVerb.KEEP_SECTION: rf"giu(?: nguyen| lai)? muc {_SECTION}{_PERIOD}",
    ReportVerb.RESTORE_SECTION: rf"lay lai muc {_SECTION}{_VERSION}{_PERIOD}",
    ReportVerb.REMARKS: (
        rf"(?:cac )?y kien(?: so)?(?: (?P<what>\d{{1,2}}){_NO_MORE}"
        rf"(?: tu(?: so)? (?P<number>\d{{1,4}}){_NO_MORE})?)?"
        rf"(?:(?: cua)?(?: cac)? to(?: dan pho)?)?{_PERIOD}"
    ),
    ReportVerb.TAKE_REMARKS: (
        r"(?:dua|lay|ghi) y kien (?P<what>\d{1,3})(?: vao (?:bao cao|muc iii\.[12]))?" + _PERIOD
    ),
    ReportVerb.PLAN: r"(?:xem )?ke hoach(?: so lieu)?(?: nam)?(?: (?P<what>\d{4}))?",
    ReportVerb.TEMPLATE: (
        r"(?:dang dung )?mau(?: bao cao)?(?: word)?(?: nao| dang dung| dang dung la mau nao)?"
    ),
    ReportVerb.USE_TEMPLATE: r"(?:dung|ap dung|lay) mau(?: bao cao)?(?: nay| moi| vua gui)?",
    ReportVerb.DROP_TEMPLATE: (
        r"bo mau(?: bao cao)?(?: rieng| nay)?|(?:dung|ve|quay ve|tro ve)(?: lai)? mau (?:goc|co san)"
    ),
}
_JOINING = re.compile(r"^(?:cua|tai|o)\b|\b(?:cua|trong|cho|ky)$|\b(?:cua|trong|cho) ky$")
_WITH_TEXT = {
    ReportVerb.RETURN: rf"{_BACK}{_PERIOD}",
    ReportVerb.ADD_DIRECTIVE: r"(?:them|ghi) van ban",
    ReportVerb.WRITE_SECTION: rf"(?:sua|viet|viet lai|thay) muc {_SECTION}{_PERIOD}",
    ReportVerb.ADD_TO_SECTION: rf"(?:them|bo sung)(?: vao)? muc {_SECTION}{_PERIOD}",
    ReportVerb.SET_PLAN: r"ke hoach(?: so lieu)?(?: nam)?(?: (?P<what>\d{4}))?",
}
_BACK_BECAUSE = re.compile(rf"(?:em |anh |chi )?{_BACK}(?:,| -|(?: vi| do| de| can| sua| xem)\b).+")
"""Words of a leader that follow without a colon."""


def read_report_command(text: str, today: date, rule: Rule) -> ReportCommand | None:
    """The command that the whole message is, or None; words that name no known period make it none."""
    return _read_command(text, today, rule) or _read_because(text)


def _read_because(text: str) -> ReportCommand | None:
    """«trả lại vì số loa chưa khớp»: the whole message is what the officer is told."""
    found = _BACK_BECAUSE.fullmatch(bare(text))
    return ReportCommand(ReportVerb.RETURN, None, found["what"] or "", text.strip()) if found else None


def _read_command(text: str, today: date, rule: Rule) -> ReportCommand | None:
    # A long text often begins on the line below the command.
    head, *rest = re.split(r"[:\n：]", text.strip(), maxsplit=1)
    said = "".join(rest)
    if len(head) > _LONGEST_HEAD:
        return None
    table = _WITH_TEXT if said.strip() else _PLAIN
    asked = bare(head).strip().removeprefix("/").rstrip(".!? ")
    words = re.sub(r"(?: (?:nhe|a|em|nha|voi))+$", "", asked)
    for verb, pattern in table.items():
        found = re.fullmatch(rf"(?:em |cho toi |cho anh |cho chi |gui |xem )?{pattern}", words)
        if not found:
            continue
        parts = found.groupdict()
        period = read_period(parts["period"], today, rule) if parts.get("period") else None
        if parts.get("period") and period is None:
            continue
        unit = ""
        if parts.get("rest"):
            unit, period = _unit_and_period(parts["rest"], today, rule)
        what, number = (parts.get("what") or "").upper(), int(parts.get("number") or 0)
        return ReportCommand(verb, period, what, said.strip(), unit, number)
    return None


def _unit_and_period(words: str, today: date, rule: Rule) -> tuple[str, Period | None]:
    """«to 5 quy i» is unit and period; either may be wanting."""
    parts = words.split()
    for start in range(len(parts)):
        period = read_period(" ".join(parts[start:]), today, rule)
        # A unit may be called «Đông Nam», but nobody means a year by that alone.
        if period and not (start and parts[start:] == ["nam"]):
            return _JOINING.sub("", " ".join(parts[:start])).strip(" ,"), period
    return _JOINING.sub("", words).strip(" ,"), None
