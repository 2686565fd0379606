"""How a figure stands to the year before and to the plan, in words; each number under its note. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reports.comparison import Change, Comparison, Plan, Reached, Side, parts_of
from reports.figures import Figure
from reports.main_figures import Sentence
from reports.marks import Marked, Note, joined, sentence
from reports.period_words import as_before, same_period
from reports.shares import shares
from reports.sources import GROUP_FORM, Sources
from reports.vietnamese import count, number, percent, rounded
from storage.forms import Kind
from storage.records import Qualifier


@dataclass(frozen=True, slots=True)
class Voice:
    """Tells one comparison; `ward_rule` as for `Sources`."""

    comparison: Comparison
    ward_rule: str

    def told(self, sentence_: Sentence) -> Marked:
        """What follows a sentence of the report: the year before, shares, the plan. Empty: nothing."""
        keys = list(sentence_.figures.values())
        found = [self._changes(keys, sentence_.none)]
        if found[0]:
            found.append(self._shares(keys, sentence_.whole))
        found.append(self._plan(keys))
        return joined(filter(None, found), " ")

    def _changes(self, keys: Iterable[str], none: str) -> Marked:
        changes = [
            change
            for key in keys
            if (change := self.comparison.change(key))
            and change.alike
            and change.now.value + change.before.value
        ]
        before = self.comparison.before
        if not changes or before is None:
            return joined([])
        moved = [self._moved(change, none) for change in changes if change.difference]
        same = [
            Marked(change.now.label, self.change_note(change)) for change in changes if not change.difference
        ]
        clauses = [*moved, joined(["không thay đổi: ", joined(same, "; ")])] if same else moved
        lead = f"So với {same_period(self.comparison.now.period)}"
        colon = ": " if moved else ", "
        return joined([lead, self._behind(changes, before), colon, joined(clauses, "; "), "."])

    def _behind(self, changes: Sequence[Change], before: Side) -> Marked:
        """How complete the data of the year before are, where that is not the same now."""
        sources = self._of(before)
        if changes[0].now.form == GROUP_FORM:
            if not before.groups.all:
                return joined([])
            ratio = sources.groups(f"{before.groups.reported}/{before.groups.all}")
            return joined([" (", ratio, " tổ dân phố có báo cáo)"])
        sums = [change for change in changes if change.now.kind is Kind.SUM]
        now = self.comparison.now
        uneven = [one for one in sums if now.completeness(one.now) != before.completeness(one.before)]
        if not uneven:
            return joined([])
        most = max(uneven, key=lambda change: change.now.submissions + change.before.submissions)
        earlier = sources.figure(most.before, number(most.before.submissions))
        later = self._of(now).figure(most.now, number(most.now.submissions))
        words = as_before(now.period)
        return joined([f" (số lần báo của {words} và kỳ này: ", earlier, " và ", later, ")"])

    def _moved(self, change: Change, none: str) -> Marked:
        label, words = change.now.label, as_before(self.comparison.now.period)
        note = self.change_note(change)
        part = share_in_words(change)
        if change.vague and not rounded(abs(change.difference)) and change.share and change.share < 100:
            return joined([Marked(label, note), f" xấp xỉ {words}"])
        way = "tăng " if change.difference > 0 else "giảm "
        amount = Marked(amount_in_words(change), note)
        told = [" (", Marked(part, note), ")"] if part else [f" ({words} {none})"]
        return joined([way, amount, f" {label}", *told])

    def change_note(self, change: Change) -> Note:
        now, before = self._of(self.comparison.now), self._before()
        mark = change.now.mark
        return Note(
            mark,
            f"Mã số liệu {mark}: {change.now.label}; {now.period.label}: {number(change.now.value)}, "
            f"{before.period.label}: {number(change.before.value)}. "
            f"Xem nguồn: nhắn «{now.said(mark)}», «{before.said(mark)}».",
        )

    def _shares(self, keys: Sequence[str], whole: str) -> Marked:
        """Parts of a whole, in percentages that add up to a hundred."""
        figures = self.comparison.now.figures
        parts = parts_of(figures, whole, keys)
        total = figures.get(whole) if whole else None
        if total is None or any(figure.qualifier is not Qualifier.EXACT for figure in (*parts, total)):
            return joined([])
        told = [
            joined([f"{part.label} chiếm ", Marked(percent(size), self._part_note(part, total))])
            for part, size in zip(parts, shares([part.value for part in parts]), strict=True)
        ]
        return sentence(joined([joined(told, ", "), f" tổng số {total.label}"])) if told else joined([])

    def _part_note(self, part: Figure, total: Figure) -> Note:
        sources = self._of(self.comparison.now)
        behind = f"{part.label}, {number(part.value)}/{number(total.value)} {total.label}"
        asked = f"«{sources.said(part.mark)}», «{sources.said(total.mark)}»"
        return Note(part.mark, f"Mã số liệu {part.mark}: {behind}. Xem nguồn: nhắn {asked}.")

    def _plan(self, keys: Iterable[str]) -> Marked:
        plan = self.comparison.plan
        if plan is None:
            return joined([])
        clauses = []
        for key in keys:
            reached = plan.reached(key)
            if reached and reached.figure and reached.figure.value:
                note = self.reached_note(plan, reached, reached.figure)
                part = Marked(reached_in_words(reached), note)
                clauses.append(joined([f"{reached.figure.label} đạt ", part]))
        if not clauses:
            return joined([])
        lead = "" if plan.period == self.comparison.now.period else "lũy kế từ đầu năm, "
        return sentence(joined([lead, joined(clauses, "; "), f" kế hoạch năm {plan.year}"]))

    def reached_note(self, plan: Plan, reached: Reached, figure: Figure) -> Note:
        sources = Sources(plan.period, self.ward_rule)
        return Note(
            figure.mark,
            f"Mã số liệu {figure.mark}: {figure.label}; {plan.period.label}: {number(figure.value)}, "
            f"kế hoạch năm {plan.year}: {number(reached.planned)}. "
            f"Xem nguồn: nhắn «{sources.said(figure.mark)}», «kế hoạch {plan.year}».",
        )

    def plan_note(self, plan: Plan, label: str) -> Note:
        """Of the planned value itself."""
        return Note("", f"Kế hoạch năm {plan.year}: {label}. Xem: nhắn «kế hoạch {plan.year}».")

    def _of(self, side: Side) -> Sources:
        return Sources(side.period, self.ward_rule)

    def _before(self) -> Sources:
        before = self.comparison.before
        return self._of(before if before else self.comparison.now)


def amount_in_words(change: Change) -> str:
    """«120», «05», «khoảng 120» of estimates."""
    amount = abs(change.difference)
    if change.vague and rounded(amount):
        return f"khoảng {number(rounded(amount))}"
    return count(amount)


def share_in_words(change: Change) -> str:
    """«12,5%», «khoảng 13%» of estimates; empty from 0."""
    if change.share is None:
        return ""
    if change.vague:
        return _about(change.share)
    return percent(change.share) if change.share else "dưới 0,01%"


def reached_in_words(reached: Reached) -> str:
    """«58,97%», «khoảng 59%» of an estimate."""
    vague = reached.figure is not None and reached.figure.qualifier is not Qualifier.EXACT
    if vague:
        return _about(reached.share)
    return percent(reached.share) if reached.share else "dưới 0,01%"


def _about(hundredths: int) -> str:
    """A share of estimates in whole percents: its decimals would say more than anybody knows."""
    whole = (hundredths + 50) // 100
    return f"khoảng {percent(whole * 100)}" if whole else "chưa đến 1%"
