"""Words that are no figures: remarks that say what they are, and courtesies. Pure."""

import re
import unicodedata
from dataclasses import dataclass

from bot.reading.dates import bare
from storage.records import RemarkKind

_LONGEST_COURTESY = 60


@dataclass(frozen=True, slots=True)
class SaidRemark:
    kind: RemarkKind
    text: str


_REMARK = re.compile(
    r"""\s*(?:
        (?P<difficulty> khó\ khăn | vướng\ mắc | kho\ khan | vuong\ mac)
      | (?P<proposal> đề\ xuất | đề\ nghị | kiến\ nghị | de\ xuat | de\ nghi | kien\ nghi)
      | (?P<good_model> cách\ làm\ hay | mô\ hình(?:\ hay)? | cach\ lam\ hay | mo\ hinh(?:\ hay)?)
      | (?P<other> ý\ kiến | ghi\ chú | y\ kien | ghi\ chu)
    )(?:\ của\ (?:bác|tổ))?\s*:\s*(?P<text>\S.*)""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_FIGURE = re.compile(r"(?:\d+|không|ko|khong)\s*(?:ý kiến|y kien|đơn|don)?\s*[.!]?\s*", re.IGNORECASE)
_COURTESY = re.compile(
    r"(?:(?:da|vang|u|ok|oke|okie|cam on|thanks|tks|xin|chao|chau|hello|alo|roi|xong|tot|lam|tuyet|duoc roi"
    r"|the nhe|tam biet|chuc ngu ngon|em|nhe|nha|a|bac|nhieu)[ .!,]*)+"
)
_KEEP = re.compile(
    r"(?:ghi|ghi lai|ghi la|la)? ?y kien(?: (?:nhe|em|em nhe|di|a))?|ghi lai(?: (?:nhe|em|di|a))?"
)


def read_remark(text: str) -> SaidRemark | None:
    """A remark that says what it is: «khó khăn: loa hỏng», «kiến nghị: sửa đường», «ý kiến: …».

    «kiến nghị: 2» is a figure and no remark.
    """
    match = _REMARK.fullmatch(unicodedata.normalize("NFC", text))
    if match is None or _FIGURE.fullmatch(match["text"]):
        return None
    kind = next(kind for kind in RemarkKind if match[kind.value])
    return SaidRemark(kind, match["text"].strip())


def is_courtesy(text: str) -> bool:
    """Whether the whole message is thanks, a greeting or a nod: nothing to record, nothing to ask about."""
    return len(text) <= _LONGEST_COURTESY and _COURTESY.fullmatch(bare(text)) is not None


def asks_to_keep(text: str) -> bool:
    """«ghi ý kiến»: the words that came before are to be kept as a remark."""
    return len(text) <= _LONGEST_COURTESY and _KEEP.fullmatch(bare(text).strip(" .!")) is not None
