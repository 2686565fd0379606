"""Finds what a reader of a report would stumble over: figures at odds, slips of spelling, faults of form."""

from reports.lint.check import lint_docx, lint_text
from reports.lint.findings import Finding, Severity
from reports.lint.word_file import MAX_FILE

__all__ = ["MAX_FILE", "Finding", "Severity", "lint_docx", "lint_text"]
