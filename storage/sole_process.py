"""One clock for one SQLite file: the process that holds the lock beside it.

The lock is the kernel's, so that it ends with its process, however that dies. PostgreSQL needs none: there
each round is opened by whoever is first, and deliveries have their leases.
"""

import os
from pathlib import Path
from typing import IO

from storage.errors import StorageError


class SoleProcess:
    """Holds `FILE.lock` until released. Raises StorageError, naming the other process, when it is held."""

    def __init__(self, database: Path) -> None:
        import fcntl  # noqa: PLC0415 - not there on Windows

        self._file: IO[str] = database.with_name(f"{database.name}.lock").open("a+", encoding="ascii")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._file.seek(0)
            holder = self._file.read().strip() or "unknown"
            self._file.close()
            raise StorageError(
                f"process {holder} already asks and reminds on {database.name}; this one answers and serves "
                "pages only. Stop the other, or give each its own DATABASE_URL."
            ) from None
        self._file.truncate(0)
        self._file.write(str(os.getpid()))
        self._file.flush()

    def release(self) -> None:
        self._file.close()
