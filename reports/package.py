"""The parts of a Word file that carry no text: content types, relations, settings, fonts, theme.

Everything names Times New Roman, also the theme, so that nothing an official pastes or adds in
Word falls back to another font.
"""

import zipfile
from collections.abc import Mapping
from io import BytesIO

from reports import nd30

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The only time written into a zip: the same content gives the same bytes."""

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_PARTS = {
    "document": ("officeDocument", f"{_WORD_TYPE}.document.main+xml"),
    "styles": ("styles", f"{_WORD_TYPE}.styles+xml"),
    "settings": ("settings", f"{_WORD_TYPE}.settings+xml"),
    "fontTable": ("fontTable", f"{_WORD_TYPE}.fontTable+xml"),
    "theme": ("theme", "application/vnd.openxmlformats-officedocument.theme+xml"),
    "header": ("header", f"{_WORD_TYPE}.header+xml"),
    "headerFirst": ("header", f"{_WORD_TYPE}.header+xml"),
}
RELATIONS = {part: f"rId{number}" for number, part in enumerate(_PARTS)}
"""Relation ids of the document's parts; the document itself is not used."""


def pack(parts: Mapping[str, bytes]) -> bytes:
    """The zip of these parts, in their order, with no clock in it."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, EPOCH)
            # Pictures are compressed already; trying again only takes time.
            packed = name.endswith((".xml", ".rels"))
            entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
            entry.external_attr = 0o600 << 16
            package.writestr(entry, content)
    return file.getvalue()


def word_file(document: bytes, styles: bytes, header: bytes, header_first: bytes) -> bytes:
    """A complete .docx around these four parts."""
    return pack(
        {
            "[Content_Types].xml": _content_types(),
            "_rels/.rels": _relations(
                (f"{OFFICE}/officeDocument", "word/document.xml"),
                (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
                (f"{OFFICE}/extended-properties", "docProps/app.xml"),
            ),
            "docProps/core.xml": _CORE.encode(),
            "docProps/app.xml": _APP.encode(),
            "word/_rels/document.xml.rels": _relations(
                *((f"{OFFICE}/{kind}", f"{part}.xml") for part, (kind, _) in list(_PARTS.items())[1:])
            ),
            "word/document.xml": document,
            "word/styles.xml": styles,
            "word/settings.xml": _SETTINGS.encode(),
            "word/fontTable.xml": _FONTS.encode(),
            "word/theme.xml": _THEME.encode(),
            "word/header.xml": header,
            "word/headerFirst.xml": header_first,
        }
    )


def _content_types() -> bytes:
    overrides = {f"/word/{part}.xml": kind for part, (_, kind) in _PARTS.items()}
    overrides["/docProps/core.xml"] = "application/vnd.openxmlformats-package.core-properties+xml"
    overrides["/docProps/app.xml"] = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides.items())
        + "</Types>"
    ).encode()


def _relations(*targets: tuple[str, str]) -> bytes:
    return (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
            for number, (kind, target) in enumerate(targets, start=1)
        )
        + "</Relationships>"
    ).encode()


_CORE = f"""{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" \
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title/><dc:creator/>\
<dc:language>{nd30.LANGUAGE}</dc:language>\
<dcterms:created xsi:type="dcterms:W3CDTF">2026-01-01T00:00:00Z</dcterms:created>\
<dcterms:modified xsi:type="dcterms:W3CDTF">2026-01-01T00:00:00Z</dcterms:modified></cp:coreProperties>"""

_APP = f"""{_HEAD}<Properties \
xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">\
<Application>Gom Số</Application></Properties>"""

_SETTINGS = f"""{_HEAD}<w:settings xmlns:w="{W}">\
<w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>\
<w:characterSpacingControl w:val="doNotCompress"/>\
<w:compat><w:compatSetting w:name="compatibilityMode" \
w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>\
<w:themeFontLang w:val="{nd30.LANGUAGE}"/>\
<w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>"""

_FONTS = f"""{_HEAD}<w:fonts xmlns:w="{W}"><w:font w:name="{nd30.FONT}">\
<w:panose1 w:val="02020603050405020304"/><w:charset w:val="00"/><w:family w:val="roman"/>\
<w:pitch w:val="variable"/></w:font></w:fonts>"""

_FACE = f'<a:latin typeface="{nd30.FONT}"/><a:ea typeface="{nd30.FONT}"/><a:cs typeface="{nd30.FONT}"/>'
_PLAIN = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_COLOURS = {
    "dk1": "000000",
    "lt1": "FFFFFF",
    "dk2": "000000",
    "lt2": "FFFFFF",
    **{f"accent{number}": "000000" for number in range(1, 7)},
    "hlink": "0000FF",
    "folHlink": "800080",
}
_THEME = (
    f'{_HEAD}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Văn bản">'
    '<a:themeElements><a:clrScheme name="Văn bản">'
    + "".join(f'<a:{slot}><a:srgbClr val="{value}"/></a:{slot}>' for slot, value in _COLOURS.items())
    + f'</a:clrScheme><a:fontScheme name="Văn bản"><a:majorFont>{_FACE}</a:majorFont>'
    f'<a:minorFont>{_FACE}</a:minorFont></a:fontScheme><a:fmtScheme name="Văn bản">'
    f"<a:fillStyleLst>{_PLAIN * 3}</a:fillStyleLst>"
    f"<a:lnStyleLst>{f'<a:ln>{_PLAIN}</a:ln>' * 3}</a:lnStyleLst>"
    f"<a:effectStyleLst>{'<a:effectStyle><a:effectLst/></a:effectStyle>' * 3}</a:effectStyleLst>"
    f"<a:bgFillStyleLst>{_PLAIN * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
)
