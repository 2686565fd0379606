"""People, their memberships over time, their addresses, links and logins."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import RowMapping, and_, bindparam, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.queries.inserts import add_unless_there
from storage.queries.units import unit_of
from storage.records import Address, Channel, Membership, Person, Role, Unit, Ward
from storage.tables import addresses, links, memberships, people, units, wards, web_logins


@dataclass(frozen=True, slots=True)
class Post:
    """A membership with its unit."""

    membership: Membership
    unit: Unit


def _membership(row: RowMapping) -> Membership:
    return Membership(
        person_id=row["person_id"],
        unit_id=row["unit_id"],
        role=Role(row["role"]),
        from_on=row["membership_from"],
        to_on=row["membership_to"],
        title=row["title"],
    )


_POSTS = (
    select(
        units,
        memberships.c.person_id,
        memberships.c.unit_id,
        memberships.c.role,
        memberships.c.title,
        memberships.c.from_on.label("membership_from"),
        memberships.c.to_on.label("membership_to"),
    )
    .join(units, units.c.id == memberships.c.unit_id)
    .order_by(units.c.position, units.c.id, memberships.c.id)
)


async def get_person(connection: AsyncConnection, person_id: int) -> Person | None:
    row = (await connection.execute(select(people).where(people.c.id == person_id))).mappings().one_or_none()
    return Person(**row) if row else None


@dataclass(frozen=True, slots=True)
class Who:
    """A person, his posts on a day, and the ward he serves (None when he holds no post)."""

    person: Person
    posts: tuple[Post, ...]
    ward: Ward | None


async def get_who(connection: AsyncConnection, person_id: int, on: date) -> Who | None:
    """All of it in one statement, as every message asks for it. None when there is no such person."""
    rows = (await connection.execute(_WHO, {"person": person_id, "on": on})).mappings().all()
    if not rows:
        return None
    posts = tuple(Post(_membership(row), unit_of(row)) for row in rows if row["unit_id"] is not None)
    served = next((row for row in rows if row["ward_unit_id"] is not None), None)
    ward = Ward(**{column.name: served[f"ward_{column.name}"] for column in wards.c}) if served else None
    return Who(Person(person_id, rows[0]["person_name"], rows[0]["honorific"]), posts, ward)


_HELD = and_(
    memberships.c.person_id == people.c.id,
    memberships.c.from_on <= bindparam("on"),
    or_(memberships.c.to_on.is_(None), memberships.c.to_on >= bindparam("on")),
)
_WHO = (
    select(
        people.c.name.label("person_name"),
        people.c.honorific,
        units,
        memberships.c.person_id,
        memberships.c.unit_id,
        memberships.c.role,
        memberships.c.title,
        memberships.c.from_on.label("membership_from"),
        memberships.c.to_on.label("membership_to"),
        *(column.label(f"ward_{column.name}") for column in wards.c),
    )
    .select_from(
        people.outerjoin(memberships, _HELD)
        .outerjoin(units, units.c.id == memberships.c.unit_id)
        .outerjoin(wards, or_(wards.c.unit_id == units.c.id, wards.c.unit_id == units.c.parent_id))
    )
    .where(people.c.id == bindparam("person"))
    .order_by(units.c.position, units.c.id, memberships.c.id)
)


async def list_posts(connection: AsyncConnection, person_id: int, on: date) -> list[Post]:
    """What the person is, and of which units, on that day."""
    statement = _POSTS.where(
        memberships.c.person_id == person_id,
        memberships.c.from_on <= on,
        or_(memberships.c.to_on.is_(None), memberships.c.to_on >= on),
    )
    rows = (await connection.execute(statement)).mappings()
    return [Post(_membership(row), unit_of(row)) for row in rows]


async def list_reporters(connection: AsyncConnection, ward_id: int, on: date) -> list[tuple[Person, Post]]:
    """Every reporter of a unit of the ward on that day, in the units' order."""
    statement = (
        _POSTS.add_columns(people.c.name.label("person_name"), people.c.honorific)
        .join(people, people.c.id == memberships.c.person_id)
        .where(
            units.c.parent_id == ward_id,
            memberships.c.role == Role.REPORTER,
            memberships.c.from_on <= on,
            or_(memberships.c.to_on.is_(None), memberships.c.to_on >= on),
        )
    )
    rows = (await connection.execute(statement)).mappings()
    return [
        (Person(row["person_id"], row["person_name"], row["honorific"]), Post(_membership(row), unit_of(row)))
        for row in rows
    ]


