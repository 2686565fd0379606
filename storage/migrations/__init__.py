"""Alembic's migrations."""

NEWEST = "0002"
"""The revision that this version of the program works with. A start that finds it need not load Alembic."""
