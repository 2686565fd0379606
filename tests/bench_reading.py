"""How long the reader takes: `python -m tests.bench_reading`. Prints medians; asserts nothing."""

import statistics
import sys
import time

from bot.reading.replies import LONGEST_TEXT, MOST_TOKENS
from bot.reading.words import PHRASES
from tests.reading.form import reading

LINES = [
    "3 buổi, 120 người, loa 14 lượt",
    "ba buoi tram hai nguoi loa 7",
    "3 120 14 0 5 0 0",
    "sửa loa 12 thành 21",
    "Báo cáo em, tuần này tổ 5 tổ chức 3 buổi tuyên truyền, có 120 lượt người dự, phát loa 14 lượt",
]
LONG = [
    "1 ",
    "loa ",
    "3 buổi ",
    "hai ",
    "không ",
    "tổ 5 ",
    "loa 1 ",
    "người 3 ",
    "xyz ",
    "- ",
    "1,",
    ".",
    "đ/c ",
]
LONG += ["hai người ", "người ba dự "]
LONG += [
    "một trăm hai mươi ba nghìn ",
    "họp dự loa zalo tờ rơi ",
    "như tuần trước ",
    "sửa loa 1 thành 2, ",
    "\u200b",
]
REPEATS = 400


def median(text: str, repeats: int = REPEATS) -> float:
    """Median microseconds of one reading."""
    reading(text)
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        reading(text)
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1e6


def phrases() -> list[str]:
    """Each phrase that the reader knows, said until the message is as long as one that is read may be."""
    known = {phrase.strip().removeprefix("=") for row in PHRASES.values() for phrase in row.split("|")}
    mosts = [(phrase, (MOST_TOKENS - 1) // (phrase.count(" ") + 1)) for phrase in sorted(known)]
    return [" ".join([phrase] * most)[:LONGEST_TEXT] for phrase, most in mosts]


def main() -> None:
    say = sys.stdout.write
    for line in LINES:
        say(f"{median(line):8.0f} µs  {line}\n")
    worst = 0.0
    for piece in LONG:
        for size in (LONGEST_TEXT // 20, LONGEST_TEXT // 4, LONGEST_TEXT):
            text = (piece * LONGEST_TEXT)[:size]
            taken = median(text, 5)
            worst = max(worst, taken)
    say(f"{worst / 1000:8.2f} ms  worst of {len(LONG)} repeated pieces up to {LONGEST_TEXT} characters\n")
    said = {text: median(text, 5) for text in phrases()}
    slowest = max(said, key=said.__getitem__)
    say(f"{said[slowest] / 1000:8.2f} ms  worst of {len(said)} phrases repeated: {slowest[:20]}…\n")
    short, long = median("3 buổi " * 2_000, 20), median("3 buổi " * 20_000, 20)
    say(f"{long:8.0f} µs  140 kB refused, {long / short:.1f} times a tenth of it\n")


if __name__ == "__main__":
    main()
