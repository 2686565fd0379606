"""The file store: photos and reports on disk, each under the SHA-256 of its bytes."""

import hashlib
import os
import tempfile
from pathlib import Path

from storage.errors import StorageError
from storage.records import StoredFile

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OLD_WORD = "application/msword"
"""Word's format before 2007, and a newer file that opens with a password only."""
DOCUMENTS = frozenset({DOCX, OLD_WORD})


class FileStore:
    """A folder of files that are never changed. The same bytes twice are one file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256

    def keep(self, data: bytes, media_type: str) -> StoredFile:
        """Stores the bytes durably before it returns. Raises StorageError when the disk refuses."""
        name = hashlib.sha256(data).hexdigest()
        path = self.path(name)
        if not path.exists():
            try:
                path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            except OSError as error:
                raise _refusal(path, error) from None
            write_whole(path, data)
        return StoredFile(name, media_type, len(data))

    def read(self, sha256: str) -> bytes:
        """The very bytes that were kept. Raises StorageError when they are gone or have changed."""
        path = self.path(sha256)
        try:
            data = path.read_bytes()
        except OSError as error:
            raise StorageError(
                f"{path} cannot be read: {error.strerror}. Restore it from a backup."
            ) from None
        if hashlib.sha256(data).hexdigest() != sha256:
            raise StorageError(f"{path} is damaged. Restore it from a backup.")
        return data


class ReadOnce:
    """A file that is read once, however often its bytes are asked for: what was used can be kept."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self._path = path
        self._data: bytes | None = None

    def read_bytes(self) -> bytes:
        """Raises OSError as a Path does."""
        if self._data is None:
            self._data = self._path.read_bytes()
        return self._data


def write_whole(path: Path, data: bytes) -> None:
    """Writes a file that is there whole or not at all. Raises StorageError when it cannot."""
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".gomso-")
    except OSError as error:
        raise _refusal(path, error) from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except OSError as error:
        Path(temporary).unlink(missing_ok=True)
        raise _refusal(path, error) from None


def _refusal(path: Path, error: OSError) -> StorageError:
    return StorageError(
        f"{path} cannot be written: {error.strerror}. Check the folder, its rights and the disk."
    )
