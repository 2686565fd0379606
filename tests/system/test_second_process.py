"""Two `gomso run` on one database: SQLite has one that sends, PostgreSQL one at a time."""

import uuid
from contextlib import closing
from pathlib import Path

import pytest

from tests.channels.telegram_people import User
from tests.channels.telegram_server import TelegramServer
from tests.system.server import Server
from tests.system.test_kill_telegram import wait_until

TOKEN = "4242:offline-secret-token"


def test_the_second_serves_pages_only_and_says_why(tmp_path: Path) -> None:
    database = {"DATABASE_URL": f"sqlite:///{tmp_path}/gomso.db"}
    with TelegramServer(TOKEN) as telegram:
        channel = {"GOMSO_TELEGRAM_TOKEN": TOKEN, "GOMSO_TELEGRAM_BASE_URL": telegram.url}
        (tmp_path / "one").mkdir()
        (tmp_path / "two").mkdir()
        first = Server(tmp_path / "one", **database, **channel)
        second = Server(tmp_path / "two", **database, **channel)
        user: User = telegram.user(900, "Người lạ (mẫu)")
        try:
            first.start()
            second.start()
            told = second.log.read_text("utf-8")
            assert "already asks and reminds on gomso.db; this one answers and serves pages only" in told
            user.says("xin chào")
            wait_until(user.sees, "nobody answers", first)
            with closing(second.log_in("officer")) as page:
                asked = {"id": str(uuid.uuid4()), "text": "ai chưa nộp"}
                assert page.post("/chat/tin", json=asked).status_code == 200
                wait_until(lambda: "đơn vị" in page.get("/chat").text, "the page has no answer", second)
            assert telegram.conflicts == 0  # one of them polls
            # The second never takes over by itself; whoever is started anew is at work at once.
            first.kill()
            user.says("có ai không")
            first.start()
            wait_until(lambda: len(user.sees()) == 2, "the new one does not answer", first)
            assert [seen.text for seen in user.sees()].count(user.sees()[0].text) == 2
            assert "already asks" not in first.log.read_text("utf-8")
        finally:
            first.kill()
            second.kill()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_on_postgresql_the_second_takes_over_when_the_first_dies(database_url: str, tmp_path: Path) -> None:
    with TelegramServer(TOKEN) as telegram:
        settings = {
            "DATABASE_URL": database_url,
            "GOMSO_TELEGRAM_TOKEN": TOKEN,
            "GOMSO_TELEGRAM_BASE_URL": telegram.url,
            "GOMSO_SAMPLE": "off",
        }
        (tmp_path / "one").mkdir()
        (tmp_path / "two").mkdir()
        first, second = Server(tmp_path / "one", **settings), Server(tmp_path / "two", **settings)
        user = telegram.user(900, "Người lạ (mẫu)")
        try:
            first.start()
            user.says("xin chào")
            wait_until(user.sees, "nobody answers", first)
            second.start()
            user.says("có ai không")
            wait_until(lambda: len(user.sees()) == 2, "nobody answers", first)
            assert telegram.conflicts == 0  # only one of them polls
            first.kill()
            user.says("còn ai không")
            wait_until(lambda: len(user.sees()) == 3, "the second does not take over", second)
            assert "already asks" not in second.log.read_text("utf-8")
        finally:
            first.kill()
            second.kill()