async def list_posts_of_ward(connection: AsyncConnection, ward_id: int, on: date) -> list[Post]:
    """Every post in the ward or in one of its units on that day."""
    statement = _POSTS.where(
        or_(units.c.parent_id == ward_id, units.c.id == ward_id),
        memberships.c.from_on <= on,
        or_(memberships.c.to_on.is_(None), memberships.c.to_on >= on),
    )
    return [Post(_membership(row), unit_of(row)) for row in (await connection.execute(statement)).mappings()]


async def list_names(connection: AsyncConnection, ward_id: int) -> list[str]:
    """The names of all who hold or held a post in the ward or in one of its units."""
    rows = await connection.execute(
        select(people.c.name)
        .distinct()
        .join(memberships, memberships.c.person_id == people.c.id)
        .join(units, units.c.id == memberships.c.unit_id)
        .where(or_(units.c.parent_id == ward_id, units.c.id == ward_id))
        .order_by(people.c.name)
    )
    return list(rows.scalars())


def _address(row: RowMapping) -> Address:
    return Address(row["id"], row["person_id"], Channel(row["channel"]), row["bot"], row["chat_id"])


async def get_address(connection: AsyncConnection, address_id: int) -> Address | None:
    statement = select(addresses).where(addresses.c.id == address_id)
    row = (await connection.execute(statement)).mappings().one_or_none()
    return _address(row) if row else None


async def list_addresses(
    connection: AsyncConnection, person_ids: Collection[int]
) -> dict[int, list[Address]]:
    """Where each person can be written to, by person id."""
    rows = await connection.execute(
        select(addresses).where(addresses.c.person_id.in_(person_ids)).order_by(addresses.c.id)
    )
    found: dict[int, list[Address]] = {}
    for row in rows.mappings():
        found.setdefault(row["person_id"], []).append(_address(row))
    return found


async def put_web_address(connection: AsyncConnection, person_id: int) -> int:
    """Id of the person's address on the web chat, made if there is none."""
    found = await connection.execute(
        select(addresses.c.id).where(addresses.c.person_id == person_id, addresses.c.channel == Channel.WEB)
    )
    address_id: int | None = found.scalars().first()
    if address_id is None:
        made = await connection.execute(
            insert(addresses)
            .values(person_id=person_id, channel=Channel.WEB, bot="", chat_id=f"person-{person_id}")
            .returning(addresses.c.id)
        )
        return int(made.scalar_one())
    return address_id


async def put_address(
    connection: AsyncConnection, channel: Channel, bot: str, chat_id: str, now: datetime
) -> Address:
    """The address of a chat that has just been heard from, made if it is new, open again if it was closed."""
    heard = {"of_channel": channel, "of_bot": bot, "of_chat": chat_id, "now": now}
    row = (await connection.execute(_HEARD, heard)).mappings().one_or_none()
    if row is None:
        await add_unless_there(connection, addresses, {"channel": channel, "bot": bot, "chat_id": chat_id})
        row = (await connection.execute(_HEARD, heard)).mappings().one()
    return _address(row)


_HEARD = (
    update(addresses)
    .where(
        addresses.c.channel == bindparam("of_channel"),
        addresses.c.bot == bindparam("of_bot"),
        addresses.c.chat_id == bindparam("of_chat"),
    )
    .values(last_heard_at=bindparam("now"), closed_at=None, closed_why="")
    .returning(addresses)
)


