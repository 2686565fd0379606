"""Two `gomso run` on one SQLite file: the second serves pages only and says why."""

import uuid
from contextlib import closing
from pathlib import Path

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
