"""Every Vietnamese sentence that the bot says: one typed function each.

The bot is «em»; the person is addressed by his form of address (bác, cô, chú, anh, chị).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from bot.duty import Duty, Review
from reports.vietnamese import day, number
from storage.forms import Check, CheckKind, Form, Indicator
from storage.records import Choice, Qualifier, State, Tally, Window

YES = Choice("Đúng", "đúng")
NO = Choice("Không đúng", "không đúng")
REPLACE = Choice("Thay số cũ", "thay")
ADD = Choice("Cộng thêm", "cộng thêm")
LEAVE = Choice("Giữ số cũ", "bỏ qua")
REST_NONE = Choice("Còn lại không có", "còn lại không có")
ONE_BY_ONE = Choice("Hỏi từng câu", "hỏi từng câu")
NOTHING = Choice("Tuần này không có gì", "không có gì")
AS_LAST_WEEK = Choice("Như tuần trước", "như tuần trước")
KEEP_REMARK = Choice("Ghi là ý kiến", "ghi ý kiến")
WHO_IS_MISSING = Choice("Ai chưa nộp", "ai chưa nộp")
TOTALS_OF_WEEK = Choice("Tổng hợp tuần", "tổng hợp tuần")

_QUALIFIED = {Qualifier.ABOUT: "khoảng ", Qualifier.MORE_THAN: "trên ", Qualifier.LESS_THAN: "gần "}


def days(first_on: date, last_on: date) -> str:
    """«16/11–22/11/2026»; one day alone is «30/6/2026»."""
    if first_on == last_on:
        return day(last_on)
    first = day(first_on)
    return f"{first.rsplit('/', 1)[0] if first_on.year == last_on.year else first}–{day(last_on)}"


def week(window: Window, week_number: int) -> str:
    return f"tuần {week_number} ({days(window.first_on, window.last_on)})"


def about(duty: Duty) -> str:
    """«Tổ dân phố số 5, tuần 47 (16/11–22/11/2026)»."""
    return f"{duty.unit.name}, {week(duty.window, duty.week)}"


def capitalised(text: str) -> str:
    """The first letter as a capital; the rest is left alone (a name stays a name)."""
    return text[:1].upper() + text[1:]


def figure(indicator: Indicator, tally: Tally) -> str:
    """«khoảng 60 lượt người dự», «không có tờ rơi»."""
    if tally.state is not State.COUNTED:
        return f"không có {indicator.label}"
    return f"{_QUALIFIED.get(tally.qualifier, '')}{number(tally.value)} {indicator.label}"


def figures(form: Form, tallies: Mapping[str, Tally]) -> str:
    """The figures in the form's order: «3 buổi…; 120 lượt người dự; …»."""
    return "; ".join(figure(item, tallies[item.code]) for item in form.indicators if item.code in tallies)


def labels(indicators: Sequence[Indicator]) -> str:
    return "; ".join(item.label for item in indicators)


def prompt(honorific: str, duty: Duty) -> str:
    """The week's question: group, week with dates, questions, one example, last week's figures."""
    questions = "\n".join(f"{place}. {item.question}" for place, item in enumerate(duty.missing, 1))
    parts = [
        f"Em chào {honorific}. Em xin số liệu của {about(duty)}:",
        questions,
        f"{capitalised(honorific)} nhắn một tin là được, ví dụ: «{duty.form.example}».",
    ]
    if duty.last:
        parts.append(f"Tuần trước: {figures(duty.form, duty.last)}.")
    return "\n\n".join(parts)


def question(duty: Duty, indicator: Indicator) -> str:
    """One question, with last week's figure."""
    last = duty.last.get(indicator.code)
    before = f" (tuần trước: {number(last.value)})" if last else ""
    return f"{indicator.question}{before}"


