"""Runs every benchmark: `make bench`."""

import asyncio

from tests.bench import answers, report

print("# report of a half-year against a bare docxtpl render of the same template")
asyncio.run(report.run())
print("\n# answers of group leaders, message accepted -> reply committed, SQLite")
asyncio.run(answers.run())
