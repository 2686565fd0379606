from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bot.web.app import web_app
from tests.web.fake_desk import FakeDesk
from tests.web.live import serving

TEMPLATES = Path(__file__).parents[2] / "templates" / "web"
ORIGIN = "http://phuong.test"


@pytest.fixture
def desk(tmp_path: Path) -> FakeDesk:
    return FakeDesk(tmp_path)


def client_for(desk: FakeDesk, origin: str = ORIGIN) -> httpx.AsyncClient:
    """A client that sends the headers a browser sends from a page of ours."""
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(web_app(desk, TEMPLATES)), base_url=origin, headers={"Origin": origin}
    )


@pytest.fixture
async def client(desk: FakeDesk) -> AsyncIterator[httpx.AsyncClient]:
    async with client_for(desk) as client:
        yield client


@pytest.fixture
async def base(desk: FakeDesk) -> AsyncIterator[str]:
    """The address of a real server over the fake desk."""
    async with serving(web_app(desk, TEMPLATES), desk.hub.close) as address:
        yield address
