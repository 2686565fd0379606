"""Logs: one line an event, ids only. Never a token, a message's text, a name or a phone number."""

import logging
import sys
import traceback
from pathlib import Path


def set_up(level: str) -> None:
    """Sends the log to standard error. Libraries that would print addresses or bodies stay quiet."""
    logging.basicConfig(
        stream=sys.stderr, level=level.upper(), format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    for noisy in ("uvicorn.access", "httpx", "httpcore", "apscheduler", "alembic", "sqlalchemy.engine"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def frames(error: BaseException) -> str:
    """Kind and place of an error, without its words: they may hold what somebody typed."""
    places = [
        f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    return f"{type(error).__name__} at {' < '.join(reversed(places))}"
