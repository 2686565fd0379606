"""What the chat needs beyond outcome and figures."""

import pytest

from bot.reading.replies import Outcome, Reason, read
from tests.reading.form import GROUP, brief, reading


def test_a_remark_is_kept_as_typed() -> None:
    found = reading("3 buổi, 120 người. Bà con đề nghị sửa đèn")
    assert found.outcome is Outcome.ACCEPT
    assert found.remark == "Bà con đề nghị sửa đèn"


def test_a_remark_that_may_change_a_figure_is_read_back() -> None:
    for remark in (
        "nhưng chưa chắc",
        "mỗi buổi",
        "hình như thế",
        "không nhớ rõ",
        "chưa kể phụ nữ",
        "sai rồi",
    ):
        assert reading(f"3 buổi, 120 người dự, {remark}").outcome is not Outcome.ACCEPT, remark


def test_asks_naming_both_when_two_indicators_are_possible() -> None:
    found = reading("120 người")
    assert found.reason is Reason.TWO_POSSIBLE
    assert found.candidates == ("attendees", "guided")
    assert "lượt người dự hay lượt người được hướng dẫn" in found.readback


def test_what_is_plain_in_an_unclear_message_is_not_lost() -> None:
    found = reading("zalo 5 tin, vài chục người")
    assert found.values is None
    assert found.understood == {"zalo_posts": 5}


def test_as_last_week_for_all_or_one_or_the_rest() -> None:
    assert reading("như tuần trước").as_last_week == frozenset(GROUP.codes)
    assert reading("loa như cũ, 3 buổi").as_last_week == {"broadcasts"}
    assert reading("loa 14, còn lại như cũ").as_last_week == set(GROUP.codes) - {"broadcasts"}
    assert reading("như tuần trước", prev={"meetings": 3}).as_last_week == set(GROUP.codes) - {"meetings"}


def test_nothing_to_report_is_not_zero() -> None:
    whole, one = reading("không phát sinh"), reading("không", asked="meetings")
    assert set(whole.state.values()) == {"nothing_to_report"}
    assert one.state == {"meetings": "zero"}


def test_the_rest_is_what_is_neither_said_nor_recorded() -> None:
    found = reading("loa 14, còn lại không", prev={"meetings": 3, "attendees": 120})
    assert found.values == {"broadcasts": 14, "zalo_posts": 0, "guided": 0, "leaflets": 0, "feedback": 0}


def test_corrections_say_so() -> None:
    prev = {"meetings": 3, "broadcasts": 12}
    found = reading("sửa loa 12 thành 21", prev=prev)
    assert found.correction
    assert not reading("loa 21", prev=prev).correction
    assert reading("bỏ mục 3", prev=prev).removed == {"broadcasts"}
    assert brief("sửa lại: 4 buổi, loa 15", prev=prev) == ("accept", {"meetings": 4, "broadcasts": 15})
    assert brief("ghi nhầm 1 buổi", prev=prev) == ("confirm", {"meetings": 1})


def test_weeks_are_named_and_two_are_asked_apart() -> None:
    assert reading("tuần 23: 3 buổi").window == ("tuần 23",)
    assert reading("tuần này 2 buổi, tuần trước 3 buổi").reason is Reason.TWO_WEEKS


def test_ten_times_the_usual_is_read_back() -> None:
    found = read("loa 140", GROUP, GROUP.codes, usual={"broadcasts": 14})
    assert (found.outcome, found.reason) == (Outcome.CONFIRM, Reason.TEN_TIMES)
    assert read("loa 139", GROUP, GROUP.codes, usual={"broadcasts": 14}).outcome is Outcome.ACCEPT


def test_a_figure_against_the_record_of_another_is_read_back() -> None:
    assert reading("120 người dự", prev={"meetings": 0}).reason is Reason.CHECK_FAILED


@pytest.mark.parametrize("text", ["", "   ", "\n", "👍", "...", "\x00"])
def test_nothing_said_is_asked_again(text: str) -> None:
    assert reading(text).outcome is Outcome.ASK_AGAIN


def test_a_subset_of_the_questions_is_answered_in_its_order() -> None:
    found = read("14 5", GROUP, ["broadcasts", "zalo_posts"])
    assert found.values == {"broadcasts": 14, "zalo_posts": 5}


def test_meetings_counted_off_are_not_added_up() -> None:
    told = "họp 2 buổi, buổi 1 40 người, buổi 2 55 người"
    assert brief(told) == ("confirm", {"meetings": 2, "attendees": 95})
    assert brief("buổi 1: 40 người, buổi 2: 50 người") == ("confirm", {"meetings": 2, "attendees": 90})
    assert brief("họp 2 buổi (1 buổi sáng, 1 buổi tối)") == ("confirm", {"meetings": 2})


def test_two_figures_in_a_doubtful_message_are_not_added_up() -> None:
    for told in ("kế hoạch 5 buổi, thực hiện 3 buổi", "200 tờ, còn 50 tờ", "họp 2 buổi, mai họp 1 buổi"):
        assert reading(told).outcome is Outcome.ASK_AGAIN, told
