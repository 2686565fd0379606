"""Words that ask the bot to do something, as against answers to its questions. Pure.

A command is the whole message, so that no ordinary answer is mistaken for one.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.reading.dates import read_period
from bot.reading.folding import folded
from storage.periods import Period, Rule
from storage.records import RemarkKind


class CommandName(StrEnum):
    MISSING = "missing"
    TOTALS = "totals"
    REPORT = "report"
    HELP = "help"
    REVIEW = "review"
    ONE_BY_ONE = "one_by_one"


@dataclass(frozen=True, slots=True)
class Command:
    """`period` is None where the command needs none, or where the period was not understood."""

    name: CommandName
    period: Period | None = None


_TAIL = r"(?: (?:a|nhe|nhi|em|di|voi|giup|giup em|giup toi|cho toi|cho anh|cho chi))*"
_PLAIN = {
    CommandName.MISSING: (
        r"ai (?:con )?chua (?:nop|bao|bao cao|gui)(?: bao cao| so lieu| so)?(?: tuan nay)?|con ai chua (?:nop|bao|gui)"
        r"|(?:to|don vi|nhung ai|to nao|don vi nao) (?:nao )?chua (?:nop|bao|gui)|chuanop|danh sach chua nop"
    ),
    CommandName.HELP: r"tro giup|giup|huong dan su dung|cach dung|help|start|trogiup|huong dan cach bao",
    CommandName.REVIEW: (
        r"xem lai|xem so|xemlai|kiem tra lai|em (?:da )?ghi (?:nhung )?gi roi|bac bao (?:nhung )?gi roi|da ghi gi"
        r"|(?:con )?thieu gi|toi bao gi roi|xem lai so lieu"
    ),
    CommandName.ONE_BY_ONE: r"hoi (?:toi |bac )?(?:tung|lan luot tung) (?:cau|muc|y)(?: mot)?|tung cau(?: mot)?|hoitungcau",
}
_WITH_PERIOD = {
    CommandName.TOTALS: r"tong hop|tonghop|tong so|so lieu tong hop",
    CommandName.REPORT: r"(?:lap |lam |xuat |viet |cho xem )?(?:bao cao|baocao)",
}
_PLAIN_PATTERNS = {name: re.compile(f"(?:{words}){_TAIL}") for name, words in _PLAIN.items()}
_PERIOD_PATTERNS = {
    name: re.compile(f"(?:{words})(?: (?:so lieu|ket qua|cua|ky|trong))*(?: (?P<period>.+?))?{_TAIL}")
    for name, words in _WITH_PERIOD.items()
}


_BOT_NAME = re.compile(r"(?<=\w)@\w+")
"""Telegram puts the bot's name behind a command in a group: /baocao@gomso_bot."""
_LONGEST = 200


def read_command(text: str, today: date, rule: Rule) -> Command | None:
    """The command that the whole message is, with or without slash and marks; else None.

    «tổng hợp» alone is of this week; «báo cáo» alone has no period.
    """
    if len(text) > _LONGEST:
        return None
    plain = folded(_BOT_NAME.sub("", text.strip().removeprefix("/")))
    for name, pattern in _PLAIN_PATTERNS.items():
        if pattern.fullmatch(plain):
            return Command(name)
    for name, pattern in _PERIOD_PATTERNS.items():
        if match := pattern.fullmatch(plain):
            said = match["period"] or ("tuan" if name is CommandName.TOTALS else "")
            period = read_period(said, today, rule) if said else None
            # Words that begin like a command but name no period are an ordinary message («báo cáo em 3 buổi»).
            if period or text.startswith("/") or not match["period"]:
                return Command(name, period)
    return None


class Answer(StrEnum):
    """A short answer to a question of the bot; what it means, its stage decides."""

    YES = "yes"
    NO = "no"
    REPLACE = "replace"
    ADD = "add"
    SKIP = "skip"
    KEEP = "keep"


_POLITE = r"(?:(?:da|vang|u|uh) )?"
_AFTER = r"(?: (?:a|nhe|nha|em|em a|roi|roi em|roi a|day|the|cho toi|giup bac|bac))*"
_ANSWERS = {
    Answer.YES: r"dung|dung vay|chinh xac|phai|u|uh|uk|uhm|um|vang|da|ok|oke|okie|okay|oki|dong y|chuan|nhat tri|duoc|co|ghi|ghi di|dung so",
    Answer.NO: r"khong|ko|k|kg|hong|sai|nham|chua dung|khong dung|ko dung|khong phai|ko phai|chua phai|khong dong y|thoi",
    Answer.REPLACE: r"thay|thay so cu|thay the|thay so|sua|sua lai|thay moi|lay so moi",
    Answer.ADD: r"cong|cong them|cong vao|them|them vao|cong don",
    Answer.SKIP: r"bo qua|thoi|giu|giu so cu|giu nguyen|khong thay|de nguyen|huy|bo",
    Answer.KEEP: r"ghi y kien|y kien|ghi lai|ghi la y kien|la y kien",
}
_ANSWER_PATTERNS = {answer: re.compile(f"{_POLITE}(?:{words}){_AFTER}") for answer, words in _ANSWERS.items()}


def read_answers(text: str) -> frozenset[Answer]:
    """The short answers that the whole message may be; «thôi» may be a no or a skip."""
    if len(text) > _LONGEST:
        return frozenset()
    plain = folded(text)
    return frozenset(answer for answer, pattern in _ANSWER_PATTERNS.items() if pattern.fullmatch(plain))


@dataclass(frozen=True, slots=True)
class SaidRemark:
    kind: RemarkKind
    text: str


_REMARK = re.compile(
    r"\s*(?:(?P<difficulty>khó khăn|vướng mắc|kho khan|vuong mac)|(?P<proposal>đề xuất|đề nghị|kiến nghị|kien nghi|de xuat|de nghi)"
    r"|(?P<good_model>cách làm hay|mô hình hay|mô hình|cach lam hay|mo hinh hay|mo hinh)|(?P<other>ý kiến|ghi chú|y kien|ghi chu))"
    r"\s*(?:của (?:bác|tổ)\s*)?:\s*(?P<text>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_LEADS_TO_FIGURE = re.compile(r"\d+\s*(?:ý kiến|y kien|đơn|don)?\s*\.?\s*\Z", re.IGNORECASE)


def read_remark(text: str) -> SaidRemark | None:
    """A remark that says what it is: «khó khăn: loa hỏng», «kiến nghị: …», «ý kiến: …».

    «kiến nghị: 2» is a figure and no remark.
    """
    match = _REMARK.match(unicodedata.normalize("NFC", text))
    if match is None or _LEADS_TO_FIGURE.fullmatch(match["text"]):
        return None
    kind = next(kind for kind in RemarkKind if match[kind.value])
    return SaidRemark(kind, match["text"].strip())


_COURTESY = re.compile(
    _POLITE + r"(?:cam on(?: em| chau| bot)?(?: nhieu| nhe)?|cam on|thanks|tks|chao(?: em| chau)?|em chao bac|xin chao|hello|hi|alo"
    r"|ok|oke|okie|vang|da|u|uh|roi|xong|xong roi|tot|tot lam|tuyet|duoc roi|the nhe|bye|tam biet|chuc em ngu ngon)" + _AFTER
)


def is_courtesy(text: str) -> bool:
    """Whether the whole message is thanks, a greeting or a nod: nothing to record, nothing to ask about."""
    return len(text) <= _LONGEST and _COURTESY.fullmatch(folded(text)) is not None