def recorded(duty: Duty, new: Mapping[str, Tally]) -> str:
    """What has been stored just now; a figure that changed is shown old → new."""
    parts = []
    for item in duty.form.indicators:
        if item.code not in new:
            continue
        old = duty.tallies.get(item.code)
        if old is None or old.value == new[item.code].value:
            parts.append(figure(item, new[item.code]))
        else:
            parts.append(f"{item.label}: {number(old.value)} → {number(new[item.code].value)}")
    return f"Em đã ghi {about(duty)}: {'; '.join(parts)}."


def taken_back(duty: Duty, codes: Sequence[str]) -> str:
    """Figures that are not recorded any more: they are missing again, which is not zero."""
    return f"Em đã bỏ số của {about(duty)}: {labels([duty.form.indicator(code) for code in codes])}."


def nothing_recorded(duty: Duty) -> str:
    return f"Em đã ghi {about(duty)}: không phát sinh hoạt động nào."


def already_recorded(duty: Duty) -> str:
    return f"Số này em đã có rồi ạ: {about(duty)}: {figures(duty.form, duty.tallies)}."


def still_missing(honorific: str, duty: Duty) -> str:
    return f"Còn thiếu: {labels(duty.missing)}. {capitalised(honorific)} nhắn tiếp giúp em, hoặc «còn lại không có»."


def complete(honorific: str) -> str:
    return f"Đã đủ số liệu, em cảm ơn {honorific}. Có khó khăn, kiến nghị hay cách làm hay, {honorific} nhắn thêm em ghi."


def late(duty: Duty) -> str:
    return f"Tuần này đã qua hạn ({day(duty.window.last_on)}) nên em ghi là nộp muộn."


def check_failed(honorific: str, form: Form, check: Check, values: Mapping[str, int]) -> str:
    """A contradiction between figures, told so that the person can mend it."""
    whole = form.indicator(check.whole)
    parts = [form.indicator(code) for code in check.parts]
    said = ", ".join(
        f"{number(values[item.code])} {item.label}" for item in (whole, *parts) if item.code in values
    )
    rule = {
        CheckKind.PARTS_EQUAL: f"{labels(parts)} cộng lại phải bằng {whole.label}",
        CheckKind.PARTS_AT_MOST: f"{labels(parts)} không thể nhiều hơn {whole.label}",
        CheckKind.ZERO_TOGETHER: f"có {whole.label} thì phải có {labels(parts)}, và ngược lại",
    }[check.kind]
    return f"{capitalised(honorific)} xem lại giúp em: {said} ({rule}). Nếu nhầm, {honorific} nhắn số đúng."


def confirm_as_last_week(duty: Duty, chosen: Mapping[str, Tally]) -> str:
    return f"Tuần trước {duty.unit.name} báo: {figures(duty.form, chosen)}. Em ghi như vậy cho {week(duty.window, duty.week)}?"


def no_last_week(honorific: str, duty: Duty) -> str:
    return f"Tuần trước em chưa có số của {duty.unit.name}. {capitalised(honorific)} nhắn số giúp em."


def confirm(duty: Duty, chosen: Mapping[str, Tally]) -> str:
    """Reads figures back that wait for a yes."""
    return f"Em ghi cho {about(duty)}: {figures(duty.form, chosen)}, đúng không ạ?"


def of_week(duty: Duty, readback: str) -> str:
    """A readback of figures for a week that was named: the week is read back too."""
    return f"{about(duty)}: {readback}"


def not_recorded(duty: Duty, chosen: Mapping[str, Tally]) -> str:
    return f"Em chưa ghi cho {about(duty)}: {figures(duty.form, chosen)}."


def conflict(honorific: str, duty: Duty, new: Mapping[str, int]) -> str:
    """A second figure for what is recorded: replace, add or leave?"""
    parts = [
        f"{item.label}: đã ghi {number(duty.tallies[item.code].value)}, nay {number(new[item.code])}"
        for item in duty.form.indicators
        if item.code in new and item.code in duty.tallies
    ]
    return (
        f"{about(duty)} em đã ghi rồi ({'; '.join(parts)}). {capitalised(honorific)} muốn «thay» số cũ, "
        "«cộng thêm» vào, hay «bỏ qua» tin này?"
    )


