"""All rules over one report."""

from collections.abc import Iterable, Sequence

from reports.lint.figures import check_figures
from reports.lint.findings import Finding, Severity
from reports.lint.form import check_form
from reports.lint.lines import Line, lines_of
from reports.lint.order import check_order
from reports.lint.spelling import check_spelling
from reports.lint.word_file import read_word_file

_ORDER = list(Severity)


def lint_docx(data: bytes) -> tuple[Finding, ...]:
    """What is to be mended in a Word file, ours or anybody's: errors first, then in the order of the text.

    Raises TemplateError for what is no Word file, or too large to be a report.
    """
    file = read_word_file(data)
    lines = lines_of(file.paragraphs, file.unsourced)
    return _sorted([*_text_rules(lines), *check_form(file)])


def lint_text(text: str) -> tuple[Finding, ...]:
    """The same of plain text, a paragraph a line; its form is not looked at."""
    return _sorted(_text_rules(lines_of(text.splitlines())))


def _text_rules(lines: Sequence[Line]) -> Iterable[Finding]:
    return [*check_figures(lines), *check_spelling(lines), *check_order(lines)]


def _sorted(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    unique = dict.fromkeys(findings)
    return tuple(sorted(unique, key=lambda finding: (_ORDER.index(finding.severity), finding.paragraph)))
