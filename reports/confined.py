"""Work on files from outside, in a process of its own that can do nothing else.

`ask` starts it and waits; `main` is what runs inside. The process has no environment, an empty folder,
no network, no file but the interpreter's own, and limits of time, memory and output. Whatever becomes
of it, the process that asked goes on.
"""

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeAlias

_ROOT = Path(__file__).parent.parent
_START = "import sys; sys.path.insert(0, sys.argv[1]); from reports import confined; confined.main()"

_TOO_MUCH = 77
"""Exit code of a process that met the limit of memory."""
_ENDED_BY_LIMIT = {_TOO_MUCH, -signal.SIGXCPU, -signal.SIGXFSZ}

_MAY_OF_OS = frozenset({"os.listdir", "os.scandir"})
"""Needed to load what is loaded late."""
_SHUT = frozenset(
    {
        *("os", "socket", "subprocess", "shutil", "ctypes", "pty", "fcntl", "signal", "resource", "mmap"),
        *("sqlite3", "urllib", "http", "ftplib", "smtplib", "imaplib", "poplib", "webbrowser", "syslog"),
    }
)
"""Namespaces of audit events that are refused."""

Answer: TypeAlias = dict[str, Any]


class LimitError(Exception):
    """The work took more time, memory or room than it may."""


class InterruptedWorkError(Exception):
    """The process ended before it had answered."""


@dataclass(frozen=True, slots=True)
class Limits:
    seconds: float = 20
    memory: int = 1024 * 1024 * 1024
    """Bytes of address space."""
    output: int = 32 * 1024 * 1024
    """Bytes of what it gives back."""


def ask(job: Mapping[str, Any], data: bytes, limits: Limits) -> tuple[Answer, bytes]:
    """What `reports.filling.work` answers to a job (JSON) on a file.

    Raises LimitError, InterruptedWorkError.
    """
    with (
        tempfile.TemporaryFile() as question,
        tempfile.TemporaryFile() as answer,
        tempfile.TemporaryDirectory() as nowhere,
    ):
        question.write(json.dumps({"limits": asdict(limits), "job": job}).encode() + b"\n" + data)
        question.seek(0)
        try:
            # No argument comes from outside: the file and the job go in by the standard input.
            ended = subprocess.run(  # noqa: S603
                [sys.executable, "-I", "-B", "-c", _START, str(_ROOT)],
                stdin=question,
                stdout=answer,
                stderr=subprocess.DEVNULL,
                cwd=nowhere,
                env={},
                timeout=limits.seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise LimitError from None
        if ended.returncode in _ENDED_BY_LIMIT:
            raise LimitError
        answer.seek(0)
        header, newline, file = answer.read(limits.output + 1).partition(b"\n")
    if ended.returncode or not newline:
        raise InterruptedWorkError
    return json.loads(header), file


def main() -> None:
    """Inside: reads the question, shuts every door, works, answers."""
    header, _, data = sys.stdin.buffer.read().partition(b"\n")
    question = json.loads(header)
    from reports.filling import work  # noqa: PLC0415 - loaded before the doors are shut

    shut_doors(Limits(**question["limits"]))
    try:
        answer, file = work(question["job"], data)
        sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + file)
        sys.stdout.buffer.flush()
    except MemoryError:
        os._exit(_TOO_MUCH)


def shut_doors(limits: Limits) -> None:
    """From now on this process can compute, and write what it has found out. Cannot be undone."""
    seconds = max(1, round(limits.seconds))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    for limit, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_FSIZE, limits.output),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    sys.addaudithook(_doorkeeper())


def _doorkeeper() -> Callable[[str, tuple[Any, ...]], None]:
    """Refuses what reaches outside of the process, also from code that got hold of more than it was given."""
    libraries = tuple(f"{folder}{os.sep}" for folder in _libraries())
    absolute, text = os.path.abspath, os.fsdecode

    def refuse_outside(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, mode, flags = arguments
            writes = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) or (mode and set(mode) & set("wax+"))
            if not isinstance(path, int) and (writes or not absolute(text(path)).startswith(libraries)):
                raise PermissionError("a template may not open files")
        elif event.partition(".")[0] in _SHUT and event not in _MAY_OF_OS:
            raise PermissionError("a template may not reach outside")

    return refuse_outside


def _libraries() -> list[str]:
    """Where the interpreter loads from; not the project's folder, in which the settings lie."""
    own = [str(_ROOT / name) for name in ("reports", "storage")]
    if _ROOT.name in {"site-packages", "dist-packages"}:
        own.append(str(_ROOT))
    return [folder for folder in sys.path if folder and folder != str(_ROOT)] + own
