"""Word file -> PDF through LibreOffice, which is optional: without it people are told what to install."""

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

from storage.errors import PdfError

_PROGRAMS = ("soffice", "libreoffice")
_LONGEST = 120.0
"""Seconds. LibreOffice may need ten to start from a cold disk, and twenty for 120 groups and 200 photos."""
_VIETNAMESE = "1ea1"
"""«ạ» in hexadecimal: fonts that lack it are mixed with others, and all widths and page ends are wrong."""


def to_pdf(docx: bytes, *, seconds: float = _LONGEST) -> bytes:
    """The file as PDF.

    Each call has a profile of its own, so that any number may run at once. Raises PdfError where
    LibreOffice or a font with Vietnamese letters is missing, or when it does not finish in time.
    """
    program = _program()
    _find_font()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "report.docx").write_bytes(docx)
        _convert(program, folder, seconds)
        made = folder / "report.pdf"
        if not made.is_file():
            raise PdfError(
                "LibreOffice could not read the Word file; open it in Word and export it from there"
            )
        return made.read_bytes()


def _program() -> str:
    found = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if found is None:
        raise PdfError(
            "a PDF needs LibreOffice, which is not installed; on Debian or Ubuntu: "
            "apt install libreoffice-writer fonts-liberation2"
        )
    return found


@cache
def _find_font() -> None:
    """Raises PdfError when no font that stands for Times New Roman has Vietnamese letters."""
    lister = shutil.which("fc-list")
    if lister is None:
        return
    for family in ("Times New Roman", "Liberation Serif"):
        # Nothing in the command comes from outside.
        listed = subprocess.run(  # noqa: S603
            [lister, f":family={family}:charset={_VIETNAMESE}"], capture_output=True, timeout=30, check=False
        )
        if listed.stdout.strip():
            return
    raise PdfError(
        "a PDF needs a font like Times New Roman with Vietnamese letters; on Debian or Ubuntu: "
        "apt install fonts-liberation2"
    )


def _convert(program: str, folder: Path, seconds: float) -> None:
    command = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--norestore", "--nolockcheck", "--nodefault"),
        *("--convert-to", "pdf", "--outdir", str(folder), str(folder / "report.docx")),
    ]
    environment = {"HOME": str(folder), "PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"}
    process = subprocess.Popen(  # noqa: S603 - names of ours only
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        raise PdfError(f"LibreOffice did not finish within {seconds:.0f} seconds; try again") from None
    finally:
        # The program that was started has started another one, which does the work.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