def left_as_it_was(duty: Duty) -> str:
    return f"Vâng, em giữ nguyên số đã ghi của {about(duty)}."


def dropped(honorific: str) -> str:
    return f"Vâng, em chưa ghi gì. {capitalised(honorific)} nhắn lại số đúng giúp em."


def not_understood(honorific: str, example: str) -> str:
    return f"Em chưa hiểu tin này. {capitalised(honorific)} nhắn lại giúp em, ví dụ: «{example}»."


def gives_up(honorific: str) -> str:
    return (
        f"Em xin lỗi, em vẫn chưa hiểu. Tin của {honorific} em đã chuyển cán bộ phường xem, không mất đâu ạ. "
        "Giờ em hỏi từng câu cho dễ:"
    )


def review_asked(honorific: str) -> str:
    return (
        f"Em xin lỗi, em vẫn chưa hiểu. Tin của {honorific} em đã chuyển cán bộ phường xem, không mất đâu ạ."
    )


def ask_remark(honorific: str, example: str) -> str:
    return (
        f"Em không thấy con số nào trong tin này. Nếu là số liệu, {honorific} nhắn như «{example}». "
        f"Nếu là khó khăn, kiến nghị hay cách làm hay, {honorific} nhắn «ghi ý kiến», em ghi lại nguyên văn."
    )


def remark_kept(text: str) -> str:
    return f"Em đã ghi ý kiến: «{text}»."


def photos_kept(honorific: str, new: int, total: int, duty: Duty) -> str:
    return f"Em đã lưu {number(new)} ảnh của {honorific} cho {about(duty)}, tất cả {number(total)} ảnh."


def photos_lost(honorific: str, lost: int) -> str:
    return f"Em chưa lưu được {number(lost)} ảnh, {honorific} gửi lại giúp em."


def review(honorific: str, duty: Duty) -> str:
    """What is recorded, on request."""
    if not duty.tallies:
        return f"{about(duty)}: em chưa có số nào. {capitalised(honorific)} nhắn giúp em, ví dụ: «{duty.form.example}»."
    parts = [f"{about(duty)}, em đã ghi: {figures(duty.form, duty.tallies)}."]
    if duty.missing:
        parts.append(f"Còn thiếu: {labels(duty.missing)}.")
    if duty.remarks or duty.photos:
        parts.append(f"Kèm {number(duty.remarks)} ý kiến, {number(len(duty.photos))} ảnh.")
    parts.append("Muốn sửa, cứ nhắn như: «sửa loa 12 thành 21».")
    return " ".join(parts)


def window_locked(honorific: str, duty: Duty) -> str:
    return (
        f"{about(duty)} đã khóa sổ nên em không tự sửa được. "
        f"Tin của {honorific} em đã chuyển cán bộ phường xem ạ."
    )


def no_such_week(honorific: str, days_of_week: str) -> str:
    return (
        f"Em không mở được tuần {days_of_week}: tuần ấy đã quá xa hoặc chưa tới. "
        f"{capitalised(honorific)} liên hệ cán bộ phường giúp em; tin này em đã chuyển cán bộ xem."
    )


def one_week_at_a_time(honorific: str) -> str:
    return f"Tin này nói đến hai tuần. {capitalised(honorific)} nhắn mỗi tuần một tin giúp em ạ."


def whose_figures(honorific: str, said: str, duty: Duty) -> str:
    return (
        f"{capitalised(honorific)} nhắn «{said}», mà em ghi {honorific} báo cho {duty.unit.name}. "
        f"Nếu là số của {duty.unit.name}, {honorific} nhắn lại không kèm tên tổ giúp em."
    )


def courtesy(honorific: str) -> str:
    return f"Dạ, em cảm ơn {honorific}."


