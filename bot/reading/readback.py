"""What the reader would say: the figures as understood, or what to write instead."""

from collections.abc import Mapping, Sequence

from bot.reading.reading import Draft, Outcome, Question, Reason
from storage.forms import Form

_QUALIFIERS = {"about": "khoảng ", "more_than": "trên ", "less_than": "dưới "}

_ASKS = {
    Reason.TOO_LONG: "Tin dài quá, em chưa đọc được hết. {You} gửi riêng các con số giúp em ạ.",
    Reason.HOSTILE: "Em chưa đọc được tin này. {You} gõ lại các con số giúp em ạ.",
    Reason.EMPTY: "Em chưa thấy chữ nào trong tin. {You} gõ số liệu giúp em ạ.",
    Reason.TWO_WEEKS: "Tin có số của hai tuần. {You} gửi từng tuần một giúp em ạ.",
    Reason.VAGUE: "Em chưa rõ số chính xác là bao nhiêu. {You} ghi một con số giúp em ạ.",
    Reason.DECIMAL: "Em cần số nguyên, không lấy số lẻ. {You} ghi lại giúp em ạ.",
    Reason.NO_INDICATOR: "Em chưa rõ số đó là của mục nào. {You} ghi kèm tên mục giúp em ạ.",
    Reason.NO_FIGURE: "Em chưa thấy con số nào. {You} ghi số liệu giúp em ạ.",
    Reason.COUNT_MISMATCH: "Em chưa khớp được các số với các mục. {You} ghi kèm tên mục giúp em ạ.",
    Reason.CONTRADICTION: "Một mục có hai số khác nhau. {You} ghi lại số đúng giúp em ạ.",
    Reason.BELOW_ZERO: "Bớt như vậy thì số thành âm. {You} ghi lại số đúng giúp em ạ.",
    Reason.WHICH_CORRECTED: "Em chưa rõ {you} sửa mục nào, thành bao nhiêu. Ví dụ: «sửa loa thành 21».",
}

_ASKS_ABOUT = {
    Reason.VAGUE: "Em chưa rõ «{piece}» là con số nào. {You} ghi một con số giúp em ạ.",
    Reason.NO_INDICATOR: "Em chưa rõ «{piece}» là của mục nào. {You} ghi kèm tên mục giúp em ạ.",
}
"""The same, of a piece of the message that can be quoted."""
_LONGEST_QUOTE = 40

_WHYS = {
    Reason.OVER_LIMIT: "cao hơn mức thường gặp",
    Reason.TEN_TIMES: "gấp nhiều lần mọi tuần",
    Reason.ALREADY_RECORDED: "khác số đã ghi",
    Reason.SUM: "đã cộng lại",
    Reason.RATE: "đã nhân lên",
    Reason.SHIFTED: "xếp theo thứ tự các mục",
}


def figure(value: int) -> str:
    """1684 as 1.684."""
    return f"{value:,}".replace(",", ".")


def tallies(form: Form, values: Mapping[str, int], qualifiers: Mapping[str, str]) -> str:
    """«3 buổi tuyên truyền, sinh hoạt; khoảng 120 lượt người dự»."""
    said = (indicator for indicator in form.indicators if indicator.code in values)
    return "; ".join(
        _QUALIFIERS.get(qualifiers.get(indicator.code, ""), "")
        + f"{figure(values[indicator.code])} {indicator.label}"
        for indicator in said
    )


def readback(
    draft: Draft, outcome: Outcome, reason: Reason, question: Question, pieces: Sequence[str] = ()
) -> str:
    """One or two polite sentences; a question unless the outcome is accept.

    `pieces` are those of the message that were not understood; the first is quoted if it is short.
    """
    form = question.form
    if outcome is Outcome.ASK_AGAIN:
        if reason is Reason.TWO_POSSIBLE and draft.candidates:
            return f"Số này là {_either(form, draft.candidates)}, {question.you} ghi rõ giúp em ạ?"
        asked = _ASKS.get(reason, _ASKS[Reason.NO_FIGURE])
        piece = pieces[0] if pieces and len(pieces[0]) <= _LONGEST_QUOTE and "\n" not in pieces[0] else ""
        if piece:
            asked = _ASKS_ABOUT.get(reason, asked)
        return asked.format(you=question.you, You=question.you.capitalize(), piece=piece)
    said = [tallies(form, draft.values, draft.qualifiers)] if draft.values else []
    if draft.as_last_week:
        said.append(f"như tuần trước: {_labels(form, draft.as_last_week)}")
    if draft.removed:
        said.append(f"bỏ: {_labels(form, draft.removed)}")
    text = "; ".join(said)
    if outcome is Outcome.ACCEPT:
        return f"Em ghi: {text}."
    why = f" ({_WHYS[reason]})" if reason in _WHYS else ""
    return f"Em hiểu là {text}{why}. Đúng không ạ?"


def _labels(form: Form, codes: set[str]) -> str:
    return "; ".join(indicator.label for indicator in form.indicators if indicator.code in codes)


def _either(form: Form, codes: Sequence[str]) -> str:
    return " hay ".join(form.indicator(code).label for code in codes)
