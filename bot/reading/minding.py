"""Rules that look at a message only when it has one of the words, or kinds of words, they are about."""

from collections.abc import Callable, Iterable, Set

from bot.reading.sheet import Sheet

Rule = tuple[Iterable[str], Callable[[Sheet], None]]


class Minding:
    """Rules with what calls for them, kept in their order. Most messages call for few or none."""

    def __init__(self, *rules: Rule) -> None:
        self._rules = [mind for _, mind in rules]
        self._called_by: dict[str, list[int]] = {}
        for nth, (triggers, _) in enumerate(rules):
            for trigger in triggers:
                self._called_by.setdefault(trigger, []).append(nth)
        self._triggers = frozenset(self._called_by)

    def __call__(self, sheet: Sheet, marks: Set[str]) -> None:
        """Apply the rules that the message calls for. `marks`: the texts and roles of its items."""
        called = {nth for mark in marks & self._triggers for nth in self._called_by[mark]}
        for nth in sorted(called):
            self._rules[nth](sheet)
