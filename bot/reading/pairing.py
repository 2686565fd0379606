"""Which figure belongs to which indicator, by the words beside it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.reading.items import FIGURES, MENTIONS, NO_CODES, Item
from bot.reading.words import Role
from storage.forms import CheckKind, Form

COUNTER = "counter"
"""Text of a mark that is only a list number («1.», «2)»)."""
_MOST_READINGS = 200


@dataclass(frozen=True, slots=True)
class Pair:
    """A figure and the indicators it may belong to; none when nothing names one.

    `strained`: a word beside it speaks of another indicator and was taken as its subject only.
    """

    figure: Item
    codes: frozenset[str]
    strained: bool = False
    mentions: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class _Named:
    codes: frozenset[str]
    cost: int


def parts_of(form: Form) -> dict[str, frozenset[str]]:
    """For each indicator, those that count its participants or parts, from the form's checks."""
    found: dict[str, frozenset[str]] = {}
    for check in form.checks:
        if check.kind is CheckKind.ZERO_TOGETHER:
            found[check.whole] = found.get(check.whole, NO_CODES) | frozenset(check.parts)
    return found


def pair(items: Sequence[Item], parts: dict[str, frozenset[str]]) -> list[Pair] | None:
    """The pairs of one clause in the order of its figures, or None when there is no one reading.

    Words between two figures go to one or the other so that each figure is named without
    contradiction; a unit noun right after a figure belongs to it.
    """
    figures, gaps = _gaps(items)
    if len(figures) == 1:
        named = _named(gaps[0] + gaps[1], parts)
        return [_made(figures[0], gaps[0] + gaps[1], named)] if named else None
    readings = []
    for reading in _readings(figures, gaps, 0, [], parts):
        readings.append(reading)
        if len(readings) > _MOST_READINGS:
            return None
    if not readings:
        return None
    least = min(cost for cost, _ in readings)
    best = [pairs for cost, pairs in readings if cost == least]
    told = {tuple(p.codes for p in pairs) for pairs in best}
    return best[0] if len(told) == 1 else None


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


def _readings(
    figures: list[Item],
    gaps: list[list[Item]],
    at: int,
    left: list[Item],
    parts: dict[str, frozenset[str]],
) -> Iterator[tuple[int, list[Pair]]]:
    if at == len(figures):
        yield 0, []
        return
    before = gaps[0] if at == 0 else left
    following = gaps[at + 1]
    last = at + 1 == len(figures)
    for cut in range(len(following), -1, -1):
        if last and cut < len(following):
            break
        mentions = before + following[:cut]
        named = _named(mentions, parts)
        if named is None or not mentions:
            continue
        torn = bool(cut == 0 and following and _binds(figures[at], following[0]))
        for cost, rest in _readings(figures, gaps, at + 1, following[cut:], parts):
            yield cost + named.cost + torn, [_made(figures[at], mentions, named), *rest]


def _binds(figure: Item, mention: Item) -> bool:
    return mention.role is Role.NOUN and mention.start == figure.end


def _made(figure: Item, mentions: Sequence[Item], named: _Named) -> Pair:
    return Pair(figure, named.codes, named.cost > 0, tuple(mentions))


def _named(mentions: Sequence[Item], parts: dict[str, frozenset[str]]) -> _Named | None:
    """What the mentions name together; None when they contradict each other.

    «họp 120 người» counts people, of a meeting; «tuyên truyền trên loa 14 lượt» has a subject
    and a means, and the means agrees with the noun, so it is taken, at a cost.
    """
    marks = [m for m in mentions if m.role is Role.MARK]
    mentions = [m for m in mentions if m.role is not Role.MARK] or marks[:1]
    if not mentions:
        return _Named(NO_CODES, 0)
    common = _common(mentions)
    if not common:
        return next(
            filter(None, (_subject(mentions, whole, counted) for whole, counted in parts.items())), None
        )
    if marks:
        # «1.» may only count the lines off; «mục 3: zalo 5» contradicts itself.
        agreed = common & marks[0].codes
        return _Named(agreed or common, 0 if agreed or marks[0].text == COUNTER else 1)
    # «phát 14 lượt»: only two vague words together name one indicator.
    vague = len(common) == 1 and len(mentions) > 1 and all(len(m.codes) > 1 for m in mentions)
    return _Named(common, 1 if vague else 0)


def _common(mentions: Sequence[Item]) -> frozenset[str]:
    return frozenset.intersection(*(m.codes for m in mentions)) if mentions else NO_CODES


def _subject(mentions: Sequence[Item], whole: str, counted: frozenset[str]) -> _Named | None:
    """Contradicting mentions of a whole and its parts, one of which is only what the other is about."""
    rest = [m for m in mentions if m.role is Role.NOUN or m.codes != {whole}]
    common = _common(rest)
    if len(rest) < len(mentions) and common & counted:
        return _Named(common & counted, 0 if any(len(m.codes) == 1 for m in rest) else 1)
    nouns = [m for m in mentions if m.role is Role.NOUN]
    if len(rest) < len(mentions) and common and nouns:
        return _Named(common, 2)
    if nouns and all(m.codes == {whole} or (m.role is Role.WORD and m.codes <= counted) for m in mentions):
        return _Named(frozenset({whole}), 2) if _common(nouns) == {whole} else None
    return None
