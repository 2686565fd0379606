"""What every task works with: the database, the file store, the forms, the clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.clock import Clock
from reports.subjects import Subject
from storage.database import Database
from storage.files import FileStore
from storage.forms import Form


@dataclass(frozen=True)
class Office:
    database: Database
    files: FileStore
    clock: Clock
    forms: tuple[Form, ...]
    form_ids: Mapping[tuple[str, str], int]
    """Ids of the stored forms, by (code, ISO date of `from`)."""
    report_template: Path
    prompt_weekday: int
    """1 = Monday … 7 = Sunday."""
    prompt_hour: int
    subjects: tuple[Subject, ...] = ()
    """What remarks are grouped by."""
    web_url: str = ""
    """Where the web chat is reached from outside."""

    def form_id(self, form: Form) -> int:
        return self.form_ids[form.code, form.from_on.isoformat()]
