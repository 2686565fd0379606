"""What the bot says about the sections of the report. Same manners as `bot.texts`.

`asked` is the period as it was named, to be typed behind a command, see `Desk.asked`; `carried_from` the label of
the period that a draft was taken from («» not known), None of what is no draft.
"""

from collections.abc import Sequence
from datetime import datetime

from bot.texts import capitalised
from reports.sections import LONGEST, NUMBERED
from reports.vietnamese import day, number
from storage.records import Choice, Passage

SECTION_TITLES = {
    "I": "Công tác chỉ đạo, triển khai",
    "II.1": "Nội dung tuyên truyền",
    "II.2.c": "Tuyên truyền trực tiếp",
    "II.2.d": "Tuyên truyền gắn với chuyển đổi số",
    "III.1": "Kết quả đạt được",
    "III.2": "Tồn tại, hạn chế",
    "IV": "Phương hướng, nhiệm vụ",
}
"""As the report's headings have them."""
_CHANNELS_CUT_AT = 1900
"""Letters: a longer message may have been cut in two on its way."""


def section_name(section: str) -> str:
    """«mục III.2 (Tồn tại, hạn chế)»."""
    return f"mục {section} ({SECTION_TITLES[section]})"


def _origin(carried_from: str) -> str:
    return f"báo cáo {carried_from}" if carried_from else "bản có sẵn"


def _written(at: datetime | None, title: str) -> str:
    """«Chuyên viên Phòng Văn hóa - Xã hội viết lúc 16:00 ngày 20/11/2026»."""
    when = f"lúc {at:%H:%M} ngày {day(at.date())}" if at else ""
    return f"{title} viết {when}".strip() if title else f"có sẵn {when.replace('lúc', 'từ', 1)}".strip()


def no_such_section(said: str) -> str:
    known = "; ".join(f"{section} ({title})" for section, title in SECTION_TITLES.items())
    return (
        f"Mục {said} không có phần chữ sửa được (phần số liệu do Gom Số tự lập). Các mục sửa được: {known}. "
        "Nhắn như: «mục III.2», «sửa mục III.2: …»."
    )


def sections(label: str, lines: Sequence[str], asked: str) -> str:
    """Every section, a line each."""
    foot = f"Xem một mục: «mục III.2{asked}». Sửa: «sửa mục III.2{asked}: …»."
    return "\n".join([f"Các mục của báo cáo {label}:", *lines, foot])


def section_line(
    section: str, passage: Passage | None, at: datetime | None, title: str, carried_from: str | None
) -> str:
    """One section in the list of all."""
    if passage is None:
        return f"- {section} ({SECTION_TITLES[section]}): chưa có nội dung"
    told = f"bản {passage.version}, {_written(at, title)}"
    if carried_from is not None:
        told = f"lấy từ {_origin(carried_from)}, chưa soát lại"
    return f"- {section} ({SECTION_TITLES[section]}): {told}"


def section(
    label: str, passage: Passage, at: datetime | None, title: str, carried_from: str | None, asked: str
) -> str:
    """The text of a section, where it is from, what can be done."""
    place = f"mục {passage.section}{asked}"
    head = f"{capitalised(section_name(passage.section))}, báo cáo {label}, bản {passage.version} ({_written(at, title)})"
    foot = f"Sửa: «sửa {place}: …». Thêm đoạn: «thêm vào {place}: …»."
    if carried_from is not None:
        head += f". Bản nháp lấy từ {_origin(carried_from)}, chưa ai soát lại cho kỳ này"
        foot += f" Vẫn đúng thì nhắn «giữ {place}»."
    return f"{head}:\n\n{_paragraphs(passage)}\n\n{foot}"


def old_version(label: str, passage: Passage, at: datetime | None, title: str, asked: str) -> str:
    head = (
        f"{capitalised(section_name(passage.section))}, bản {passage.version}, viết cho báo cáo "
        f"{label or 'trước'} ({_written(at, title)})"
    )
    foot = f"Dùng lại bản này: «lấy lại mục {passage.section} bản {passage.version}{asked}»."
    return f"{head}:\n\n{_paragraphs(passage)}\n\n{foot}"


def _paragraphs(passage: Passage) -> str:
    lines = passage.paragraphs
    if passage.section == NUMBERED:
        lines = tuple(f"{place}. {line}" for place, line in enumerate(lines, 1))
    return "\n\n".join(lines)