async def mark_address_closed(connection: AsyncConnection, address_id: int, why: str, now: datetime) -> None:
    """The channel says that nothing reaches this chat any more; `why` is a short word for the officer."""
    await connection.execute(
        update(addresses).where(addresses.c.id == address_id).values(closed_at=now, closed_why=why)
    )


async def move_address(connection: AsyncConnection, address_id: int, chat_id: str) -> None:
    """The chat has another id from now on."""
    await connection.execute(update(addresses).where(addresses.c.id == address_id).values(chat_id=chat_id))


async def link_address(connection: AsyncConnection, address_id: int, person_id: int) -> None:
    """From now on whoever writes from there is that person."""
    await connection.execute(
        update(addresses).where(addresses.c.id == address_id).values(person_id=person_id)
    )


async def add_link(
    connection: AsyncConnection, token_hash: str, person_id: int, made_at: datetime, expires_at: datetime
) -> None:
    """A personal link that opens the web chat once."""
    await connection.execute(
        insert(links).values(
            token_hash=token_hash, person_id=person_id, made_at=made_at, expires_at=expires_at
        )
    )


async def get_link_person(connection: AsyncConnection, token_hash: str, now: datetime) -> Person | None:
    """Whose link it is; None when it is unknown, used or too old."""
    statement = (
        select(people)
        .join(links, links.c.person_id == people.c.id)
        .where(links.c.token_hash == token_hash, links.c.used_at.is_(None), links.c.expires_at > now)
    )
    row = (await connection.execute(statement)).mappings().one_or_none()
    return Person(**row) if row else None


async def mark_link_used(connection: AsyncConnection, token_hash: str, now: datetime) -> bool:
    """Uses a link up. False when somebody was faster or it has expired."""
    done = await connection.execute(
        update(links)
        .where(links.c.token_hash == token_hash, links.c.used_at.is_(None), links.c.expires_at > now)
        .values(used_at=now)
    )
    return done.rowcount == 1


async def add_login(connection: AsyncConnection, token_hash: str, address_id: int, now: datetime) -> None:
    await connection.execute(
        insert(web_logins).values(token_hash=token_hash, address_id=address_id, made_at=now)
    )


async def get_login(connection: AsyncConnection, token_hash: str) -> Address | None:
    """The address behind a browser's login; None when unknown or ended."""
    statement = (
        select(addresses)
        .join(web_logins, web_logins.c.address_id == addresses.c.id)
        .where(web_logins.c.token_hash == token_hash, web_logins.c.ended_at.is_(None))
    )
    row = (await connection.execute(statement)).mappings().one_or_none()
    return _address(row) if row else None


async def mark_login_ended(connection: AsyncConnection, token_hash: str, now: datetime) -> None:
    await connection.execute(
        update(web_logins).where(web_logins.c.token_hash == token_hash).values(ended_at=now)
    )


async def list_officer_chats(connection: AsyncConnection, channel: Channel, bot: str, on: date) -> list[str]:
    """Chat ids of that bot whose people are officers, leaders or administrators on that day."""
    rows = await connection.execute(
        select(addresses.c.chat_id)
        .join(memberships, memberships.c.person_id == addresses.c.person_id)
        .where(
            addresses.c.channel == channel,
            addresses.c.bot == bot,
            addresses.c.closed_at.is_(None),
            memberships.c.role.in_((Role.OFFICER, Role.LEADER, Role.ADMIN)),
            memberships.c.from_on <= on,
            or_(memberships.c.to_on.is_(None), memberships.c.to_on >= on),
        )
        .distinct()
    )
    return list(rows.scalars())


async def count_people_by_bot(connection: AsyncConnection, channel: Channel) -> dict[str, int]:
    """How many open chats of known people each bot of a channel has."""
    rows = await connection.execute(
        select(addresses.c.bot, func.count())
        .where(
            addresses.c.channel == channel,
            addresses.c.person_id.is_not(None),
            addresses.c.closed_at.is_(None),
        )
        .group_by(addresses.c.bot)
    )
    return {str(bot): int(count) for bot, count in rows}
