"""Units and made-up people of the sample ward, read from its ward file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from storage.records import Address, Channel, Membership, Person, Role, Unit, UnitKind


@dataclass(frozen=True, slots=True)
class Places:
    """Who is where; ids count from 1 in the file's order."""

    units: tuple[Unit, ...]
    people: tuple[Person, ...]
    memberships: tuple[Membership, ...]
    addresses: tuple[Address, ...]

    def unit(self, code: str) -> Unit:
        """Raises KeyError when there is none of that code."""
        for unit in self.units:
            if unit.code == code:
                return unit
        raise KeyError(code)

    def posts(self, day: date) -> list[Membership]:
        """Reporters' memberships on that day, in the file's order."""
        return [
            post
            for post in self.memberships
            if post.role is Role.REPORTER
            and post.from_on <= day
            and (post.to_on is None or day <= post.to_on)
        ]


def read_places(ward_file: Mapping[str, Any]) -> Places:
    """Raises KeyError when the file names a unit that it does not have, or leaves a name out."""
    units = _units(ward_file)
    ids = {unit.code: unit.id for unit in units}
    people = tuple(
        Person(number, f"{values['name']} {ward_file['mark']}", values["honorific"])
        for number, values in enumerate(ward_file["person"], start=1)
    )
    memberships = tuple(
        Membership(
            person.id,
            ids[post["unit"]],
            Role(post.get("role", Role.REPORTER)),
            post.get("from", ward_file["ward"]["from"]),
            post.get("to"),
            post["title"],
        )
        for person, values in zip(people, ward_file["person"], strict=True)
        for post in values["posts"]
    )
    addresses = tuple(Address(person.id, person.id, Channel.WEB, "", f"mau-{person.id}") for person in people)
    return Places(units, people, memberships, addresses)


def _units(ward_file: Mapping[str, Any]) -> tuple[Unit, ...]:
    city, ward, groups = ward_file["city"], ward_file["ward"], ward_file["groups"]
    from_on, ended = ward["from"], {end["number"]: end for end in groups["ended"]}
    numbers = range(1, groups["count"] + 1)
    first_group, first_office = 3, 3 + len(numbers)
    return (
        Unit(1, city["code"], UnitKind.CITY, city["name"], None, None, from_on),
        Unit(2, ward["code"], UnitKind.WARD, ward["name"], 1, None, from_on),
        *(
            Unit(
                id=first_group + number - 1,
                code=groups["code"].format(number=number),
                kind=UnitKind.GROUP,
                name=groups["name"].format(number=number),
                parent_id=2,
                form="group",
                from_on=from_on,
                to_on=ended[number]["to"] if number in ended else None,
                merged_into=first_group + ended[number]["into"] - 1 if number in ended else None,
                position=number,
            )
            for number in numbers
        ),
        *(
            Unit(
                id=first_office + place,
                code=office["code"],
                kind=UnitKind.OFFICE,
                name=office["name"],
                parent_id=2,
                form=office.get("form"),
                from_on=from_on,
                position=place + 1,
            )
            for place, office in enumerate(ward_file["office"])
        ),
    )
