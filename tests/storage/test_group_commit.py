"""Several transactions in one commit: each whole or not at all, none at another's expense."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import IntegrityError

from storage.database import Database
from storage.tables import people


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'group.db'}")
    await database.migrate()
    yield database
    await database.close()


@pytest.fixture
def commits(database: Database) -> list[None]:
    """Grows with each commit of the writing connection."""
    counted: list[None] = []
    event.listen(database._writer.sync_engine, "commit", lambda _: counted.append(None))
    return counted


async def add(database: Database, name: str, error: Exception | None = None) -> None:
    async with database.transaction() as connection:
        await connection.execute(people.insert().values(name=name, honorific="bác"))
        await asyncio.sleep(0)
        if error:
            raise error


async def names(database: Database) -> set[str]:
    async with database.reading() as connection:
        return set((await connection.execute(select(people.c.name))).scalars())


async def test_those_that_wait_are_committed_together(database: Database, commits: list[None]) -> None:
    everybody = {f"Người {number} (mẫu)" for number in range(20)}
    await asyncio.gather(*(add(database, name) for name in everybody))
    assert await names(database) == everybody
    assert len(commits) < 5


async def test_one_alone_is_committed_when_it_ends(database: Database) -> None:
    await add(database, "Một mình (mẫu)")
    assert await names(database) == {"Một mình (mẫu)"}


@pytest.mark.parametrize("failing", [0, 1, 9])
async def test_a_failing_one_takes_nothing_of_the_others_with_it(database: Database, failing: int) -> None:
    done = await asyncio.gather(
        *(add(database, f"{n} (mẫu)", ValueError("no") if n == failing else None) for n in range(10)),
        return_exceptions=True,
    )
    assert [n for n, result in enumerate(done) if result] == [failing]
    assert await names(database) == {f"{n} (mẫu)" for n in range(10) if n != failing}


async def test_a_refused_statement_takes_nothing_of_the_others_with_it(database: Database) -> None:
    async def clash(number: int) -> None:
        async with database.transaction() as connection:
            row = {"id": 7, "name": f"{number} (mẫu)", "honorific": "bác"}
            await connection.execute(people.insert().values(row))

    done = await asyncio.gather(clash(1), clash(2), add(database, "Sau cùng (mẫu)"), return_exceptions=True)
    assert [type(result) for result in done] == [type(None), IntegrityError, type(None)]
    assert await names(database) == {"1 (mẫu)", "Sau cùng (mẫu)"}


@pytest.mark.parametrize("cancelled", [0, 3])
async def test_a_cancelled_one_leaves_no_transaction_open(database: Database, cancelled: int) -> None:
    tasks = [asyncio.create_task(add(database, f"{n} (mẫu)")) for n in range(5)]
    await asyncio.sleep(0)
    tasks[cancelled].cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    others = {f"{n} (mẫu)" for n in range(5) if n != cancelled}
    assert others <= await names(database)
    other = Database(str(database.url.set(drivername="sqlite")))
    await asyncio.wait_for(add(other, "Tiến trình khác (mẫu)"), 5)
    await other.close()


async def test_nobody_is_told_of_success_when_the_commit_fails(database: Database) -> None:
    def refuse(_: object) -> None:
        raise OSError("disk full")

    event.listen(database._writer.sync_engine, "commit", refuse)
    done = await asyncio.gather(*(add(database, f"{n} (mẫu)") for n in range(4)), return_exceptions=True)
    event.remove(database._writer.sync_engine, "commit", refuse)
    assert [type(result) for result in done] == [OSError] * 4
    assert await names(database) == set()
    await add(database, "Sau đó (mẫu)")
    assert await names(database) == {"Sau đó (mẫu)"}
