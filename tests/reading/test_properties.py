"""What holds for any message whatever."""

import json
import re
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reading.lines import read_lines
from bot.reading.replies import Outcome, Reading
from tests.reading.form import GROUP, reading

_WORDS = (
    "3|120|14|0|1.684|2,5|12/6|8h30|1e5|45/50|buổi|người|lượt|loa|zalo|tin|tờ rơi|họp|dự|phản ánh|hướng dẫn"
    "|không|ko|k|chưa|gì|còn lại|như tuần trước|tuần 24|tuần trước|sửa|thành|thêm|bớt|bỏ|nhầm|mục|ý"
    "|khoảng|gần|trên|đến|mỗi|sáng|tối|hai|ba|năm|sáu|mươi|trăm|nghìn|rưỡi|lăm|tư|sau|bay|nam|tam|tu"
    "|tổ 5|ngõ 27|bác Năm|em|nhé|và|hoặc|hay|nữ|hộ|giờ|mưa|phấn khởi|chắc|?|,|.|;|-|/|(|)|:|=|+|\n|x"
    "|DROP TABLE|<b>|\u200b|\u202e|\x00|٣|👍"
)
WORDS = _WORDS.split("|")
sentences = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)
messages = st.one_of(
    sentences, st.text(max_size=60), st.lists(st.sampled_from(WORDS), max_size=8).map("".join)
)
questions = st.sampled_from([None, *GROUP.codes])
records = st.one_of(st.none(), st.dictionaries(st.sampled_from(GROUP.codes), st.integers(0, 500), max_size=4))


def shown(found: Reading) -> str:
    """All digits that a reading accounts for."""
    pieces = [*found.not_understood, *found.asides, *found.window, found.remark or ""]
    values = [*(found.values or {}).values(), *found.understood.values()]
    return " ".join([*pieces, *map(str, values)])


@settings(max_examples=1500, deadline=None)
@given(messages, questions, records)
def test_a_reading_is_whole_and_consistent(text: str, asked: str | None, prev: dict[str, int] | None) -> None:
    found = reading(text, asked, prev)
    assert found == reading(text, asked, prev)
    assert found == reading(unicodedata.normalize("NFD", text), asked, prev)
    assert (found.values is None) or set(found.values) <= set(GROUP.codes)
    assert set(found.qualifiers) | set(found.state) <= set(found.values or {})
    assert all(value >= 0 for value in (found.values or {}).values())
    if found.outcome is Outcome.ACCEPT:
        assert found.values and not found.not_understood and not found.qualifiers and not found.as_last_week
    if found.outcome is Outcome.ASK_AGAIN:
        assert found.values is None and not found.state
    assert found.readback.endswith((".", "?", "»."))
    json.dumps(found.as_json(1))


@settings(max_examples=1500, deadline=None)
@given(sentences, questions)
def test_no_digit_is_dropped_silently(text: str, asked: str | None) -> None:
    found = reading(text, asked)
    seen = re.sub(r"[.,\s]", "", shown(found))
    for run in re.findall(r"[0-9]+", text):
        assert run.lstrip("0") in seen, (run, found)


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(["nul \x00", "\u200b", "\u202e", "\u2067", "٣", "三", "<script>", "{}", "$(rm)", "б"]),
    sentences,
)
def test_hostile_text_is_never_accepted(bait: str, text: str) -> None:
    assert reading(f"3 buổi {bait} {text}").outcome is not Outcome.ACCEPT
    assert reading(f"{text} {bait} 120 người dự").outcome is not Outcome.ACCEPT


def test_a_huge_message_is_refused_whole() -> None:
    found = reading("3 buổi " * 20_000)
    assert (found.outcome, found.reason.value) == (Outcome.ASK_AGAIN, "too_long")


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.one_of(st.text(max_size=40), st.just('{"id": 1, "text": "3 buổi"}'), st.just("[1]")), max_size=5
    )
)
def test_lines_give_one_answer_each_and_never_raise(lines: list[str]) -> None:
    answers = [json.loads(line) for line in read_lines(lines, GROUP)]
    assert len(answers) == sum(bool(line.strip()) for line in lines)
    assert all("outcome" in answer or "error" in answer for answer in answers)
