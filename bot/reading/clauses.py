"""A message in clauses: the items between two breaks."""

from collections.abc import Iterable, Sequence

from bot.reading.items import FIGURES, MENTIONS, Item
from bot.reading.words import Role

BREAKS = frozenset({Role.PAUSE, Role.STOP})
BOUNDS = {Role.ABOUT: "about", Role.AT_LEAST: "more_than", Role.AT_MOST: "less_than"}
AFTER = {Role.AFTER_ABOUT: "about", Role.AFTER_MORE: "more_than", Role.AFTER_LESS: "less_than"}
EDITS = (Role.EDIT, Role.WRONG, Role.ADD, Role.TAKE, Role.DROP, Role.INTO, Role.RATHER, Role.RIGHT)
_TURNS = frozenset({"nhưng", "trừ", "riêng", "ngoại trừ", "trừ ra"})
_OPINIONS = frozenset({"ý kiến", "kiến nghị", "phản ánh", "góp ý"})
_REASONS = frozenset({"vì", "bởi vì", "tại vì", "là vì", "bởi", "lý do là"})
SILENT = frozenset({Role.FILL, Role.ASIDE, Role.WEEK, *BREAKS})


class Clause:
    """Items of one clause without the silent ones, and the tokens `start` to `end` it covers."""

    __slots__ = ("end", "figures", "items", "mentions", "roles", "start")

    def __init__(self, items: list[Item], start: int, end: int) -> None:
        self.items = items
        self.start = start
        self.end = end
        self.roles = {item.role for item in items}
        self.figures = [item for item in items if item.role in FIGURES]
        self.mentions = [item for item in items if item.role in MENTIONS]

    def has(self, *roles: Role) -> bool:
        return not self.roles.isdisjoint(roles)

    def having(self, *roles: Role) -> list[Item]:
        return [item for item in self.items if item.role in roles] if self.has(*roles) else []

    def without(self, *roles: Role) -> "Clause":
        return Clause([item for item in self.items if item.role not in roles], self.start, self.end)

    def followed_by(self, items: Sequence[Item], end: int) -> "Clause":
        return Clause([*self.items, *items], self.start, end)


def clauses_of(items: Iterable[Item]) -> list[Clause]:
    """The clauses that say anything; «còn lại …» after figures, or «nhưng …», begins one of its own."""
    found: list[Clause] = []
    loud: list[Item] = []
    start = end = -1
    counted = numbered = False
    for item in items:
        turns = (
            (counted and item.role is Role.REST)
            or (bool(loud) and item.text in _TURNS)
            # «mục 1: 3 mục 2: 90»
            or (counted and numbered and item.role is Role.MARK)
            # «2 ý kiến về đèn đường»: what they were about
            or (counted and item.text == "về")
            # «1 ý kiến xin lắp đèn», «1 buổi vì trời mưa»
            or (counted and item.role is Role.UNKNOWN and loud[-1].text in _OPINIONS)
            or (counted and item.text in _REASONS)
        )
        if item.role in BREAKS or turns:
            if loud:
                found.append(Clause(loud, start, end))
            loud, start, counted, numbered = [], -1, False, False
            if not turns:
                continue
        if start < 0:
            start = item.start
        end = item.end
        if item.role not in SILENT:
            numbered = numbered or (item.role is Role.MARK and not loud)
            loud.append(item)
            counted = counted or item.role in FIGURES
    if loud:
        found.append(Clause(loud, start, end))
    return found