def reporter_help(honorific: str, duty: Duty) -> str:
    return (
        f"{capitalised(honorific)} chỉ cần nhắn số như nói chuyện, ví dụ: «{duty.form.example}». "
        "Có thể nhắn «như tuần trước», «tuần này không có gì», «còn lại không có», «hỏi từng câu», "
        "«xem lại», hoặc «sửa loa 12 thành 21». Ảnh và ý kiến cứ gửi kèm."
    )


def queue(reviews: Sequence[Review]) -> str:
    """Messages that were not understood, with what to type for each."""
    if not reviews:
        return "Không có tin nào chờ xem."
    parts = [f"Có {number(len(reviews))} tin em chưa hiểu:"]
    for review in reviews:
        whose = about(review.duty) if review.duty else "chưa rõ đơn vị, kỳ nào"
        parts.append(f"Tin {review.id} · {whose}: «{review.text or 'không có chữ'}»")
    example = f"nhập hộ {reviews[0].id}: 3 buổi, 120 người dự"
    parts.append(f"Ghi hộ thì nhắn «{example}»; không có số liệu thì nhắn «bỏ tin {reviews[0].id}».")
    return "\n\n".join(parts)


def no_such_review(review_id: int) -> str:
    return f"Không có tin {review_id} đang chờ. Nhắn «tin chờ» để xem danh sách."


def review_dropped(review_id: int) -> str:
    return f"Em đã bỏ tin {review_id} khỏi danh sách chờ; tin gốc vẫn được giữ."


def review_without_week(review_id: int) -> str:
    return f"Tin {review_id} chưa rõ của đơn vị, kỳ nào hoặc kỳ đã khóa nên em không ghi hộ được. Nhắn «mở khóa tuần …» trước, hoặc ghi bằng «nhập hộ tổ 5 tuần 47: …»; «bỏ tin {review_id}» khi đã xử lý."


def on_behalf(review_id: int) -> str:
    return f"Số được đánh dấu nhập hộ, kèm tin gốc. Tin {review_id} đã xong."


def on_behalf_reason(review_id: int) -> str:
    return f"nhập hộ từ tin chờ {review_id}"


def entered_for_you(review: Review, duty: Duty, new: Mapping[str, Tally]) -> str:
    """Tells the reporter what an officer has entered for him, and how to mend it."""
    return (
        f"Cán bộ phường đã đọc tin «{review.text}» và ghi giúp {review.honorific} {about(duty)}: {figures(duty.form, new)}. "
        f"Nếu chưa đúng, {review.honorific} nhắn số đúng cho em."
    )


def officer_help(honorific: str) -> str:
    return (
        f"{capitalised(honorific)} có thể nhắn: «ai chưa nộp»; «tổng hợp tuần», «tổng hợp tháng 5», "
        "«tổng hợp 6 tháng đầu năm»; «báo cáo 6 tháng đầu năm 2026» để nhận tệp Word, «trình báo cáo …» để lãnh đạo duyệt; «tin chờ» để xem các tin em chưa hiểu; "
        "«nhập hộ tổ 5: …» để ghi số nghe qua điện thoại; «lịch hỏi» để xem, đổi giờ hỏi, nhắc; «kênh liên lạc» để xem ai không nhận được tin. "
        "Soạn báo cáo: «các mục», «mục III.2», «sửa mục III.2: …»; «văn bản», «thêm văn bản: …»; «ý kiến»; "
        "«rà soát», «bản làm việc»."
    )


def no_duty(honorific: str) -> str:
    return f"Em chưa có đơn vị nào {honorific} phụ trách. {capitalised(honorific)} liên hệ cán bộ phường giúp em ạ."


def officers_only(honorific: str) -> str:
    return f"Phần này chỉ cán bộ phường xem được, mong {honorific} thông cảm."


def please_type(honorific: str) -> str:
    return f"Em là hệ thống tự động, chỉ đọc được chữ và ảnh. {capitalised(honorific)} nhắn bằng chữ giúp em, hoặc gọi cán bộ phường ạ."


