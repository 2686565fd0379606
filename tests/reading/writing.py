"""Ways of writing a number in Vietnamese, from the rules of the language; the reader is not used."""

from collections.abc import Iterator

UNITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
SCALES = [(10**6, "triệu"), (10**3, "nghìn")]


class Style:
    """One way of writing: which word is used where the language offers two."""

    def __init__(
        self, thousand: str = "nghìn", zero_tens: str = "linh", four: str = "tư", five: str = "lăm"
    ) -> None:
        self.thousand = thousand
        self.zero_tens = zero_tens
        self.four = four
        self.five = five

    def unit_after_tens(self, unit: int, tens: int) -> str:
        if unit == 1 and tens > 1:
            return "mốt"
        if unit == 4 and tens > 1:
            return self.four
        if unit == 5:
            return self.five if tens > 1 or self.five == "lăm" else "lăm"
        return UNITS[unit]

    def below_hundred(self, number: int) -> list[str]:
        tens, unit = divmod(number, 10)
        if tens == 0:
            return [UNITS[unit]]
        head = ["mười"] if tens == 1 else [UNITS[tens], "mươi"]
        return head + ([self.unit_after_tens(unit, tens)] if unit else [])

    def below_thousand(self, number: int, full: bool) -> list[str]:
        hundreds, rest = divmod(number, 100)
        if not hundreds and not full:
            return self.below_hundred(rest)
        words = [UNITS[hundreds], "trăm"]
        if rest == 0:
            return words
        if rest < 10:
            return [*words, self.zero_tens, UNITS[rest]]
        return words + self.below_hundred(rest)

    def write(self, number: int) -> str:
        if number == 0:
            return UNITS[0]
        words: list[str] = []
        for size, name in SCALES:
            group, number = divmod(number, size)
            if group:
                words += [*self.below_thousand(group, bool(words)), self.thousand if size == 1000 else name]
        if number:
            words += self.below_thousand(number, bool(words))
        return " ".join(words)


STYLES = [
    Style(),
    Style(thousand="ngàn", zero_tens="lẻ"),
    Style(four="bốn", five="nhăm"),
    Style(thousand="ngàn", zero_tens="linh", four="bốn"),
]


def shorts(number: int) -> Iterator[str]:
    """Short forms of round numbers: «trăm hai», «nghìn rưỡi», «hai nghìn tư», «ba chục», «hăm mốt»."""
    for size, name in ((100, "trăm"), (1000, "nghìn"), (10**6, "triệu")):
        head, rest = divmod(number, size)
        tenth, below = divmod(rest, size // 10)
        if not 1 <= head <= 9 or below or not rest:
            continue
        last = {1: "mốt", 4: "tư"}.get(tenth, UNITS[tenth])
        if tenth != 5:
            yield f"{UNITS[head]} {name} {last}"
            if head == 1:
                yield f"{name} {last}"
        else:
            yield f"{UNITS[head]} {name} rưỡi"
            if head == 1:
                yield f"{name} rưỡi"
    tens, unit = divmod(number, 10)
    if 2 <= tens <= 9 and number < 100:
        if unit == 0:
            yield f"{UNITS[tens]} chục"
        if unit in (1, 4, 5):
            yield f"{UNITS[tens]} {({1: 'mốt', 4: 'tư', 5: 'lăm'})[unit]}"
        if tens in (2, 3) and unit:
            yield f"{({2: 'hăm', 3: 'băm'})[tens]} {Style().unit_after_tens(unit, tens)}"


def digits(number: int) -> Iterator[str]:
    """The forms in digits."""
    yield str(number)
    if number >= 1000:
        yield f"{number:,}".replace(",", ".")
        yield f"{number:,}"
        yield f"{number:,}".replace(",", " ")
    yield str(number).translate({ord("0") + i: 0xFF10 + i for i in range(10)})
    if number and number % 1000 == 0 and number < 10**6:
        yield f"{number // 1000}k"
        yield f"{number // 1000} nghìn"
    if number and number % 10**5 == 0 and number % 10**6 and 10**6 < number < 10**7:
        yield f"{number // 10**6}tr{number % 10**6 // 10**5}"
        yield f"{number // 10**6},{number % 10**6 // 10**5} triệu"


def every_way(number: int) -> Iterator[str]:
    """All of the above."""
    yield from digits(number)
    for style in STYLES:
        yield style.write(number)
    yield from shorts(number)
