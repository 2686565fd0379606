"""A message in clauses: the items between two breaks."""

from collections.abc import Sequence
from itertools import takewhile

from bot.reading.items import FIGURES, MENTIONS, NEAR, Item
from bot.reading.words import Role

BREAKS = frozenset({Role.PAUSE, Role.STOP})
BOUNDS = {Role.ABOUT: "about", Role.AT_LEAST: "more_than", Role.AT_MOST: "less_than"}
AFTER = {Role.AFTER_ABOUT: "about", Role.AFTER_MORE: "more_than", Role.AFTER_LESS: "less_than"}
EDITS = (Role.EDIT, Role.WRONG, Role.ADD, Role.TAKE, Role.DROP, Role.INTO, Role.RATHER, Role.RIGHT)
_TURNS = frozenset({"nhưng", "trừ", "riêng", "ngoại trừ", "trừ ra"})
OPINIONS = frozenset({"ý kiến", "kiến nghị", "phản ánh", "góp ý"})
REASONS_WHY = frozenset({"vì", "bởi vì", "tại vì", "là vì", "bởi", "lý do là"})
TOPICS = frozenset({"xin", "nêu", "kêu", "phàn nàn", "thắc mắc", "đòi", "yêu cầu"})
_ANNOUNCING = frozenset(
    {"báo", "báo cáo", "bc", "xin báo", "xin báo cáo", "kính báo", "báo cáo với", "báo cáo em", "gửi"}
    | {"gõ hộ", "gõ giúp", "nhắn hộ", "nhắn giúp", "báo hộ", "báo giúp"}
    | {"nói", "nói rồi", "nhắn", "nhắn lại", "gửi em", "bác gửi", "tôi gửi", "em gửi", "xin gửi", "kính gửi"}
)
_MAY_TURN = _TURNS | TOPICS | REASONS_WHY | {"nên", ":", "về", "do", "còn"}
_MAY_BEGIN = frozenset({Role.REST, Role.MARK, Role.REMARK, Role.EACH, Role.EDIT, Role.UNKNOWN})
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


def pieces_of(items: Sequence[Item]) -> list[list[Item]]:
    """The items between two breaks, whatever they are."""
    found: list[list[Item]] = [[]]
    for item in items:
        if item.role in BREAKS:
            found.append([])
        else:
            found[-1].append(item)
    return [piece for piece in found if piece]


def clauses_of(items: Sequence[Item]) -> list[Clause]:
    """The clauses that say anything; «còn lại …» after figures, or «nhưng …», begins one of its own."""
    found: list[Clause] = []
    loud: list[Item] = []
    start = end = -1
    counted = reasoned = announced = False
    for at, item in enumerate(items):
        role, text = item.role, item.text
        turning = text in _MAY_TURN
        turns = (
            bool(loud)
            and (turning or role in _MAY_BEGIN or (role is Role.WORD and loud[-1].text in OPINIONS))
            and _turns(items, at, loud, counted=counted, reasoned=reasoned, announced=announced)
        )
        if turns or role in BREAKS:
            if loud:
                found.append(Clause(loud, start, end))
            loud, start, counted, reasoned, announced = [], -1, False, False, False
            if not turns:
                continue
        if start < 0:
            start = item.start
        end = item.end
        if turning and _gives_reason(items, at):
            reasoned = True
        if text in _ANNOUNCING:
            announced = True
        if role not in SILENT:
            loud.append(item)
            counted = counted or role in FIGURES
        if text == "?":
            found.append(Clause(loud, start, end))
            loud, start, counted, reasoned, announced = [], -1, False, False, False
    if loud:
        found.append(Clause(loud, start, end))
    return found


def _turns(
    items: Sequence[Item], at: int, loud: Sequence[Item], *, counted: bool, reasoned: bool, announced: bool
) -> bool:
    """Whether one of the items that may begin a clause does so although no mark stands before it."""
    item = items[at]
    if item.text in _TURNS:
        return True
    if item.text == "nên":
        # «vì mất điện nên …», «mưa to nên …»
        told = all(each.role is Role.UNKNOWN for each in loud) and any(
            each.role is Role.UNKNOWN for each in said_before(items, at)
        )
        return reasoned or (told and _counts(items[at : at + NEAR]))
    if item.text == ":":
        # «Thủy báo cáo: 1 buổi»; «1 phản ánh: nắp cống vỡ», what it was about
        told = len(loud) > 1 and {loud[-1].role, loud[-2].role} == {Role.NUMBER, Role.NOUN}
        told = told and (loud[-1].text in OPINIONS or loud[-2].text in OPINIONS)
        return told or (announced and all(each.role is Role.UNKNOWN for each in loud))
    if item.text == "còn" and any(each.role is Role.SAME for each in loud):
        # «zalo như cũ còn loa 8»
        return True
    if not counted:
        return False
    return (
        item.role is Role.REST
        # «2 buổi mỗi buổi 35»
        or (item.role is Role.EACH and item.text and at + 1 < len(items) and items[at + 1].role in FIGURES)
        # «mục 1: 3 mục 2: 90»
        or (item.role is Role.MARK and loud[0].role is Role.MARK)
        # «2 ý kiến về đèn đường»: what they were about
        or item.text == "về"
        # «1 ý kiến xin lắp đèn»
        or ((item.text in TOPICS or item.role is Role.REMARK) and loud[-1].text in OPINIONS)
        # «2 phản ánh đèn đường hỏng»
        or (item.role is Role.UNKNOWN and loud[-1].text in OPINIONS and _tells(items[at : at + NEAR]))
        # «1 phản ánh loa to quá»
        or (item.role is Role.WORD and _is_told_of(loud) and not _figures(items[at : at + NEAR]))
        # «1 kiến nghị sửa cống»
        or (item.role is Role.EDIT and loud[-1].text in OPINIONS and not _counts(items[at : at + NEAR]))
        or _gives_reason(items, at)
    )


def said_before(items: Sequence[Item], at: int) -> list[Item]:
    """The items before, back to the last break or colon, but not far."""
    before = reversed(items[max(at - NEAR, 0) : at])
    return list(takewhile(lambda item: item.role not in BREAKS and item.text != ":", before))


def _tells(items: Sequence[Item]) -> bool:
    """Whether several words, most of them unknown, follow and no number before the next break."""
    piece = list(takewhile(lambda item: item.role not in BREAKS, items))
    unknown = sum(item.role is Role.UNKNOWN for item in piece)
    return unknown > 1 and not _counts(piece)


def _is_told_of(loud: Sequence[Item]) -> bool:
    """Whether it was just said how many opinions there were."""
    return len(loud) > 1 and loud[-1].text in OPINIONS and loud[-2].role is Role.NUMBER


def _figures(items: Sequence[Item]) -> bool:
    """Whether a figure comes before the next break."""
    return any(item.role in FIGURES for item in takewhile(lambda item: item.role not in BREAKS, items))


def _counts(items: Sequence[Item]) -> bool:
    """Whether a number comes before the next break."""
    for item in items:
        if item.role is Role.NUMBER or item.role in BREAKS:
            return item.role is Role.NUMBER
    return False


def _gives_reason(items: Sequence[Item], at: int) -> bool:
    """«vì trời mưa», «do cúp điện»; «do» unaccented may be «đó»."""
    if items[at].text == "do":
        return at + 1 < len(items) and items[at + 1].role in (Role.UNKNOWN, Role.DOUBT)
    return items[at].text in REASONS_WHY
