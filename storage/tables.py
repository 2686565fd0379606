"""The tables. The same on SQLite and PostgreSQL; made and changed only by `storage/migrations`.

`submissions`, `tallies`, `audit`, `passages`, `submittals` and `editions` are never overwritten: triggers in
the migrations refuse it (a submission in force becomes `replaced_at` when a newer version takes its place; a
submittal is decided on).
"""

from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
)

from storage import records

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC. SQLite has no time zones, so they are taken off and put back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored time must be aware of its time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _one_of(column: str, kind: type[StrEnum]) -> CheckConstraint:
    allowed = ", ".join(f"'{item.value}'" for item in kind)
    return CheckConstraint(f"{column} IN ({allowed})", name=column)


def _id() -> Column[int]:
    return Column("id", Integer, primary_key=True)


units = Table(
    "units",
    metadata,
    _id(),
    Column("code", String(40), nullable=False, unique=True),
    Column("kind", String(10), nullable=False),
    Column("name", String(200), nullable=False),
    Column("parent_id", ForeignKey("units.id")),
    Column("form", String(40)),
    Column("from_on", Date, nullable=False),
    Column("to_on", Date),
    Column("merged_into", ForeignKey("units.id")),
    Column("position", Integer, nullable=False, server_default="0"),
    _one_of("kind", records.UnitKind),
    CheckConstraint("to_on IS NULL OR to_on >= from_on", name="dates"),
    Index(None, "parent_id"),
)