def old_button(honorific: str) -> str:
    return f"Nút này đã cũ nên em không làm gì. {capitalised(honorific)} trả lời tin mới nhất, hoặc nhắn «xem lại» ạ."


def choices(offered: Sequence[Choice]) -> str:
    """Quick replies as words, where a channel has no buttons."""
    said = [f"«{choice.says}»" for choice in offered]
    return f"Có thể nhắn: {', '.join(said[:-1]) + ' hoặc ' if len(said) > 1 else ''}{said[-1]}."


def file_link(url: str) -> str:
    """Where a file can be fetched, for a channel that cannot send files."""
    return f"Tải tệp tại (đường dẫn riêng, dùng một lần): {url}"


MENU = {"trogiup": "Trợ giúp", "xemlai": "Xem lại số đã ghi", "tungcau": "Hỏi từng câu"}
OFFICER_MENU = {
    "chuanop": "Ai chưa nộp",
    "tonghop": "Tổng hợp tuần này",
    "baocao": "Báo cáo Word",
    "lichhoi": "Lịch hỏi, nhắc, ngày nghỉ",
    "kenh": "Ai không nhận được tin",
    "trogiup": "Trợ giúp",
}
"""Commands as Telegram's menu shows them: command → words."""


def stranger() -> str:
    return (
        "Em là hệ thống tự động gom số liệu của phường. Em chưa biết bác là ai: "
        "bác nhắn mã gồm 8 chữ và số mà cán bộ phường đã gửi (ví dụ K7MP-2QXD)."
    )


def quota_reached(bot: str, sent: int, limit: int, level: int) -> str:
    """A Zalo bot has used so many per cent of its messages of the month."""
    return (
        f"Bot Zalo «{bot}» đã gửi {number(sent)}/{number(limit)} tin của tháng này (từ {level}%). "
        "Khi sắp hết, em bớt tin nhắc trước để còn tin hỏi và biên nhận; cần thêm thì đăng ký thêm một bot."
    )


def write_privately() -> str:
    return "Em là hệ thống tự động gom số liệu của phường. Em không nhận số trong nhóm chung: các bác nhắn riêng cho em giúp ạ."


def wrong_code() -> str:
    return "Mã này không đúng, đã dùng rồi hoặc đã quá hạn. Bác xin cán bộ phường mã mới giúp em."


def too_many_codes() -> str:
    return "Bác đã thử nhiều mã không đúng. Xin đợi một giờ rồi thử lại, hoặc liên hệ cán bộ phường."


def joined(honorific: str, name: str, posts: str, ward: str) -> str:
    return (
        f"Em chào {honorific} {name} ({posts}). Em là hệ thống tự động gom số liệu của {ward}. "
        f"Từ nay {honorific} báo số và nhận lời nhắc ở đây; {honorific} nhắn «trợ giúp» bất cứ lúc nào."
    )


def known_already(honorific: str) -> str:
    return f"Em đã biết {honorific} rồi, không cần mã nữa: {honorific} cứ nhắn số ở đây. Cần gì {honorific} nhắn «trợ giúp»."


def trouble(honorific: str) -> str:
    return f"Em gặp trục trặc với tin này. Tin đã được giữ và chuyển cán bộ phường, {honorific} không phải nhắn lại."


def unknown_period() -> str:
    return "Em chưa rõ kỳ nào. Xin nhắn như: «tổng hợp tháng 5», «báo cáo 6 tháng đầu năm 2026»."


def report_promised(label: str) -> str:
    return f"Em đang lập báo cáo {label}, xin chờ ít giây."


def report_ready(label: str, reported: int, groups: int) -> str:
    return f"Báo cáo {label} đã lập xong, tổng hợp từ {number(reported)}/{number(groups)} tổ dân phố. Mời tải tệp Word dưới đây."


def no_data(label: str) -> str:
    return f"Em chưa lập được báo cáo {label}: kỳ này chưa đơn vị nào báo số. Xin chọn kỳ khác."


