"""A document that was promised, ready to be sent."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.files import DOCX
from storage.records import StoredFile

Settle: TypeAlias = Callable[[AsyncConnection, StoredFile], Awaitable[str]]
"""Makes true what the document says, in the transaction in which its promise is kept, and gives the words
to be said with it. Raises StaleSessionError when something has changed meanwhile: it is made anew."""


@dataclass(frozen=True, slots=True)
class Made:
    text: str
    """What is said with it; without a file, why there is none."""
    data: bytes = b""
    media_type: str = DOCX
    file_name: str = ""
    settle: Settle | None = None
    action: str = "report.made"
    """How the audit trail calls it."""
