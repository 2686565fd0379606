"""Talking to the bot as somebody of the sample ward."""

from itertools import count

from sqlalchemy import select

from bot.tasks.office import Office
from bot.tasks.receive import accept, handle_next
from storage.queries.messages import Line, list_history
from storage.queries.people import list_posts_of_ward, put_web_address
from storage.queries.submissions import list_submissions_in_force
from storage.queries.units import list_wards
from storage.records import Incoming, Role, Submission
from storage.tables import units, windows

_ids = count(1)


class Talker:
    """A person of the ward who types and reads."""

    def __init__(self, office: Office, person_id: int, address_id: int, unit_id: int) -> None:
        self.office, self.person_id, self.address_id, self.unit_id = office, person_id, address_id, unit_id

    async def send(self, text: str, external_id: str = "", photos: tuple[str, ...] = ()) -> int:
        """The message is in the inbox; nobody has answered it yet."""
        incoming = Incoming(self.address_id, external_id or f"test-{next(_ids)}", text, photos=photos)
        message_id, _ = await accept(self.office, incoming)
        return message_id

    async def say(self, text: str, photos: tuple[str, ...] = ()) -> str:
        """What the bot answers."""
        await self.send(text, photos=photos)
        while await handle_next(self.office, self.person_id):
            pass
        return (await self.chat())[-1].text

    async def chat(self) -> list[Line]:
        async with self.office.database.reading() as connection:
            return await list_history(connection, self.person_id, None, 10_000)

    async def submission(self) -> Submission | None:
        """What is in force for the unit in the newest window."""
        async with self.office.database.reading() as connection:
            newest = (
                await connection.execute(select(windows.c.id).order_by(windows.c.first_on.desc()).limit(1))
            ).scalar_one()
            found = await list_submissions_in_force(connection, [self.unit_id], [newest])
        return found.get((self.unit_id, newest))

    async def figures(self) -> dict[str, int]:
        found = await self.submission()
        return {tally.indicator: tally.value for tally in found.tallies} if found else {}


async def talker(office: Office, role: Role = Role.REPORTER, unit_code: str | None = None) -> Talker:
    """The first person with that role (of that unit)."""
    async with office.database.transaction() as connection:
        (ward,) = await list_wards(connection)
        posts = await list_posts_of_ward(connection, ward.unit_id, office.clock.now().date())
        post = next(
            post for post in posts if post.membership.role is role and unit_code in {None, post.unit.code}
        )
        address_id = await put_web_address(connection, post.membership.person_id)
    return Talker(office, post.membership.person_id, address_id, post.unit.id)


async def leaders(office: Office) -> list[Talker]:
    """One reporter for each group."""
    async with office.database.reading() as connection:
        codes = (
            (
                await connection.execute(
                    select(units.c.code).where(units.c.kind == "group", units.c.to_on.is_(None))
                )
            )
            .scalars()
            .all()
        )
    return [await talker(office, Role.REPORTER, code) for code in codes]
