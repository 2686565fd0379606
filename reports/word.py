"""Content -> Word file, through docxtpl, with nothing trusted on the way.

The template may be an official's own and the values may be anything people typed. So the template
runs in `reports.sandbox`; values are escaped and stripped of what Word cannot hold; and the
finished file is reopened before anybody gets it.
"""

import zipfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, Protocol

import docx
import jinja2
from docx.opc.exceptions import OpcError
from docxtpl import DocxTemplate
from lxml import etree

from reports import nd30
from reports.comments import Notes, without_letters
from reports.marks import Marked, Note
from reports.package import W, pack
from reports.plain import plain_lines
from reports.sandbox import Printed, UnknownNamesError, environment
from storage.errors import TemplateError

_TAGS = ("{{", "{%", "{#")

_OPEN, _CLOSE = "\ue000", "\ue001"
"""Stand for the braces of values until the file is checked: a brace that is left over by then is
the template's own. Private-use letters, which no value keeps."""

_BROKEN = (
    jinja2.TemplateError,
    OpcError,
    etree.LxmlError,
    zipfile.BadZipFile,
    OSError,
    ArithmeticError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
)
"""What opening or filling a broken template ends in, in jinja2, docxtpl, python-docx and lxml."""


class TemplateFile(Protocol):
    """A template on disk (a Path) or in memory."""

    @property
    def name(self) -> str: ...
    def read_bytes(self) -> bytes: ...


def render(
    template: TemplateFile,
    content: Mapping[str, Any],
    *,
    title: str,
    author: str,
    made_at: datetime,
    status: str = "",
    marked: bool = False,
) -> bytes:
    """The template filled with the content: str, int, and lists and dicts of them by str.

    `status` is a property of the file: what kind of copy it is.
    `marked`: a working copy, with a comment on every figure that has a note (`reports.marks`).
    The same input gives the same bytes. Raises TemplateError naming every name that the content
    does not have, before anything is filled; and when the template is broken, tries more than to
    print, or gives a file that does not open.
    """
    try:
        filled = _Template(BytesIO(template.read_bytes()))
        notes = Notes()
        filled.render({name: _clean(value, notes) for name, value in content.items()}, environment())
        _describe(filled.docx.core_properties, _line(title), _line(author), status, made_at)
        file = BytesIO()
        filled.save(file)
        data = file.getvalue()
        return _checked(notes.placed(data, made_at) if marked else data, template.name)
    except UnknownNamesError as error:
        unknown = ", ".join(sorted(error.names | (names(template) - content.keys())))
        raise TemplateError(
            f"{template.name} asks for names that the report does not have: {unknown}; correct them"
        ) from None
    except _BROKEN as error:
        raise TemplateError(f"{template.name} cannot be filled: {error}; mend the template") from error


def names(template: TemplateFile) -> set[str]:
    """The names that text and headers of the template need, whatever the content.

    Raises TemplateError when the file is no Word template at all.
    """
    try:
        found: set[str] = _Template(BytesIO(template.read_bytes())).get_undeclared_template_variables(
            environment()
        )
    except _BROKEN as error:
        raise TemplateError(f"{template.name} cannot be read: {error}; mend the template") from error
    return found


class _Template(DocxTemplate):  # type: ignore[misc]
    def fix_tables(self, xml: str) -> Any:
        """docxtpl repairs what is not XML by leaving text out; better to refuse it."""
        etree.fromstring(xml)
        return super().fix_tables(xml)


def _clean(value: Any, notes: Notes) -> Any:
    """The value as Word can print it. A line break makes a new item of a list, elsewhere a space."""
    if type(value) is str:
        return _line(value)
    if type(value) is Marked:
        cleaned = Marked.of((_line(text), _note(note)) for text, note in value.pieces)
        return Printed(cleaned, notes.written(cleaned))
    if type(value) is int:
        return value
    if type(value) is list:
        return list(_items(value, notes))
    if type(value) is dict:
        return {name: _clean(item, notes) for name, item in value.items()}
    raise TemplateError(f"the content holds {type(value).__name__}; give text, numbers, lists and dicts only")


def _note(note: Note | None) -> Note | None:
    return note and Note(note.mark, _line(note.words))


def _items(values: list[Any], notes: Notes) -> Iterator[Any]:
    for value in values:
        if type(value) is str:
            yield from _lines(value)
        else:
            yield _clean(value, notes)


def _line(text: str) -> str:
    return " ".join(_lines(text))


def _lines(text: str) -> list[str]:
    return [line.replace("{", _OPEN).replace("}", _CLOSE) for line in plain_lines(text)]


def _describe(properties: Any, title: str, author: str, status: str, made_at: datetime) -> None:
    at = made_at.astimezone(UTC)
    properties.title = title
    properties.author = properties.last_modified_by = author
    properties.language = nd30.LANGUAGE
    properties.content_status = status
    properties.subject = properties.comments = properties.keywords = ""
    properties.created = properties.modified = at
    properties.revision = 1


def _checked(data: bytes, name: str) -> bytes:
    """The file packed anew without a clock in it, once every part of it was found sound."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        parts = {entry: package.read(entry) for entry in package.namelist()}
    for entry, part in parts.items():
        if entry.endswith((".xml", ".rels")):
            _check(etree.fromstring(part), name)
            braced = part.replace(_OPEN.encode(), b"{").replace(_CLOSE.encode(), b"}")
            parts[entry] = without_letters(braced)
    data = pack(parts)
    docx.Document(BytesIO(data))
    return data


def _check(root: Any, name: str) -> None:
    for paragraph in root.iter(f"{{{W}}}p"):
        text = "".join(paragraph.itertext(f"{{{W}}}t"))
        if any(tag in text for tag in _TAGS):
            raise TemplateError(f"{name} leaves a tag unfilled: {text:.80}; mend the template")
    for cell in root.iter(f"{{{W}}}tc"):
        if cell.find(f"{{{W}}}p") is None:
            raise TemplateError(f"{name} leaves a table cell without a paragraph, which Word cannot open")