wards = Table(
    "wards",
    metadata,
    Column("unit_id", ForeignKey("units.id"), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("profile", JSON, nullable=False),
    Column("rule", String(10), nullable=False),
    Column("week", JSON, nullable=False),
    Column("sample", Boolean, nullable=False, server_default=false()),
)

people = Table(
    "people",
    metadata,
    _id(),
    Column("name", String(200), nullable=False),
    Column("honorific", String(10), nullable=False),
)

memberships = Table(
    "memberships",
    metadata,
    _id(),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("unit_id", ForeignKey("units.id"), nullable=False),
    Column("role", String(10), nullable=False),
    Column("title", String(100), nullable=False, server_default=""),
    Column("from_on", Date, nullable=False),
    Column("to_on", Date),
    _one_of("role", records.Role),
    UniqueConstraint("person_id", "unit_id", "role", "from_on"),
    Index(None, "unit_id"),
)

addresses = Table(
    "addresses",
    metadata,
    _id(),
    Column("person_id", ForeignKey("people.id")),
    Column("channel", String(10), nullable=False),
    Column("bot", String(64), nullable=False, server_default=""),
    Column("chat_id", String(128), nullable=False),
    Column("last_heard_at", Moment),
    Column("closed_at", Moment),
    Column("closed_why", String(40), nullable=False, server_default=""),
    _one_of("channel", records.Channel),
    UniqueConstraint("channel", "bot", "chat_id"),
    Index(None, "person_id"),
)

links = Table(
    "links",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
)

web_logins = Table(
    "web_logins",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("address_id", ForeignKey("addresses.id"), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("ended_at", Moment),
)

forms = Table(
    "forms",
    metadata,
    _id(),
    Column("code", String(40), nullable=False),
    Column("from_on", Date, nullable=False),
    Column("title", String(200), nullable=False),
    UniqueConstraint("code", "from_on"),
)

indicators = Table(
    "indicators",
    metadata,
    Column("form_id", ForeignKey("forms.id"), primary_key=True),
    Column("code", String(40), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("label", String(200), nullable=False),
    Column("unit", String(40), nullable=False),
    Column("kind", String(10), nullable=False),
)

windows = Table(
    "windows",
    metadata,
    _id(),
    Column("ward_id", ForeignKey("wards.unit_id"), nullable=False),
    Column("first_on", Date, nullable=False),
    Column("last_on", Date, nullable=False),
    Column("locked_at", Moment),
    UniqueConstraint("ward_id", "first_on"),
    Index(None, "ward_id", "last_on"),
    CheckConstraint("last_on >= first_on", name="dates"),
)

rounds = Table(
    "rounds",
    metadata,
    _id(),
    Column("window_id", ForeignKey("windows.id"), nullable=False, unique=True),
    Column("opened_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
)

files = Table(
    "files",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("media_type", String(100), nullable=False),
    Column("size", Integer, nullable=False),
    Column("stored_at", Moment, nullable=False),
)

inbox = Table(
    "inbox",
    metadata,
    _id(),
    Column("address_id", ForeignKey("addresses.id"), nullable=False),
    Column("external_id", String(128), nullable=False),
    Column("kind", String(12), nullable=False, server_default="text"),
    Column("text", Text, nullable=False, server_default=""),
    Column("choice", Text, nullable=False, server_default=""),
    Column("photos", JSON, nullable=False),
    Column("sent_at", Moment),
    Column("received_at", Moment, nullable=False),
    Column("handled_at", Moment),
    UniqueConstraint("address_id", "external_id"),
    _one_of("kind", records.MessageKind),
)
Index(
    "ix_inbox_waiting",
    inbox.c.id,
    sqlite_where=inbox.c.handled_at.is_(None),
    postgresql_where=inbox.c.handled_at.is_(None),
)

outbox = Table(
    "outbox",
    metadata,
    _id(),
    Column("key", String(160), nullable=False, unique=True),
    Column("person_id", ForeignKey("people.id")),
    Column("address_id", ForeignKey("addresses.id")),
    Column("kind", String(10), nullable=False),
    Column("state", String(10), nullable=False),
    Column("priority", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("choices", JSON, nullable=False),
    Column("file_sha256", ForeignKey("files.sha256")),
    Column("file_name", String(200), nullable=False, server_default=""),
    Column("created_at", Moment, nullable=False),
    Column("sent_at", Moment),
    Column("session_version", Integer),
    Column("not_before", Moment),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("error", String(80), nullable=False, server_default=""),
    Column("external_id", String(128), nullable=False, server_default=""),
    _one_of("kind", records.OutboxKind),
    _one_of("state", records.OutboxState),
    Index(None, "state", "priority", "id"),
    Index(None, "person_id", "id"),
)

promises = Table(
    "promises",
    metadata,
    _id(),
    Column("key", String(160), nullable=False, unique=True),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("address_id", ForeignKey("addresses.id")),
    Column("request", JSON, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("kept_at", Moment),
)

sessions = Table(
    "sessions",
    metadata,
    Column("person_id", ForeignKey("people.id"), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("data", JSON, nullable=False),
    Column("saved_at", Moment, nullable=False),
)

submissions = Table(
    "submissions",
    metadata,
    _id(),
    Column("unit_id", ForeignKey("units.id"), nullable=False),
    Column("window_id", ForeignKey("windows.id"), nullable=False),
    Column("form_id", ForeignKey("forms.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("on_behalf_of", ForeignKey("people.id")),
    Column("channel", String(10)),
    Column("message_id", ForeignKey("inbox.id")),
    Column("late", Boolean, nullable=False, server_default=false()),
    Column("reason", Text, nullable=False, server_default=""),
    Column("replaced_at", Moment),
    UniqueConstraint("unit_id", "window_id", "version"),
    Index(None, "window_id", "unit_id"),
)
Index(
    "uq_submissions_in_force",
    submissions.c.unit_id,
    submissions.c.window_id,
    unique=True,
    sqlite_where=submissions.c.replaced_at.is_(None),
    postgresql_where=submissions.c.replaced_at.is_(None),
)

tallies = Table(
    "tallies",
    metadata,
    Column("submission_id", ForeignKey("submissions.id"), primary_key=True),
    Column("indicator", String(40), primary_key=True),
    Column("value", Integer, nullable=False),
    Column("qualifier", String(10), nullable=False),
    Column("state", String(20), nullable=False),
    Column("message_id", ForeignKey("inbox.id")),
    _one_of("qualifier", records.Qualifier),
    CheckConstraint(
        "(state = 'counted' AND value > 0) OR (state IN ('zero', 'nothing_to_report') AND value = 0)",
        name="state",
    ),
    sqlite_with_rowid=False,
)

remarks = Table(
    "remarks",
    metadata,
    _id(),
    Column("unit_id", ForeignKey("units.id"), nullable=False),
    Column("window_id", ForeignKey("windows.id"), nullable=False),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("text", Text, nullable=False),
    Column("message_id", ForeignKey("inbox.id")),
    Column("made_at", Moment, nullable=False),
    _one_of("kind", records.RemarkKind),
    Index(None, "window_id", "unit_id"),
)

attachments = Table(
    "attachments",
    metadata,
    _id(),
    Column("unit_id", ForeignKey("units.id"), nullable=False),
    Column("window_id", ForeignKey("windows.id"), nullable=False),
    Column("file_sha256", ForeignKey("files.sha256"), nullable=False),
    Column("message_id", ForeignKey("inbox.id"), nullable=False),
    UniqueConstraint("unit_id", "window_id", "file_sha256"),
)

reviews = Table(
    "reviews",
    metadata,
    _id(),
    Column("message_id", ForeignKey("inbox.id"), nullable=False, unique=True),
    Column("unit_id", ForeignKey("units.id")),
    Column("window_id", ForeignKey("windows.id")),
    Column("opened_at", Moment, nullable=False),
    Column("closed_at", Moment),
    Column("closed_by", ForeignKey("people.id")),
)

directives = Table(
    "directives",
    metadata,
    _id(),
    Column("ward_id", ForeignKey("wards.unit_id"), nullable=False),
    Column("kind", String(60), nullable=False),
    Column("number", String(60), nullable=False),
    Column("issued_on", Date, nullable=False),
    Column("subject", Text, nullable=False),
    Column("removed_at", Moment),
)
Index(
    "uq_directives_in_force",
    directives.c.ward_id,
    directives.c.number,
    directives.c.issued_on,
    unique=True,
    sqlite_where=directives.c.removed_at.is_(None),
    postgresql_where=directives.c.removed_at.is_(None),
)

passages = Table(
    "passages",
    metadata,
    _id(),
    Column("ward_id", ForeignKey("wards.unit_id"), nullable=False),
    Column("section", String(20), nullable=False),
    Column("version", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("person_id", ForeignKey("people.id")),
    Column("period", String(30), nullable=False, server_default=""),
    Column("from_on", Date),
    Column("carried_from", String(30)),
    UniqueConstraint("ward_id", "section", "version"),
)

plans = Table(
    "plans",
    metadata,
    Column("ward_id", ForeignKey("wards.unit_id"), primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("figure", String(80), primary_key=True),
    Column("value", Integer, nullable=False),
)

report_templates = Table(
    "report_templates",
    metadata,
    _id(),
    Column("ward_id", ForeignKey("wards.unit_id"), nullable=False),
    Column("file_sha256", ForeignKey("files.sha256"), nullable=False),
    Column("name", String(200), nullable=False),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Index(None, "ward_id", "id"),
)

submittals = Table(
    "submittals",
    metadata,
    _id(),
    Column("ward_id", ForeignKey("wards.unit_id"), nullable=False),
    Column("period", String(30), nullable=False),
    Column("rule", String(10), nullable=False),
    Column("file_sha256", ForeignKey("files.sha256"), nullable=False),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("template_sha256", ForeignKey("files.sha256"), nullable=False),
    Column("content", JSON, nullable=False),
    Column("figures", JSON, nullable=False),
    Column("decided_at", Moment),
    Column("decided_by", ForeignKey("people.id")),
    Column("approved", Boolean),
    Column("words", Text, nullable=False, server_default=""),
    Index(None, "ward_id", "period"),
)

editions = Table(
    "editions",
    metadata,
    _id(),
    Column("ward_id", ForeignKey("wards.unit_id"), nullable=False),
    Column("file_sha256", ForeignKey("files.sha256"), nullable=False),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("submittal_id", ForeignKey("submittals.id"), nullable=False, unique=True),
    Column("period", String(30), nullable=False),
    Column("number", Integer, nullable=False),
    UniqueConstraint("ward_id", "period", "number"),
)

leases = Table(
    "leases",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("owner", String(64), nullable=False),
    Column("until", Moment, nullable=False),
    Column("epoch", Integer, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    _id(),
    Column("at", Moment, nullable=False),
    Column("person_id", ForeignKey("people.id")),
    Column("action", String(60), nullable=False),
    Column("subject", String(160), nullable=False),
    Column("detail", JSON, nullable=False),
    Index(None, "subject"),
)
