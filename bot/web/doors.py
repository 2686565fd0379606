"""Coming in and going out: the start page, personal links, the login cookie."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.web import words
from bot.web.desk import Desk, Visitor
from bot.web.pages import LoggedOutError, Pages

_COOKIE = "gomso_login"
_YEAR_S = 365 * 24 * 3600


def login_of(request: Request) -> str:
    """The login token in the cookie, "" when there is none."""
    return request.cookies.get(_COOKIE, "")


async def visitor_of(desk: Desk, request: Request) -> Visitor | None:
    login = login_of(request)
    return await desk.visitor(login) if login else None


async def required_visitor(desk: Desk, request: Request) -> Visitor:
    """Raises `LoggedOutError`."""
    visitor = await visitor_of(desk, request)
    if visitor is None:
        raise LoggedOutError
    return visitor


class Doors:
    def __init__(self, desk: Desk, pages: Pages) -> None:
        self._desk = desk
        self._pages = pages

    async def start(self, request: Request) -> Response:
        visitor = await visitor_of(self._desk, request)
        if self._desk.sample:
            people = await self._desk.sample_people()
            return self._pages.render("start.html", people=people, visitor=visitor)
        if visitor is not None:
            return _to_chat()
        return self._pages.notice(words.ASK_FOR_LINK)

    async def enter_sample(self, request: Request) -> Response:
        if not self._desk.sample:
            raise HTTPException(404)
        async with request.form() as form:
            login = await self._desk.enter_sample(str(form.get("key", "")))
        if login is None:
            raise HTTPException(404)
        return _logged_in(request, login)

    async def link(self, request: Request) -> Response:
        """Greets and waits for a press: programs that preview links must not use the link up."""
        name = await self._desk.peek(request.path_params["token"])
        if name is not None:
            return self._pages.render("enter.html", name=name)
        if await visitor_of(self._desk, request) is not None:
            # People come back by the link they once got; on the same device that is enough.
            return _to_chat()
        return self._pages.notice(words.LINK_USED, 404)

    async def enter(self, request: Request) -> Response:
        login = await self._desk.enter(request.path_params["token"])
        if login is not None:
            return _logged_in(request, login)
        if await visitor_of(self._desk, request) is not None:
            return _to_chat()
        return self._pages.notice(words.LINK_USED, 404)

    async def leave(self, request: Request) -> Response:
        login = login_of(request)
        if login:
            await self._desk.leave(login)
        response = RedirectResponse("/", 303)
        response.delete_cookie(_COOKIE, path="/", httponly=True, samesite="lax")
        return response


def _to_chat() -> Response:
    return RedirectResponse("/chat", 303)


def _logged_in(request: Request, login: str) -> Response:
    response = _to_chat()
    response.set_cookie(
        _COOKIE,
        login,
        max_age=_YEAR_S,
        path="/",
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return response
