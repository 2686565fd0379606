"""What a report goes through: content by period, plans, own templates, submittals, frozen editions."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SUBMITTED = (
    *("id", "ward_id", "period", "rule", "file_sha256", "person_id", "made_at"),
    *("template_sha256", "content", "figures"),
)
"""What a submittal was made of; only the decision on it is written later."""
_DIRECTIVES_KEY = "uq_directives_ward_id_number_issued_on"


def upgrade() -> None:
    with op.batch_alter_table("directives") as directives:
        directives.add_column(sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True))
        directives.drop_constraint(_DIRECTIVES_KEY, type_="unique")
    in_force = sa.text("removed_at IS NULL")
    op.create_index(
        "uq_directives_in_force",
        "directives",
        ["ward_id", "number", "issued_on"],
        unique=True,
        sqlite_where=in_force,
        postgresql_where=in_force,
    )
    op.add_column("passages", sa.Column("period", sa.String(length=30), server_default="", nullable=False))
    op.add_column("passages", sa.Column("from_on", sa.Date(), nullable=True))
    op.add_column("passages", sa.Column("carried_from", sa.String(length=30), nullable=True))
    op.create_table(
        "plans",
        sa.Column("ward_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("figure", sa.String(length=80), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["ward_id"], ["wards.unit_id"], name=op.f("fk_plans_ward_id_wards")),
        sa.PrimaryKeyConstraint("ward_id", "year", "figure", name=op.f("pk_plans")),
    )
    op.create_table(
        "report_templates",
        *_made_in_a_ward("report_templates"),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_index(op.f("ix_report_templates_ward_id_id"), "report_templates", ["ward_id", "id"])
    op.create_table(
        "submittals",
        *_made_in_a_ward("submittals"),
        sa.Column("period", sa.String(length=30), nullable=False),
        sa.Column("rule", sa.String(length=10), nullable=False),
        sa.Column("template_sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("approved", sa.Boolean(), nullable=True),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["template_sha256"], ["files.sha256"], name=op.f("fk_submittals_template_sha256_files")
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name=op.f("fk_submittals_decided_by_people")),
    )
    op.create_index(op.f("ix_submittals_ward_id_period"), "submittals", ["ward_id", "period"])
    op.create_table(
        "editions",
        *_made_in_a_ward("editions"),
        sa.Column("submittal_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=30), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["submittal_id"], ["submittals.id"], name=op.f("fk_editions_submittal_id_submittals")
        ),
        sa.UniqueConstraint("submittal_id", name=op.f("uq_editions_submittal_id")),
        sa.UniqueConstraint("ward_id", "period", "number", name=op.f("uq_editions_ward_id_period_number")),
    )
    _freeze("submittals", SUBMITTED)
    _freeze("editions")
    _freeze("passages")


def _made_in_a_ward(table: str) -> tuple[sa.Column[object] | sa.Constraint, ...]:
    """By whom a file was kept, when, for which ward."""
    return (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ward_id", sa.Integer(), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["ward_id"], ["wards.unit_id"], name=op.f(f"fk_{table}_ward_id_wards")),
        sa.ForeignKeyConstraint(
            ["file_sha256"], ["files.sha256"], name=op.f(f"fk_{table}_file_sha256_files")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f(f"fk_{table}_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _freeze(table: str, columns: tuple[str, ...] = ()) -> None:
    """Its rows stay as they are; with columns, these alone."""
    of = " OF " + ", ".join(columns) if columns else ""
    if op.get_bind().dialect.name == "sqlite":
        for verb, what in (("UPDATE", of), ("DELETE", "")):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb}{what} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    op.execute(
        f"CREATE TRIGGER {table}_no_overwriting BEFORE DELETE OR UPDATE{of} ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_overwriting()"
    )


def _unfreeze(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER {table}_no_{verb}")
        return
    op.execute(f"DROP TRIGGER {table}_no_overwriting ON {table}")


def downgrade() -> None:
    for table in ("editions", "submittals", "report_templates", "plans"):
        op.drop_table(table)
    _unfreeze("passages")
    with op.batch_alter_table("passages") as passages:
        passages.drop_column("carried_from")
        passages.drop_column("from_on")
        passages.drop_column("period")
    # What was taken out of the register cannot be told from the rest without its column.
    op.execute("DELETE FROM directives WHERE removed_at IS NOT NULL")
    op.drop_index("uq_directives_in_force", "directives")
    with op.batch_alter_table("directives") as directives:
        directives.drop_column("removed_at")
        directives.create_unique_constraint(_DIRECTIVES_KEY, ["ward_id", "number", "issued_on"])
