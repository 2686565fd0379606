"""The tags of a template: read without being run.

A tag may print a value, choose by a condition and repeat over a list; whatever else the language of
tags offers is refused here, before `reports.sandbox` would refuse it once more.
"""

import re
from collections.abc import Iterable
from typing import Any

import jinja2
from docxtpl import DocxTemplate
from jinja2 import meta, nodes
from lxml import etree

from reports.examination import Fault, Flaw
from reports.guard import is_text
from reports.package import W
from reports.sandbox import environment

_MAY = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If, nodes.CondExpr),
    *(nodes.Name, nodes.Getattr, nodes.Getitem, nodes.Const, nodes.TemplateData, nodes.Filter),
    *(nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not),
)
"""All that a template may be made of."""

_AROUND = 60
"""Letters shown of the text that a fault stands in."""

_PARAGRAPH = re.compile(r"<w:p([ >])")
_MARKUP = re.compile(r"<[^>]+>")
_PAIRS = (("{{", "}}"), ("{%", "%}"), ("{#", "#}"))
_ONE_BRACE = re.compile(r"(?<![{\w]){\s*\w+\s*}(?!})")
_PROPERTIES = "docProps/core.xml"


def read_tags(roots: dict[str, Any]) -> tuple[set[str], list[Flaw]]:
    """(the names that the template asks for, what is wrong with its tags), over all that is printed."""
    names: set[str] = set()
    flaws: list[Flaw] = []
    for part, root in roots.items():
        if is_text(root):
            flaws += _open_tags(root)
            asked, wrong = _read(_PARAGRAPH.sub(r"\n<w:p\1", _source(root)))
        elif part == _PROPERTIES:
            asked, wrong = _read("\n".join(root.itertext()))
        else:
            continue
        names |= asked
        flaws += wrong
    # A tag that is not closed has been told, with its place, before the reader stumbled over it.
    told = list(dict.fromkeys(flaws))
    return names, told if names or told else [Flaw(Fault.NO_TAGS)]


def _source(root: Any) -> str:
    """What docxtpl makes of a part: tags that Word has cut over runs in one piece."""
    source: str = DocxTemplate(None).patch_xml(etree.tostring(root, encoding="unicode"))
    return source


def _read(source: str) -> tuple[set[str], list[Flaw]]:
    try:
        tree = environment().parse(source)
    except jinja2.TemplateSyntaxError as error:
        return set(), [Flaw(Fault.TAG, _shown(_line(source, error.lineno)))]
    flaws = [
        Flaw(Fault.FORBIDDEN, _shown(_line(source, node.lineno)))
        for node in _nodes(tree)
        if not _harmless(node)
    ]
    return set() if flaws else meta.find_undeclared_variables(tree), flaws


def _nodes(node: nodes.Node) -> Iterable[nodes.Node]:
    yield node
    for child in node.iter_child_nodes():
        yield from _nodes(child)


def _harmless(node: nodes.Node) -> bool:
    if isinstance(node, nodes.Getattr):
        return not node.attr.startswith("_")
    if isinstance(node, nodes.Filter):
        return node.name in environment().filters
    if isinstance(node, nodes.For):
        return not node.recursive
    return isinstance(node, _MAY)


def _line(source: str, number: int | None) -> str:
    lines = source.splitlines()
    return lines[number - 1] if number and number <= len(lines) else ""


def _shown(xml: str) -> str:
    """The words around a fault, as the official sees them in Word."""
    text = " ".join(_MARKUP.sub("", xml).split())
    return text if len(text) <= _AROUND else f"{text[:_AROUND]}…"


def _open_tags(root: Any) -> Iterable[Flaw]:
    """Tags whose end does not stand in the same paragraph, and such as want a brace."""
    for paragraph in root.iter(f"{{{W}}}p"):
        text = "".join(
            node.text or "" for node in paragraph.iter(f"{{{W}}}t") if _paragraph_of(node) is paragraph
        )
        if any(text.count(left) != text.count(right) for left, right in _PAIRS) or _ONE_BRACE.search(text):
            yield Flaw(Fault.TAG, _shown(text))


def _paragraph_of(node: Any) -> Any:
    return next(node.iterancestors(f"{{{W}}}p"), None)
