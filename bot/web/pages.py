"""Answers that people read: rendered templates, and refusals as a page or as JSON."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from bot.web import words
from bot.web.words import Notice


class RefusedError(HTTPException):
    """A request is refused; `detail` is the Vietnamese sentence to show."""


class LoggedOutError(HTTPException):
    """Nobody is logged in where somebody must be."""

    def __init__(self) -> None:
        super().__init__(401)


class Pages:
    """Renders `templates/web/*.html`; a variable that a template asks for and does not get is an error."""

    def __init__(self, templates: Path, ward_name: str, *, sample: bool) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(templates),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        # The ward's name comes as inside a sentence («phường Phù Liễn»); on pages it stands alone.
        self._environment.globals.update(ward=ward_name[:1].upper() + ward_name[1:], sample=sample)
        self._sample = sample

    def render(self, template: str, status: int = 200, **content: object) -> HTMLResponse:
        return HTMLResponse(self._environment.get_template(template).render(content), status)

    def notice(self, notice: Notice, status: int = 200) -> HTMLResponse:
        return self.render("notice.html", status, notice=notice)

    def refusal(self, request: Request, exc: Exception) -> Response:
        """What to answer when a request ends in `exc`: never a word of the exception itself, but ours."""
        status = exc.status_code if isinstance(exc, HTTPException) else 500
        notice = self._notice(exc, status)
        if wants_json(request):
            return JSONResponse({"error": notice.text}, status)
        return self.notice(notice, status)

    def _notice(self, exc: Exception, status: int) -> Notice:
        if isinstance(exc, LoggedOutError):
            return words.SAMPLE_SESSION_OVER if self._sample else words.SESSION_OVER
        if isinstance(exc, RefusedError):
            return Notice(words.REFUSED, exc.detail)
        if status in (404, 405):
            return words.NOT_FOUND
        if status < 500:
            return Notice(words.REFUSED, words.MALFORMED)
        return words.BROKEN


def wants_json(request: Request) -> bool:
    """True for the page's script and its event stream, false for a browser that opens a page."""
    accept = request.headers.get("accept", "")
    return "application/json" in accept or "text/event-stream" in accept
