"""Word templates as officials send them, and as nobody should."""

import zipfile
from collections.abc import Mapping
from html import escape
from io import BytesIO

from reports.package import OFFICE, W, pack, word_file

_DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_SPACES = f'xmlns:w="{W}" xmlns:r="{OFFICE}"'


def paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r></w:p>'


def field(code: str) -> str:
    """An automatic field of Word's, its code cut over two runs."""
    half = len(code) // 2
    parts = "".join(
        f'<w:r><w:instrText xml:space="preserve">{escape(part)}</w:instrText></w:r>'
        for part in (code[:half], code[half:])
    )
    begin, separate, end = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    return f"<w:p>{begin}{parts}{separate}<w:r><w:t>1</w:t></w:r>{end}</w:p>"


def own_template(*texts: str, body: str = "", header: str = "", first_header: str = "") -> bytes:
    """A template with these paragraphs, then `body` as XML."""
    inner = "".join(map(paragraph, texts)) + body
    return word_file(
        f"{_DECLARED}<w:document {_SPACES}><w:body>{inner}<w:sectPr/></w:body></w:document>".encode(),
        f"{_DECLARED}<w:styles {_SPACES}/>".encode(),
        f"{_DECLARED}<w:hdr {_SPACES}>{paragraph(header)}</w:hdr>".encode(),
        f"{_DECLARED}<w:hdr {_SPACES}>{paragraph(first_header)}</w:hdr>".encode(),
    )


def changed(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The file with these parts put in, or in place of its own."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        own = {name: package.read(name) for name in package.namelist()}
    return pack({**own, **parts})


def replaced(data: bytes, part: str, old: str, new: str) -> bytes:
    with zipfile.ZipFile(BytesIO(data)) as package:
        text = package.read(part).decode()
    assert old in text
    return changed(data, {part: text.replace(old, new).encode()})


def related(data: bytes, kind: str, target: str, *, external: bool = False) -> bytes:
    """The file with one more relation of its text."""
    mode = ' TargetMode="External"' if external else ""
    relation = f'<Relationship Id="rId99" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>'
    return replaced(data, "word/_rels/document.xml.rels", "</Relationships>", f"{relation}</Relationships>")
