"""What the bot says about the remarks of the units. Same manners as `bot.texts`."""

from collections.abc import Sequence

from bot.texts import capitalised, unit_names
from reports.remark_words import Draft, Sources, sources_of
from reports.subjects import Topic
from reports.vietnamese import number
from storage.records import RemarkKind, ToldRemark

_KINDS = {
    RemarkKind.DIFFICULTY: "khó khăn",
    RemarkKind.PROPOSAL: "đề nghị",
    RemarkKind.GOOD_MODEL: "cách làm hay",
    RemarkKind.OTHER: "ý kiến",
}
_MANY_LETTERS = 8000
"""Of remarks told at once: four messages of Zalo."""


def no_remarks(label: str) -> str:
    return f"{capitalised(label)} chưa có ý kiến nào của tổ dân phố, đơn vị."


def remarks(label: str, topics: Sequence[Topic], lines: Sequence[str], asked: str) -> str:
    """How many remarks on which subject; `lines` as `topic_line`."""
    everything = [told for topic in topics for told in topic.remarks]
    head = (
        f"Ý kiến {label}: {number(len(everything))} ý kiến của {_who(sources_of(everything))}, theo chủ đề:"
    )
    first = topics[0].number
    foot = (
        f"Đọc nguyên văn: «ý kiến {first}{asked}». Đưa vào báo cáo: «đưa ý kiến {first} vào báo cáo{asked}»."
    )
    return "\n".join([head, *lines, foot])


def topic_line(topic: Topic, weeks: str) -> str:
    """«3. Loa truyền thanh: 5 ý kiến (Tổ dân phố số 1–4; tuần 3, 7–9)»."""
    units = unit_names(list(dict.fromkeys(told.unit for told in topic.remarks)))
    return f"{topic.number}. {capitalised(topic.subject.name)}: {number(len(topic.remarks))} ý kiến ({units}; tuần {weeks})"


def _who(sources: Sources) -> str:
    parts = [f"{number(sources.groups)} tổ dân phố"] if sources.groups else []
    parts += [f"{number(sources.others)} đơn vị"] if sources.others else []
    return ", ".join(parts)


def remark_line(place: int, told: ToldRemark, week: str) -> str:
    """«3. Tổ dân phố số 5, tuần 24, khó khăn: «loa bị rè»»."""
    return f"{place}. {told.unit}, tuần {week}, {_KINDS[told.remark.kind]}: «{told.remark.text}»"


def topic(shown: Topic, label: str, lines: Sequence[str], start: int, asked: str) -> str:
    """The remarks on a subject in their own words, from the `start`-th on, as far as a few messages hold them."""
    head = f"Ý kiến {shown.number}, {shown.subject.name}, {label}: {number(len(shown.remarks))} ý kiến."
    kept: list[str] = []
    letters = 0
    for line in lines:
        letters += len(line)
        if kept and letters > _MANY_LETTERS:
            break
        kept.append(line)
    left = len(lines) - len(kept)
    next_ones = f"ý kiến {shown.number} từ {start + len(kept)}{asked}"
    rest = [f"… còn {number(left)} ý kiến: nhắn «{next_ones}»."] if left else []
    foot = f"Đưa vào mục {shown.subject.section}: «đưa ý kiến {shown.number} vào báo cáo{asked}»."
    return "\n".join([head, *kept, *rest, foot])


def no_such_topic(said: str, label: str) -> str:
    return (
        f"{capitalised(label)} không có ý kiến nào thuộc chủ đề số {said}. Nhắn «ý kiến» để xem các chủ đề."
    )


def remarks_taken(section: str, told: str, draft: Draft, asked: str) -> str:
    """A draft sentence went into a section."""
    parts = [told, f"Đoạn vừa thêm: {draft.text}"]
    if draft.unquoted:
        parts.append(
            f"{number(draft.unquoted)} ý kiến có vẻ nêu tên hoặc số điện thoại của ai đó nên em chỉ đếm, không trích."
        )
    parts.append(
        "Đây là câu nháp chỉ nêu đúng điều đã nhắn, giữ nguyên lời; xin sửa cho hợp lời báo cáo "
        f"(«sửa mục {section}{asked}: …») và bỏ tên người nếu còn."
    )
    return "\n\n".join(parts)


def remarks_are_there(section: str) -> str:
    return f"Câu này đã có trong mục {section} rồi, em không thêm lần nữa."
