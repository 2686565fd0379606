"""Finds what a reader of a report would stumble over: figures at odds, slips of spelling, faults of form."""

from reports.lint.check import lint_docx, lint_text
from reports.lint.findings import Finding, Severity

__all__ = ["Finding", "Severity", "lint_docx", "lint_text"]
