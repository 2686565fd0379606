import json

from bot.reading.lines import read_lines
from tests.reading.form import GROUP


def answers(*lines: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in read_lines(lines, GROUP)]


def test_the_answer_has_exactly_the_agreed_keys() -> None:
    (answer,) = answers(
        '{"id": "a1", "text": "khoảng 80", "form": ["meetings", "attendees"], "asked": "attendees"}'
    )
    assert answer == {
        "id": "a1",
        "outcome": "confirm",
        "values": {"attendees": 80},
        "qualifiers": {"attendees": "about"},
        "state": {},
        "not_understood": [],
        "reason": "approximate",
        "readback": "Em hiểu là khoảng 80 lượt người dự. Đúng không ạ?",
    }


def test_a_broken_line_is_named_and_the_next_is_read() -> None:
    given = ("{", "[]", "", '{"text": 3}', '{"text": "3", "form": ["xyz"]}', '{"text": "3", "asked": "xyz"}')
    found = answers(
        *given, '{"id": 7, "text": "3 buổi", "prev": {"meetings": "3"}}', '{"id": 8, "text": "3 buổi"}'
    )
    assert [answer.get("line") for answer in found] == [1, 2, 4, 5, 6, 7, None]
    assert all("error" in answer for answer in found[:-1])
    assert found[-1]["outcome"] == "accept"


def test_half_a_surrogate_pair_can_still_be_printed() -> None:
    line = next(read_lines(['{"id": "\\ud83d", "text": "\\ud83d 3 buổi"}'], GROUP))
    assert json.loads(line.encode("utf-8"))["outcome"] == "confirm"


def test_numbers_too_long_for_json_readers_do_not_break_the_line() -> None:
    found = answers('{"id": 1, "text": "%s"}' % ("9" * 5000), '{"id": %s, "text": "3"}' % ("9" * 5000))
    assert len(found) == 2
