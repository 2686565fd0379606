"""Words that ask the bot for something, with or without slash and accents.

A command is the whole message, polite words aside, so that no answer is taken for one.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from bot.reading.dates import read_period
from bot.reading.folding import bare
from bot.reading.spelling import clean
from storage.periods import Period, Rule
from storage.records import RemarkKind

_LONGEST = 120


class CommandName(StrEnum):
    """What is asked for."""

    MISSING = "missing"
    """Who has not reported."""
    TOTALS = "totals"
    REPORT = "report"
    HELP = "help"
    REVIEW = "review"
    """What is recorded so far."""
    ONE_BY_ONE = "one_by_one"


class Answer(StrEnum):
    """A reply to a question of the bot's own."""

    YES = "yes"
    NO = "no"
    REPLACE = "replace"
    ADD = "add"
    SKIP = "skip"
    KEEP = "keep"
    """Keep the words as a remark."""


class Remark(NamedTuple):
    """Words given as a remark of some kind: «khó khăn: loa hỏng»."""

    kind: RemarkKind
    text: str


@dataclass(frozen=True, slots=True)
class Command:
    """A command; `period` is None when none was named, `unread` the words that name no known one."""

    name: CommandName
    period: Period | None = None
    unread: str = ""


_POLITE = (
    r"(?:(?:da|vang|em oi|bot oi|oi|em|cho|toi|bac|chi|anh|xin|hay|lam on|giup|gui|xem|minh|gom so)\s+)*",
    r"(?:\s+(?:em|nhe|nha|ha|chau|a|di|voi|giup|toi|bac|chi|anh|nao|cai|oi|ho|the|vay|xem))*",
)

# What takes a period after it, then what stands alone.
_ABOUT_PERIOD = {
    CommandName.MISSING: (
        r"chuanop|(?:nhung |con )?"
        r"(?:ai|to nao|don vi nao|nhung ai|nhung to nao|cac to nao|bao nhieu to|may to)"
        r" (?:con |ma )?(?:chua|thieu|no)(?: (?:nop|bao|bao cao|gui|gui bao cao|nop bao cao|co so lieu))?"
        r"|(?:danh sach|ds) (?:chua|cham|thieu)(?: (?:nop|bao|bao cao|gui))?|con thieu ai|ai cham"
    ),
    CommandName.TOTALS: (
        r"tonghop|tong hop(?: so lieu| bao cao)?|so lieu tong hop|tong ket|bang tong hop|tong so lieu"
    ),
    CommandName.REPORT: (
        r"baocao|(?:lam |xuat |lap |tao |in |soan )?(?:ban )?bao cao(?: (?:so ket|ban word|word))?"
    ),
}
_ALONE = {
    CommandName.HELP: (
        r"trogiup|tro giup|giup(?: do)?|huong dan su dung|huong dan|help|start|bat dau|cach dung"
        r"|lam sao|(?:lam|nhan|tra loi|bao) (?:kieu gi|the nao|lam sao|nhu the nao)(?: (?:day|bay gio|chau))*"
        r"|phai (?:lam|nhan|bao|tra loi) (?:gi|sao|the nao|kieu gi)(?: (?:day|bay gio|chau))*"
        r"|(?:khong|ko|k|chua|chang)(?: co)? hieu(?: (?:gi|ro|lam|het|ca|the nao|cai|nay|may|chau|day))*"
        r"|(?:khong|ko|k|chua|chang) biet (?:nhan|bao|lam|tra loi|dung)"
        r"(?: (?:gi|sao|the nao|kieu gi|chau|day))*"
    ),
    CommandName.REVIEW: (
        r"xemlai|xem lai|(?:em )?(?:da )?ghi (?:gi|the nao|nhung gi|duoc gi)(?: roi)?|xem so lieu"
        r"|(?:bac |toi )?(?:da )?bao (?:gi|nhung gi) roi|da ghi gi"
    ),
    CommandName.ONE_BY_ONE: (
        r"tungcau|(?:hoi )?(?:tung cau|tung muc|lan luot|tung cau mot|tung cai|tung y)(?: mot)?"
    ),
}
_ANSWERS = {
    Answer.YES: (
        r"(?:dung|u|uh|um|vang|da|ok|oke|okie|okay|phai|chuan|chinh xac|dong y|co|yes|y|duoc|nhat tri"
        r"|chac chan|dc|uk)"
        r"(?: (?:roi|vay|the|dung|phai|chuan|duoc|do|day|u|vang|het|ca|lam|luon|ok))*"
    ),
    Answer.NO: (
        r"(?:khong|ko|k|kg|hong|sai|nham|chua|no|nham roi|khong phai|ko phai|k phai)"
        r"(?: (?:dung|phai|roi|chuan|dau|the|vay|chinh xac|so|het|ca))*"
    ),
    Answer.REPLACE: r"thay(?: the| bang so moi| di| so moi| lai)?|ghi de|sua lai|lay so moi|so moi|doi",
    Answer.ADD: r"cong(?: them| vao| don| lai)?|them(?: vao)?|cong ca hai|gop(?: lai)?",
    Answer.SKIP: r"bo qua|bo|thoi|khong ghi|giu so cu|giu nguyen|so cu|qua|de sau|bo qua di",
    Answer.KEEP: r"ghi (?:la )?(?:y kien|lai|giup|vao)|ghi|luu(?: lai)?|ghi nhan",
}
_COURTESY = (
    r"(?:(?:xin |em |bac |chau )?"
    r"(?:cam on|cam on nhieu|chao|chao buoi \w+|thanks?|tks|thank you|hi|hello|alo)"
    r"|ok|oke|okie|da|vang|u|uh|um|duoc|duoc roi|tot|tot lam|roi|biet roi|ok roi|nhan duoc roi|da nhan"
    r"|khong co chi)"
)
_REMARKS = {
    RemarkKind.DIFFICULTY: r"(?:cac |nhung )?(?:kho khan|vuong mac|kho khan,? vuong mac|ton tai|han che)",
    RemarkKind.PROPOSAL: r"(?:de xuat|de nghi|kien nghi|de xuat,? kien nghi|mong muon)",
    RemarkKind.GOOD_MODEL: (
        r"(?:mo hinh|cach lam|mo hinh hay|cach lam hay|mo hinh,? cach lam hay|guong tot|sang kien)"
    ),
    RemarkKind.OTHER: r"(?:ghi chu|nhan xet|y kien khac|luu y|ghi y kien)",
}


