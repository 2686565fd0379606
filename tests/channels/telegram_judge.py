"""Judges requests by packages that know nothing of the bot: aiogram's models, teremok's rules."""

import json
from typing import Any

from aiogram import Bot, methods
from aiogram.methods import TelegramMethod
from aiogram.types import BufferedInputFile
from pydantic import ValidationError
from teremok.validation import ApiRuleViolation, validate_method

_BOT = Bot("42:" + "judge" * 7)

METHODS: dict[str, type[TelegramMethod[Any]]] = {
    method.__api_method__.lower(): method
    for method in vars(methods).values()
    if isinstance(method, type) and issubclass(method, TelegramMethod) and method is not TelegramMethod
}
_LIMITS = {"file_name": 255, "secret_token": 256, "callback_query_id": 100}


class RefusedError(Exception):
    """What Telegram answers with a 400 (404 for a method that is not there)."""

    def __init__(self, description: str, status: int = 400) -> None:
        super().__init__(description)
        self.status = status


def judge(name: str, fields: dict[str, str | BufferedInputFile]) -> TelegramMethod[Any]:
    """The request, understood. Raises RefusedError for anything that Telegram's documents forbid."""
    model = METHODS.get(name.lower())
    if model is None:
        raise RefusedError("Not Found", 404)
    unknown = set(fields) - set(model.model_fields)
    if unknown:
        raise RefusedError(f"Bad Request: {model.__api_method__} knows no {sorted(unknown)}")
    try:
        method = model.model_validate({key: _read(value) for key, value in fields.items()})
        validate_method(_BOT, method)
    except ApiRuleViolation as broken:
        raise RefusedError(str(broken)) from None
    except ValidationError as wrong:
        first = wrong.errors()[0]
        raise RefusedError(f"Bad Request: {first['loc']}: {first['msg']}") from None
    for key, limit in _LIMITS.items():
        if len(str(getattr(method, key, None) or "")) > limit:
            raise RefusedError(f"Bad Request: {key} is too long")
    return method


def _read(value: str | BufferedInputFile) -> Any:
    """Lists and objects come as JSON within a form."""
    if isinstance(value, str) and value[:1] in {"[", "{"}:
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value