def empty_section(section: str, label: str, asked: str) -> str:
    return (
        f"{capitalised(section_name(section))} của báo cáo {label} chưa có nội dung. "
        f"Nhắn «sửa mục {section}{asked}: …» để viết; mỗi dòng là một đoạn."
    )


def keep(section: str, asked: str) -> Choice:
    return Choice("Giữ nguyên", f"giữ mục {section}{asked}")


def how_to_write(section: str, adding: bool, asked: str) -> str:
    verb = "thêm vào" if adding else "sửa"
    return (
        f"Em chưa thấy nội dung nào cho {section_name(section)}. Nhắn «{verb} mục {section}{asked}: …», nội dung sau dấu "
        "hai chấm; mỗi dòng là một đoạn."
    )


def written(
    label: str,
    passage: Passage,
    asked: str,
    *,
    typed: str,
    behind: bool,
    before: str,
    unnumbered: bool,
    carried_from: str | None,
) -> str:
    """A new version of a section is stored. `behind`: `typed` came behind what stood there; else it is all of it."""
    name, place = section_name(passage.section), f"mục {passage.section}{asked}"
    done = f"thêm {number(len(typed.splitlines()))} đoạn vào {name}" if behind else f"ghi {name}"
    count = number(len(passage.paragraphs))
    parts = [f"Em đã {done}, báo cáo {label}: bản {passage.version}, {count} đoạn.", before]
    if unnumbered:
        parts.append(f"Số thứ tự ở mục {passage.section} do báo cáo tự đánh nên em bỏ số đã gõ ở đầu đoạn.")
    if carried_from is not None:
        parts.append(
            f"Các đoạn kia còn lấy từ {_origin(carried_from)}: xin soát lại («{place}»), vẫn đúng thì nhắn «giữ {place}»."
        )
    if len(typed) >= _CHANNELS_CUT_AT:
        parts.append(f"Nếu tin bị cắt làm nhiều phần, phần sau nhắn «thêm vào {place}: …».")
    return " ".join(part for part in parts if part)


def before_it(section: str, version: int, at: datetime | None, title: str, asked: str) -> str:
    """What the new version takes the place of: somebody else may have just written it."""
    return f"Bản {version} trước đó ({_written(at, title)}) vẫn giữ; nhắn «lấy lại mục {section}{asked}» để dùng lại."


def before_it_draft(carried_from: str) -> str:
    return f"Trước đó mục này lấy từ {_origin(carried_from)}."


def nothing_new(passage: Passage) -> str:
    return f"{capitalised(section_name(passage.section))} đã đúng như vậy rồi (bản {passage.version}), em không ghi thêm bản nào."


def too_long(section: str, letters: int) -> str:
    return (
        f"{capitalised(section_name(section))} như vậy dài {number(letters)} chữ cái, quá {number(LONGEST)}, nên em chưa ghi gì; "
        "bản đang có vẫn giữ nguyên. Rút gọn rồi gửi lại, hoặc chuyển bớt sang mục khác."
    )


def kept(label: str, passage: Passage) -> str:
    return f"Em đã ghi {section_name(passage.section)} vẫn dùng cho báo cáo {label} (bản {passage.version})."


def nothing_to_keep(section: str, label: str) -> str:
    return f"{capitalised(section_name(section))} đã là nội dung của báo cáo {label} rồi, không phải giữ lại nữa."


def restored(label: str, passage: Passage, version: int, carried_from: str | None, asked: str) -> str:
    told = (
        f"Em đã lấy lại bản {version} của {section_name(passage.section)}, báo cáo {label}; nay là bản {passage.version}. "
        f"Nhắn «lấy lại mục {passage.section}{asked}» lần nữa để về bản vừa thay."
    )
    if carried_from is not None:
        told += f" Bản này lấy từ {_origin(carried_from)}, xin soát lại."
    return told


def nothing_to_restore(section: str, label: str) -> str:
    return f"{capitalised(section_name(section))} của báo cáo {label} chưa có bản nào trước bản đang dùng."


def no_such_version(section: str, version: int) -> str:
    return f"{capitalised(section_name(section))} không có bản {version}. Nhắn «mục {section}» để xem bản đang dùng."


def carried_over(sections: Sequence[str], asked: str) -> str:
    """Said with a report; not printed in it."""
    place = f"mục {sections[0]}{asked}"
    return (
        f"Mục {', '.join(sections)} còn lấy từ báo cáo trước, xin soát lại: nhắn «{place}» để xem, «sửa {place}: …» để "
        f"sửa, «giữ {place}» nếu vẫn đúng."
    )
