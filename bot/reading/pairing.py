"""Which figure belongs to which indicator, by the words beside it."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.reading.items import FIGURES, MENTIONS, NO_CODES, Item
from bot.reading.words import Role

COUNTER = "counter"
"""Text of a mark that is only a list number («1.», «2)»)."""
_MOST_BETWEEN = 8


class Pair(NamedTuple):
    """A figure and the indicators it may belong to; none when nothing names one.

    `strained`: a word beside it speaks of another indicator and was taken as its subject only.
    """

    figure: Item
    codes: frozenset[str]
    strained: bool = False
    mentions: tuple[Item, ...] = ()


class _Best(NamedTuple):
    cost: int
    readings: list[list[Pair]]


class _Named(NamedTuple):
    codes: frozenset[str]
    cost: int


_NAMELESS = _Named(NO_CODES, 0)


def pair(items: Sequence[Item], parts: dict[str, frozenset[str]]) -> list[Pair] | None:
    """The pairs of one clause in the order of its figures, or None when there is no one reading.

    Words between two figures go to one or the other so that each figure is named without
    contradiction; a unit noun right after a figure belongs to it.
    """
    figures, gaps = _gaps(items)
    if len(figures) == 1:
        mentions = gaps[0] + gaps[1]
        named = _named(mentions, parts, figures[0])
        return [_made(figures[0], mentions, named)] if named else None
    if max(map(len, gaps)) > _MOST_BETWEEN:
        return None
    # Backwards, so that each way of parting a gap is weighed once: by where the gap before a figure
    # is parted, the least cost from that figure on and the readings that have it.
    after: list[_Best | None] = [_Best(0, [[]])]
    for at in range(len(figures) - 1, -1, -1):
        after = [
            _best(figures[at], gaps[at][cut:], gaps[at + 1], after, parts, ends_named=bool(gaps[-1]))
            for cut in range(len(gaps[at]) + 1 if at else 1)
        ]
    return _only(after[0].readings) if after[0] is not None else None


def _only(readings: list[list[Pair]]) -> list[Pair] | None:
    """The one reading, or the one of two that names each figure more closely."""
    if len(readings) == 1:
        return readings[0]
    for one, other in (readings, readings[::-1]):
        if all(a.codes <= b.codes for a, b in zip(one, other, strict=True)):
            return one
    return None


def _best(
    figure: Item,
    before: list[Item],
    following: list[Item],
    after: list["_Best | None"],
    parts: dict[str, frozenset[str]],
    *,
    ends_named: bool,
) -> "_Best | None":
    """The best readings from this figure on, given the mentions before it that are its own.

    `ends_named`: the last figure has a name behind it, so that not all names stand before theirs.
    """
    found: _Best | None = None
    for cut in range(len(following), -1, -1):
        # After the last figure nothing is left to part off.
        rest = after[cut] if len(after) > 1 else after[0] if cut == len(following) else None
        mentions = before + following[:cut]
        named = _named(mentions, parts, figure) if rest is not None and mentions else None
        if rest is None or named is None:
            continue
        torn = cut == 0 and bool(following) and _binds(figure, following[0])
        cost = rest.cost + named.cost + torn
        own = _made(figure, mentions, named, torn=torn and ends_named)
        readings = [[own, *others] for others in rest.readings]
        if found is None or cost < found.cost:
            found = _Best(cost, readings)
        elif cost == found.cost:
            found = _Best(cost, _distinct([*found.readings, *readings]))
    return found


def _distinct(readings: list[list[Pair]]) -> list[list[Pair]]:
    """At most two that give different indicators: one more than there may be."""
    told = {tuple(item.codes for item in reading): reading for reading in reversed(readings)}
    return list(told.values())[:2]


def _gaps(items: Sequence[Item]) -> tuple[list[Item], list[list[Item]]]:
    figures: list[Item] = []
    gaps: list[list[Item]] = [[]]
    for item in items:
        if item.role in FIGURES:
            figures.append(item)
            gaps.append([])
        elif item.role in MENTIONS:
            gaps[-1].append(item)
    return figures, gaps


def _binds(figure: Item, mention: Item) -> bool:
    return mention.role is Role.NOUN and mention.start == figure.end


def _made(figure: Item, mentions: Sequence[Item], named: _Named, *, torn: bool = False) -> Pair:
    return Pair(figure, named.codes, named.cost > 0 or torn, tuple(mentions))


def _named(mentions: Sequence[Item], parts: dict[str, frozenset[str]], figure: Item) -> _Named | None:
    """What the mentions of a figure name together; None when they contradict each other.

    «họp 120 người» counts people, of a meeting; «tuyên truyền trên loa 14 lượt» has a subject
    and a means, and the means agrees with the noun, so it is taken, at a cost.
    """
    if not mentions:
        return _NAMELESS
    marks = [m for m in mentions if m.role is Role.MARK]
    if marks:
        if any(mark.codes != marks[0].codes for mark in marks):
            # «câu 1 3 buổi câu 2 90 người»: no figure answers two questions.
            return None
        mentions = [m for m in mentions if m.role is not Role.MARK] or marks[:1]
    common = _common(mentions)
    if not common:
        return next(
            filter(None, (_subject(mentions, whole, counted, figure) for whole, counted in parts.items())),
            None,
        )
    if marks:
        # «1.» may only count the lines off; «mục 3: zalo 5» contradicts itself.
        agreed = common & marks[0].codes
        return _Named(agreed or common, 0 if agreed or marks[0].text == COUNTER else 1)
    # «phát 14 lượt»: only two vague words together name one indicator.
    vague = len(common) == 1 and len(mentions) > 1 and all(len(m.codes) > 1 for m in mentions)
    return _Named(common, 1 if vague else 0)


def _common(mentions: Sequence[Item]) -> frozenset[str]:
    if not mentions:
        return NO_CODES
    common = mentions[0].codes
    for mention in mentions[1:]:
        common &= mention.codes
    return common


def _subject(mentions: Sequence[Item], whole: str, counted: frozenset[str], figure: Item) -> _Named | None:
    """Contradicting mentions of a whole and its parts, one of which is only what the other is about."""
    rest = [m for m in mentions if m.role is Role.NOUN or m.codes != {whole}]
    common = _common(rest)
    if len(rest) < len(mentions) and common & counted:
        return _Named(common & counted, 0 if any(len(m.codes) == 1 for m in rest) else 1)
    nouns = [m for m in mentions if m.role is Role.NOUN]
    if len(rest) < len(mentions) and common and nouns:
        return _Named(common, 2)
    next_to = next((m for m in mentions if m.start == figure.end), None)
    if next_to is not None and next_to.role is Role.WORD and next_to.codes <= counted:
        # «30 người dự buổi tối qua»
        return _Named(next_to.codes, 2)
    if next_to is not None and next_to.role is Role.NOUN:
        # «tuyên truyền dịch vụ công 1 buổi»: the unit says of what, if one of the others agrees
        agreeing = [m for m in mentions if m.codes & next_to.codes]
        common = _common(agreeing)
        topics = [m for m in mentions if m not in agreeing]
        before = all(m.role is Role.WORD and m.start < figure.start for m in topics)
        leads = mentions[0] in agreeing and mentions[0].role is Role.WORD
        if common and before and len(agreeing) > 1 and leads:
            return _Named(common, 2)
    if nouns and all(m.codes == {whole} or (m.role is Role.WORD and m.codes <= counted) for m in mentions):
        return _Named(frozenset({whole}), 2) if _common(nouns) == {whole} else None
    return None
