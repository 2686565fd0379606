"""The kind of copy written into a finished Word file, without touching anything else of it."""

import zipfile
from io import BytesIO

from lxml import etree

from reports.package import pack
from storage.errors import TemplateError

_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_CORE_RELATION = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_STATUS = f"{{{_CORE}}}contentStatus"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


def stamped(docx: bytes, status: str) -> bytes:
    """The file with that status among its properties; every other part stays byte for byte as it is.

    The same bytes for the same arguments. Raises TemplateError when the file is broken.
    """
    try:
        with zipfile.ZipFile(BytesIO(docx)) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        name = _properties(parts["_rels/.rels"])
        parts[name] = _with_status(parts[name], status)
    except (zipfile.BadZipFile, etree.LxmlError, LookupError) as error:
        raise TemplateError(f"the report cannot be opened: {error}; submit it anew") from error
    return pack(parts)


def _properties(relations: bytes) -> str:
    """Name of the part with the properties. Raises LookupError when there is none."""
    for relation in etree.fromstring(relations, _PARSER):
        if relation.get("Type") == _CORE_RELATION:
            return str(relation.get("Target", "")).lstrip("/")
    raise LookupError("it has no properties")


def _with_status(properties: bytes, status: str) -> bytes:
    root = etree.fromstring(properties, _PARSER)
    found = root.find(_STATUS)
    if found is None:
        found = etree.SubElement(root, _STATUS)
    found.text = status
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data
