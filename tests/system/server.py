"""`gomso run` as a process of its own, killed and started again at will."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Server:
    """The real command over a folder of its own."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "log.txt"
        self._folder = folder
        self._environment = {
            **os.environ,
            "DATABASE_URL": f"sqlite:///{folder}/gomso.db",
            "GOMSO_FILES_DIR": str(folder / "files"),
            "GOMSO_WEB_PORT": str(self.port),
            **settings,
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns when the page answers."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bot", "run"],
                env=self._environment,
                cwd=self._folder,
                stderr=log,
                stdout=log,
            )
        # Plain HTTP: certificates, which take long to load, are not wanted.
        with httpx.Client(verify=False, trust_env=False, timeout=5) as client:
            for _ in range(1200):
                if self._process.poll() is not None:
                    raise RuntimeError(f"the server ended by itself: {self.log.read_text('utf-8')}")
                try:
                    if client.get(self.url + "/health").status_code == 200:
                        return
                except httpx.TransportError:
                    time.sleep(0.05)
        raise RuntimeError("the server does not answer")

    def kill(self) -> None:
        """SIGKILL: no time to tidy anything."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def stop(self) -> int:
        """SIGTERM; the exit code."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(timeout=20)

    def log_in(self, key: str) -> httpx.Client:
        """A browser in which that person of the sample has been chosen."""
        client = httpx.Client(
            base_url=self.url, timeout=10, headers={"Origin": self.url, "Accept": "application/json"}
        )
        assert client.post("/vao-mau", data={"key": key}).status_code == 303
        return client
