"""The chat page: its history, its news, and what is said on it."""

from uuid import uuid4

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response

from bot.web import words
from bot.web.desk import Desk, Visitor
from bot.web.doors import required_visitor
from bot.web.guard import MAX_PHOTOS
from bot.web.lines import SHOWN_AS_IMAGE, ShownLine, shown
from bot.web.pages import Pages, RefusedError, wants_json
from bot.web.sent import MAX_TEXT, Sent, asked_cursor, asked_line, check_person, check_sent, read_sent
from storage.errors import BadPhotoError

_LINES = 30
"""Lines of history shown at once."""


class Chat:
    def __init__(self, desk: Desk, pages: Pages) -> None:
        self._desk = desk
        self._pages = pages

    async def page(self, request: Request) -> Response:
        visitor = await required_visitor(self._desk, request)
        return await self._page(visitor, before=asked_line(request))

    async def _page(
        self,
        visitor: Visitor,
        before: str | None = None,
        refusal: str = "",
        typed: str = "",
        status: int = 200,
    ) -> Response:
        # The cursor first: a line that comes in between is then shown twice by the server, not never,
        # and the page's script knows lines by their ids.
        _, cursor = await self._desk.news(visitor, "")
        lines, more = await self._lines(visitor, before)
        return self._pages.render(
            "chat.html",
            status,
            visitor=visitor,
            lines=lines,
            more=more,
            older_page=before is not None,
            cursor=cursor,
            fresh_id=str(uuid4()),
            max_text=MAX_TEXT,
            max_photos=MAX_PHOTOS,
            words=words,
            refusal=refusal,
            typed=typed,
        )

    async def _lines(self, visitor: Visitor, before: str | None) -> tuple[list[ShownLine], bool]:
        """The lines to show, and whether there are older ones."""
        lines = await self._desk.history(visitor, before, _LINES + 1)
        return [shown(line, self._desk.zone) for line in lines[-_LINES:]], len(lines) > _LINES

    async def older(self, request: Request) -> Response:
        visitor = await self._listener(request)
        lines, more = await self._lines(visitor, asked_line(request))
        return JSONResponse({"lines": lines, "more": more})

    async def news(self, request: Request) -> Response:
        visitor = await self._listener(request)
        lines, cursor = await self._desk.news(visitor, asked_cursor(request))
        return JSONResponse({"lines": [shown(line, self._desk.zone) for line in lines], "cursor": cursor})

    async def _listener(self, request: Request) -> Visitor:
        visitor = await required_visitor(self._desk, request)
        check_person(request.query_params.get("who", ""), visitor)
        return visitor

    async def say(self, request: Request) -> Response:
        """Text and photos, from the script (JSON answer) or from a plain form (the page again)."""
        visitor = await required_visitor(self._desk, request)
        try:
            sent = await read_sent(request)
            try:
                line_id = await self._take(visitor, sent)
            except RefusedError as refusal:
                if wants_json(request):
                    raise
                return await self._page(
                    visitor, refusal=refusal.detail, typed=sent.text, status=refusal.status_code
                )
        finally:
            await request.close()
        if wants_json(request):
            return JSONResponse({"id": line_id})
        return RedirectResponse("/chat#viet", 303)

    async def _take(self, visitor: Visitor, sent: Sent) -> str:
        message_id = check_sent(sent, visitor)
        photos = []
        for photo in sent.photos:
            try:
                photos.append(await self._desk.keep_photo(await photo.read(), photo.content_type or ""))
            except BadPhotoError:
                raise RefusedError(422, words.bad_file(visitor.officer)) from None
        return await self._desk.say(visitor, message_id, sent.text, photos)

    async def file(self, request: Request) -> Response:
        visitor = await required_visitor(self._desk, request)
        file = await self._desk.open_file(visitor, request.path_params["key"])
        if file is None:
            raise HTTPException(404)
        disposition = "inline" if file.media_type in SHOWN_AS_IMAGE else "attachment"
        return FileResponse(
            file.path, media_type=file.media_type, filename=file.name, content_disposition_type=disposition
        )
