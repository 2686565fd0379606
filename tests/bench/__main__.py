"""Runs every benchmark: `make bench`."""

import asyncio

from tests.bench import answers, channels, report, report_size, requests

print("# report of a half-year against a bare docxtpl render of the same template")
asyncio.run(report.run())
print()
report_size.run()
print("\n# answers of group leaders, message accepted -> reply committed, SQLite")
asyncio.run(answers.run())
print("\n# Telegram from end to end, against bare bots that store one row a message")
channels.run()
print("\n# messages a second through python-telegram-bot: our HTTP against its own")
requests.run()
