"""Killed at any moment: what was accepted is stored once, what is owed is said, nothing twice."""

import random
import sqlite3
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from tests.system.server import Server

KILLS = 10


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path)
    server.start()
    yield server
    server.kill()


def rows(folder: Path, statement: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(folder / "gomso.db")
    try:
        return connection.execute(statement).fetchall()
    finally:
        connection.close()


def figure(number: int) -> int:
    """What the message of this number says: never the one before, always under the weekly limit."""
    return 20 + number % 50


class Typist(threading.Thread):
    """Sends one correction after another; each until its acceptance is shown, with the same id."""

    def __init__(self, client: httpx.Client) -> None:
        super().__init__(daemon=True)
        self.client, self.accepted, self.stopping = client, [], False  # type: ignore[var-annotated]

    def run(self) -> None:
        number = 0
        while not self.stopping:
            number += 1
            text = f"loa {figure(number)} lượt" if number == 1 else f"sửa loa thành {figure(number)}"
            message_id = str(uuid.uuid4())
            while not self._send(message_id, text):
                time.sleep(0.05)
            self.accepted.append(message_id)

    def _send(self, message_id: str, text: str) -> bool:
        try:
            answer = self.client.post("/chat/tin", json={"id": message_id, "text": text})
        except httpx.TransportError:
            return False
        assert answer.status_code == 200, answer.text
        return True


def test_kill_9_loses_nothing_and_repeats_nothing(server: Server, tmp_path: Path) -> None:
    chance = random.Random(5)
    typist = Typist(server.log_in("leader"))
    typist.start()
    for _ in range(KILLS):
        time.sleep(chance.uniform(0.05, 0.6))
        server.kill()
        server.start()
    typist.stopping = True
    typist.join(timeout=30)
    typist.client.close()
    assert not typist.is_alive()
    sent = len(typist.accepted)
    for _ in range(200):
        if not rows(tmp_path, "SELECT 1 FROM inbox WHERE handled_at IS NULL"):
            break
        time.sleep(0.05)
    assert sent > KILLS
    mine = "SELECT external_id FROM inbox WHERE length(external_id) = 36 ORDER BY id"
    assert [row[0] for row in rows(tmp_path, mine)] == typist.accepted
    replies = rows(tmp_path, "SELECT key, count(*) FROM outbox WHERE key LIKE 'reply:%' GROUP BY key")
    assert [count for _, count in replies] == [1] * sent
    versions = rows(
        tmp_path,
        "SELECT count(*), max(version) FROM submissions WHERE message_id IN "
        "(SELECT id FROM inbox WHERE length(external_id) = 36)",
    )
    assert versions == [(sent, sent)]
    value = rows(
        tmp_path,
        "SELECT value FROM tallies JOIN submissions ON submissions.id = submission_id "
        f"WHERE indicator = 'broadcasts' AND version = {sent} AND replaced_at IS NULL",
    )
    assert value == [(figure(sent),)]


def test_it_stops_at_once_when_told_to(server: Server) -> None:
    with closing(server.log_in("officer")) as client, client.stream("GET", "/chat/dong") as stream:
        assert stream.status_code == 200
        began = time.monotonic()
        assert server.stop() == 0
        assert time.monotonic() - began < 10  # a stream left open must not hold it up
    server.start()
