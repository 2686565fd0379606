"""What a step of a conversation is given, and what it gives back."""

from dataclasses import dataclass, field, replace
from typing import Self

from bot.engine.actions import Action, Say
from bot.engine.events import Facts, Received
from bot.engine.session import Session
from storage.records import Choice


@dataclass(frozen=True, slots=True)
class Turn:
    """The session after a step, sentences to say (as one message), quick replies, and other actions."""

    session: Session
    lines: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    actions: tuple[Action, ...] = field(default=())

    def then(self, *lines: str) -> Self:
        """The same with more to say at the end."""
        return replace(self, lines=(*self.lines, *lines))

    def first(self, *lines: str) -> Self:
        """The same with something to say before."""
        return replace(self, lines=(*lines, *self.lines))

    def doing(self, *actions: Action) -> Self:
        return replace(self, actions=(*self.actions, *actions))

    def all_actions(self) -> tuple[Action, ...]:
        """At most one reply, after everything that it speaks of."""
        if not self.lines:
            return self.actions
        return (*self.actions, Say("\n\n".join(self.lines), self.choices))


@dataclass(frozen=True, slots=True)
class Heard:
    """A message, with the session and facts it meets."""

    session: Session
    event: Received
    facts: Facts

    @property
    def you(self) -> str:
        """How the person is addressed."""
        return self.facts.person.honorific
