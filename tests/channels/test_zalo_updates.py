"""Zalo's updates as they are documented and as they have been seen."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.zalo_updates import parse, photo_url, update_key
from storage.records import Channel, MessageKind

DOCUMENTED: dict[str, Any] = {
    "ok": True,
    "result": {
        "message": {
            "from": {"id": "6ede9afa66b88fe6d6a9", "display_name": "Ted", "is_bot": False},
            "chat": {"id": "6ede9afa66b88fe6d6a9", "chat_type": "PRIVATE"},
            "text": "Xin chào",
            "message_id": "2d758cb5e222177a4e35",
            "date": 1750316131602,
        },
        "event_name": "message.text.received",
    },
}


BY_A_BOT = DOCUMENTED["result"]["message"] | {"from": {"id": "1001", "is_bot": True}}


def changed(event: str = "message.text.received", **message: Any) -> dict[str, Any]:
    """The documented update with another event, and other fields of its message."""
    return {"event_name": event, "message": DOCUMENTED["result"]["message"] | message}


@pytest.mark.parametrize("update", [DOCUMENTED, DOCUMENTED["result"]], ids=["envelope", "bare"])
def test_a_text_is_read_in_both_shapes(update: dict[str, Any]) -> None:
    inbound = parse(update, "zalo-2")
    assert inbound is not None
    assert (inbound.channel, inbound.bot) == (Channel.ZALO, "zalo-2")
    assert (inbound.chat_id, inbound.external_id) == ("6ede9afa66b88fe6d6a9", "2d758cb5e222177a4e35")
    assert (inbound.kind, inbound.text) == (MessageKind.TEXT, "Xin chào")
    assert inbound.sent_at == datetime(2025, 6, 19, 6, 55, 31, 602000, UTC)


@pytest.mark.parametrize("code", ["AB12-CD34", "AB12CD34"])
def test_a_one_time_code_stays_text(code: str) -> None:
    inbound = parse(changed(text=code), "zalo-1")
    assert inbound is not None
    assert (inbound.kind, inbound.text) == (MessageKind.TEXT, code)


@pytest.mark.parametrize("name", ["photo", "photo_url"])
def test_a_photo_has_its_caption_and_its_address(name: str) -> None:
    update = changed("message.image.received", text="", caption="3 buổi", **{name: "https://x.invalid/1"})
    inbound = parse(update, "zalo-1")
    assert inbound is not None
    assert (inbound.kind, inbound.text, inbound.lost_photos) == (MessageKind.TEXT, "3 buổi", 0)
    assert photo_url(update) == "https://x.invalid/1"


def test_a_photo_without_an_address_is_lost_not_forgotten() -> None:
    inbound = parse(changed("message.image.received"), "zalo-1")
    assert inbound is not None
    assert inbound.lost_photos == 1


@pytest.mark.parametrize(
    "event",
    [
        "message.sticker.received",
        "message.voice.received",
        "message.unsupported.received",
        "message.video.received",
    ],
)
def test_what_cannot_be_read_is_handed_on_as_such(event: str) -> None:
    inbound = parse(changed(event, text=None), "zalo-1")
    assert inbound is not None
    assert (inbound.kind, inbound.text) == (MessageKind.UNSUPPORTED, "")


@pytest.mark.parametrize(
    "update",
    [
        None,
        [],
        "text",
        {},
        {"ok": True, "result": []},
        changed("user.followed"),
        changed(message_id=None),
        changed(chat=None),
        changed(chat={"id": "g1", "chat_type": "GROUP"}, text="@Bot Gom Số 3 buổi"),
        {"event_name": "message.text.received", "message": BY_A_BOT},
    ],
)
def test_what_is_no_persons_message_is_harmless(update: Any) -> None:
    assert parse(update, "zalo-1") is None


@pytest.mark.parametrize("date", [None, "soon", True, 10**30, float("nan")])
def test_an_odd_date_costs_only_the_date(date: Any) -> None:
    inbound = parse(changed(date=date), "zalo-1")
    assert inbound is not None
    assert inbound.sent_at is None


def test_what_no_database_stores_is_left_out() -> None:
    inbound = parse(changed(text="3 buổi\0\ud83d"), "zalo-1")
    assert inbound is not None
    assert inbound.text == "3 buổi?"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["ok", "result", "message", "event_name", "from", "chat", "id", "text", "date", "photo"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(json_values)
def test_nothing_that_json_can_say_breaks_the_reading(update: Any) -> None:
    parse(update, "zalo-1")
    photo_url(update)
    assert update_key(update) == update_key(update)


def test_updates_are_known_again_by_the_message() -> None:
    assert update_key(DOCUMENTED) == update_key(changed(text="khác")) != update_key(changed(message_id="9"))
    assert update_key({"event_name": "x"}) != update_key({"event_name": "y"})