def read_command(text: str, today: date, rule: Rule = Rule.CALENDAR) -> Command | None:
    """The command that is the whole message, or None.

    After a slash words that name no period are given back in `unread`; without one they make the
    message no command.
    """
    if len(text) > _LONGEST:
        return None
    words = bare(text).rstrip(".!? ")
    slash = words.startswith("/")
    words = words.removeprefix("/").strip().replace("_", "")
    for kind, pattern in _ALONE.items():
        if _whole(pattern, words):
            return Command(kind)
    for kind, pattern in _ABOUT_PERIOD.items():
        found = re.fullmatch(rf"{_POLITE[0]}(?:{pattern})(.*?){_POLITE[1]}", words)
        if not found:
            continue
        rest = found[1].strip(" :,-")
        if not rest:
            return Command(kind, read_period("tuần", today, rule) if kind is CommandName.TOTALS else None)
        if not found[1].startswith((" ", ":")):
            continue
        period = read_period(rest, today, rule) or read_period(rest.upper(), today, rule)
        if period is not None:
            return Command(kind, period)
        if slash:
            return Command(kind, unread=rest)
    return None


def read_answers(text: str) -> frozenset[Answer]:
    """All that the whole message can mean as a short answer; the question put decides which.

    «thay» answers "replace or add?"; «không» is a no, or a zero, or leaves things as they are.
    """
    if len(text) > _LONGEST:
        return frozenset()
    words = re.sub(r"[.,!]", "", bare(text)).strip()
    return frozenset(answer for answer, pattern in _ANSWERS.items() if _whole(pattern, words))


def read_answer(text: str) -> Answer | None:
    """The first thing the whole message can mean as a short answer, or None."""
    answers = read_answers(text)
    return next((answer for answer in Answer if answer in answers), None)


def is_courtesy(text: str) -> bool:
    """Whether the message is only thanks, a greeting or an «ok»."""
    return len(text) <= _LONGEST and _whole(_COURTESY, re.sub(r"[^a-z0-9 ]", "", bare(text)).strip())


def read_remark(text: str) -> Remark | None:
    """A remark announced as one: «khó khăn: …», «đề xuất: …», «mô hình hay: …»; None otherwise.

    Its text is what follows the colon, as typed.
    """
    head, colon, said = clean(text).text.partition(":")
    if not colon or len(head) > _LONGEST or not said.strip():
        return None
    for kind, pattern in _REMARKS.items():
        if _whole(pattern, bare(head)):
            return Remark(kind, said.strip())
    return None


def _whole(pattern: str, words: str) -> bool:
    return re.fullmatch(rf"{_POLITE[0]}(?:{pattern}){_POLITE[1]}", words) is not None