def no_report_of_this_kind(label: str) -> str:
    return f"Em chưa lập được báo cáo {label}: mẫu Word hoặc nội dung chưa dùng được. Quản trị chạy «gomso doctor» để xem vì sao."


def report_failed(label: str) -> str:
    return f"Em gặp trục trặc khi lập báo cáo {label} nên không có tệp. Lỗi đã ghi trong nhật ký của máy chủ; xin báo quản trị xem."


_NUMBERED = re.compile(r"(.*\D)(\d+)")


def unit_names(names: Sequence[str]) -> str:
    """Names in a row, numbered ones folded: «Tổ dân phố số 1–4, 6, 8–38; Trạm Y tế»."""
    numbered: dict[str, list[int]] = {}
    others = []
    for name in names:
        match = _NUMBERED.fullmatch(name)
        if match:
            numbered.setdefault(match[1], []).append(int(match[2]))
        else:
            others.append(name)
    parts = [stem + ", ".join(_runs(sorted(found))) for stem, found in numbered.items()]
    return "; ".join([*parts, *others])


def _runs(numbers: Sequence[int]) -> Iterator[str]:
    """«1–4», «6», «8–38»: runs of three or more are folded."""
    start = 0
    for at in range(1, len(numbers) + 1):
        if at < len(numbers) and numbers[at] == numbers[at - 1] + 1:
            continue
        run = numbers[start:at]
        yield from [f"{run[0]}–{run[-1]}"] if len(run) > 2 else map(str, run)
        start = at


def missing_units(
    window: Window, week_number: int, expected: int, full: int, partial: Sequence[str], none: Sequence[str]
) -> str:
    """Who has not reported: plain lines that read well on a phone."""
    lines = [f"{capitalised(week(window, week_number))}: đã đủ {number(full)}/{number(expected)} đơn vị."]
    if none:
        lines.append(f"Chưa nộp ({number(len(none))}): {unit_names(none)}.")
    if partial:
        lines.append(f"Còn thiếu số ({number(len(partial))}): {unit_names(partial)}.")
    if not none and not partial:
        lines.append("Không còn đơn vị nào chưa nộp.")
    return "\n".join(lines)


def nothing_asked_yet() -> str:
    return "Chưa có đợt nào được hỏi."


def totals(
    label: str,
    first_on: date,
    last_on: date,
    sections: Sequence[tuple[str, Sequence[str]]],
    reported: int,
    groups: int,
    cut_weeks: Sequence[str],
) -> str:
    """Totals of a period: one figure a line, a heading for each form."""
    parts = [
        f"Tổng hợp {label} ({days(first_on, last_on)}), {number(reported)}/{number(groups)} tổ dân phố có báo."
    ]
    parts += ["\n".join([f"{title}:", *(f"- {line}" for line in lines)]) for title, lines in sections]
    if cut_weeks:
        parts.append(f"Tuần vắt qua đầu, cuối kỳ tính theo ngày cuối tuần: {'; '.join(cut_weeks)}.")
    return "\n\n".join(parts)


def no_totals(label: str) -> str:
    return f"{capitalised(label)} chưa có số liệu nào."


def total_line(label: str, value: int, qualifier: Qualifier) -> str:
    return f"{capitalised(label)}: {_QUALIFIED.get(qualifier, '')}{number(value)}"


def cut_week(label: str, counted: bool) -> str:
    """A week that an end of the period cuts, and whether it is in the totals."""
    return f"{label} {'tính' if counted else 'không tính'}"


def group(number_of_group: int) -> str:
    return f"tổ {number_of_group}"


SAMPLE_NOTES = {
    "leader": "trả lời câu hỏi hằng tuần của tổ",
    "officer": "xem ai chưa nộp, tổng hợp, lấy báo cáo Word",
    "vice-chairman": "xem số liệu và báo cáo trước khi ký",
}
"""What somebody of the sample ward does, by the key on its start page."""

PRODUCT = "Gom Số"
