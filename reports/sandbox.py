"""Where a template runs: it can print, choose and repeat, and nothing else.

A Word template may be an official's own, so it is treated as a stranger's: no calls, no globals,
few filters, no operator that grows a value beyond bounds, nothing printed but text and numbers.
"""

from collections.abc import MutableMapping
from functools import lru_cache
from typing import Any, NoReturn, Self, cast

import jinja2
from jinja2 import meta
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

_FILTERS = ("join", "length", "lower", "upper")


class UnknownNamesError(jinja2.UndefinedError):
    """A part of the template asks for names that it is not given."""

    def __init__(self, names: frozenset[str]) -> None:
        super().__init__(", ".join(sorted(names)))
        self.names = names


class Printed(str):
    """A value that a template sees as this text, and that is printed as `written`."""

    written: str

    def __new__(cls, text: str, written: str) -> Self:
        made = super().__new__(cls, text)
        made.written = written
        return made


class _Part(jinja2.Template):
    """A compiled part: the text, a header, or a property of the file."""

    needs: frozenset[str]

    def render(self, *args: Any, **kwargs: Any) -> str:
        """Raises UnknownNamesError first, also for names where this content would not pass."""
        given = dict(*args, **kwargs)
        if unknown := self.needs - given.keys():
            raise UnknownNamesError(unknown)
        return super().render(given)


class _Environment(ImmutableSandboxedEnvironment):
    template_class = _Part
    intercepted_binops = frozenset(("*", "**", "%"))

    def from_string(
        self,
        source: Any,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002
        template_class: type[jinja2.Template] | None = None,
    ) -> jinja2.Template:
        """Compiling takes longer than filling, and the same template is filled again and again."""
        return _compiled(source)

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> NoReturn:  # noqa: N805
        raise SecurityError("a template may not call anything")

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> NoReturn:
        raise SecurityError(f"a template may not use the operator {operator}")


@lru_cache(maxsize=1)
def environment() -> jinja2.Environment:
    """The one environment in which templates are read and filled."""
    made = _Environment(autoescape=True, undefined=jinja2.StrictUndefined, finalize=_printable)
    made.globals.clear()
    made.filters = {name: made.filters[name] for name in _FILTERS}
    return made


@lru_cache(maxsize=32)
def _compiled(source: str) -> _Part:
    tree = environment().parse(source)
    part = cast(_Part, _Part.from_code(environment(), environment().compile(tree), {}))
    part.needs = frozenset(meta.find_undeclared_variables(tree))
    return part


def _printable(value: Any) -> Any:
    """Refuses what would print as None, True, a list, or a method of a dict."""
    if isinstance(value, Printed):
        return value.written
    if isinstance(value, str | int | jinja2.Undefined) and not isinstance(value, bool):
        return value
    raise SecurityError(f"a template can print text and whole numbers, not {type(value).__name__}")
