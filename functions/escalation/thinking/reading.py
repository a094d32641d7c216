"""What of a model's answer an agent is shown, whatever the model was talked into.

A reply with anything in it that the shop may not say, or that no fact bears, is left out as a
whole: half of a draft is none. Lines about the conversation may quote; they lose the sentences with
links, people's data or our instructions in them, and those with a figure that nobody named.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from functions.escalation.doubts import facts_for
from functions.escalation.thinking.asking import prefix_of
from functions.escalation.thinking.form import KNOWN_FOR_SURE, DeskThought
from functions.escalation.thinking.talk import Talk
from functions.escalation.words import note
from shared.conversation.desk import DeskHelp
from shared.grounds.checking import Grounds
from shared.grounds.facts import Facts
from shared.grounds.figures import unheard
from shared.grounds.learning import known_before
from shared.grounds.output import Guard, forbidden, plain, without
from shared.models.brand import Brand
from shared.text import fit, one_line

MOST_REPLIES: Final = 3
_LINE: Final = 240
_REPLY: Final = 600
_NOT_FOR_AGENTS: Final = frozenset({"link", "person", "prompt"})


@dataclass(frozen=True, slots=True)
class Desk:
    """What is known when an answer is read.

    Attributes:
        talk: the conversation that the model was asked about.
        brand: whose it is.
        known: the rules' help, which stays where the model has none.
        notes: private notes of agents; their figures may be told, too.
        links: addresses that may be given: pages of the shop.
        other_names: of other brands and their sellers.
    """

    talk: Talk
    brand: Brand
    known: DeskHelp
    notes: tuple[str, ...] = ()
    links: frozenset[str] = frozenset()
    other_names: frozenset[str] = frozenset()


def help_from(thought: DeskThought, desk: Desk, now: datetime) -> DeskHelp | None:
    """Return the help that a model's answer gives; None if nothing of it can be shown."""
    facts = known_before(desk.brand, desk.talk.dialogue)
    guard = _guard(desk, facts)
    language = desk.talk.language
    about = (thought.wants, thought.tried, thought.open_question)
    lines = [line for line in (_line(text, facts, guard, desk) for text in about) if line]
    if not lines:
        return None
    drafts = [text for text in (thought.doubt_reply, *thought.replies) if text.strip()]
    replies = [reply for reply in (_reply(text, facts, guard) for text in drafts) if reply]
    doubt = None if thought.doubt == "none" else thought.doubt
    own = desk.talk.reason
    return DeskHelp(
        by="model",
        sequence=desk.talk.sequence,
        at=now,
        lines=(*lines, note(f"mood_{thought.mood}", language)),
        replies=tuple(dict.fromkeys(replies))[:MOST_REPLIES] or desk.known.replies,
        doubt=doubt,
        facts=facts_for(doubt, desk.brand, language),
        reason=desk.known.reason if own in KNOWN_FOR_SURE else thought.reason,
    )


def _line(text: str, facts: Facts, guard: Guard, desk: Desk) -> str:
    bare = one_line(plain(text))
    problems = [one for one in forbidden(bare, guard) if one.kind in _NOT_FOR_AGENTS]
    heard = (*(line.text for line in desk.talk.transcript), *desk.notes)
    return fit(without(bare, (*problems, *unheard(bare, facts, heard))), _LINE)


def _reply(text: str, facts: Facts, guard: Guard) -> str:
    bare = plain(text)
    return "" if len(bare) > _REPLY or Grounds(facts, guard).problems(bare) else bare


def _guard(desk: Desk, facts: Facts) -> Guard:
    said = [line.text for line in desk.talk.transcript if line.sender == "customer"]
    return Guard(
        links=desk.links | facts.links,
        other_names=desk.other_names,
        instructions=prefix_of(desk.brand, desk.talk.language),
        public=facts.texts,
        said="\n".join(said),
    )
