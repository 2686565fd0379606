"""A finished Word file taken apart, to add parts to it and pack it again."""

import posixpath
import zipfile
from collections.abc import Iterable
from io import BytesIO
from itertools import chain, count

from lxml import etree

from reports.package import OFFICE, W, pack
from reports.wordml import Element

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = f"{{{_PACKAGE}/content-types}}"
_RELATION = f"{{{_PACKAGE}/relationships}}Relationship"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


class WordPackage:
    """The parts of a .docx: change `document`, add styles and parts, then take `data()`."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(BytesIO(data)) as package:
            self._parts = {name: package.read(name) for name in package.namelist()}
        self._types = self._parsed("[Content_Types].xml")
        self._main = _target(self._parsed("_rels/.rels"), "", "officeDocument")
        self._folder, name = posixpath.split(self._main)
        self._relations_name = f"{self._folder}/_rels/{name}.rels"
        self._relations = self._parsed(self._relations_name)
        self._styles_name = _target(self._relations, self._folder, "styles")
        self._styles = self._parsed(self._styles_name)
        self._opened: dict[str, Element] = {}
        self.document = self._parsed(self._main)

    def data(self) -> bytes:
        """The file; the same bytes for the same changes."""
        changed = {
            "[Content_Types].xml": self._types,
            self._relations_name: self._relations,
            self._main: self.document,
            self._styles_name: self._styles,
            **self._opened,
        }
        return pack(self._parts | {name: _serialised(root) for name, root in changed.items()})

    def add_styles(self, styles: Iterable[Element]) -> None:
        """Adds those that are not there: an official's own look of a style stays."""
        there = {style.get(f"{{{W}}}styleId") for style in self._styles.iter(f"{{{W}}}style")}
        for style in styles:
            if style.get(f"{{{W}}}styleId") not in there:
                based_on = style.find(f"{{{W}}}basedOn")
                if based_on is not None and based_on.get(f"{{{W}}}val") not in there:
                    style.remove(based_on)
                self._styles.append(style)

    def opened(self, kind: str, empty: Element, media_type: str) -> Element:
        """The part to which the document's relation of that kind leads, to be changed; `empty` if none."""
        try:
            name = _target(self._relations, self._folder, kind)
        except KeyError:
            self.add_part(f"{kind}.xml", _serialised(empty), kind, media_type)
            name = _target(self._relations, self._folder, kind)
        return self._opened.setdefault(name, self._parsed(name))

    def add_part(self, stem: str, content: bytes, relation: str, media_type: str) -> str:
        """Adds a part beside the document («header.xml», «media/anh.png») and returns its relation id.

        `relation` is the last word of the relation's type: «header», «image».
        """
        base, dot, ending = stem.rpartition(".")
        name = next(
            part
            for number in chain([""], count(1))
            if (part := f"{self._folder}/{base}{number}{dot}{ending}") not in self._parts
        )
        self._parts[name] = content
        etree.SubElement(self._types, f"{_TYPES}Override", PartName=f"/{name}", ContentType=media_type)
        there = {item.get("Id") for item in self._relations}
        relation_id = next(found for number in count(1) if (found := f"rId{number}") not in there)
        etree.SubElement(
            self._relations,
            _RELATION,
            Id=relation_id,
            Type=f"{OFFICE}/{relation}",
            Target=posixpath.relpath(name, self._folder),
        )
        return relation_id

    def _parsed(self, name: str) -> Element:
        return etree.fromstring(self._parts[name], _PARSER)


def _serialised(root: Element) -> bytes:
    """Prefixes that the root declares stay: `mc:Ignorable` may name one that nothing else uses."""
    prefixes = [prefix for prefix in root.nsmap if prefix]
    etree.cleanup_namespaces(root, keep_ns_prefixes=prefixes)
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data


def _target(relations: Element, folder: str, kind: str) -> str:
    """Name of the part that the relation of that kind leads to."""
    for item in relations:
        if item.get("Type") == f"{OFFICE}/{kind}":
            return posixpath.normpath(posixpath.join("/", folder, item.get("Target"))).lstrip("/")
    raise KeyError(kind)
