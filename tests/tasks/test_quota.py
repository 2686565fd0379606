"""Seats and messages of Zalo's free plan."""

import pytest

from bot.tasks.quota import Quota, can_remind, choose_bot


@pytest.mark.parametrize(
    ("sent", "level"),
    [(0, None), (2099, None), (2100, 70), (2549, 70), (2550, 85), (2849, 85), (2850, 95), (3100, 95)],
)
def test_the_warnings_come_at_their_shares(sent: int, level: int | None) -> None:
    assert Quota(3000).level(sent) == level


def test_people_are_spread_evenly_and_nobody_is_put_on_a_full_bot() -> None:
    loads = {"zalo-1": 0, "zalo-2": 0, "zalo-3": 0}
    for _ in range(113):
        bot = choose_bot(loads)
        assert bot is not None
        loads[bot] += 1
    assert sorted(loads.values()) == [37, 38, 38]
    assert choose_bot({"zalo-1": 50, "zalo-2": 49}) == "zalo-2"
    assert choose_bot({"zalo-1": 50, "zalo-2": 51}) is None
    assert choose_bot({}) is None


def test_a_reminder_leaves_enough_for_prompts_and_receipts() -> None:
    assert can_remind(sent=2899, limit=3000, expected_rest=100)
    assert not can_remind(sent=2900, limit=3000, expected_rest=100)
