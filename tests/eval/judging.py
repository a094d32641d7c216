"""Whether a conversation reached its goal, and what the model did on the way."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from pydantic import ValidationError

from functions.seller.thinking.catalogue import TOOLS
from shared.grounds.output import plain
from shared.llm.request import ToolUse
from shared.llm.structured import repair_text
from shared.models.product import ProductCard
from tests.eval.metered import Thought
from tests.eval.shop import Run
from tests.support.shop import shipped_brands, shipped_products

_MARK = re.compile(r"\s*\[\[[^\[\]]{1,64}\]\]")
_REPAIR = repair_text(()).partition("\n")[0]


@dataclass(frozen=True)
class Verdict:
    """Of one run.

    Attributes:
        missed: what of the goal was not reached; empty: a success.
        calls: tools the model asked for.
        wrong_calls: that do not exist, or with arguments that do not fit.
        statements: answers of the model in words.
        grounded: those that were shown as they were said: no claim was taken out.
        cost_micros: in millionths of a dollar.
    """

    task: str
    missed: tuple[str, ...]
    calls: int
    wrong_calls: int
    statements: int
    grounded: int
    tokens: int
    cost_micros: int
    failures: int
    thought_seconds: tuple[float, ...]
    turn_seconds: tuple[float, ...]

    @property
    def passed(self) -> bool:
        """Whether the goal was reached."""
        return not self.missed


def judged(run: Run) -> Verdict:
    """Return the verdict on a run."""
    answers = [thought.answer for thought in run.thoughts if thought.answer]
    uses = [use for answer in answers for use in answer.tool_uses]
    words = [one.text for one in answers if not one.tool_uses]
    shown = "\n".join(one.answer.message for one in run.answers)
    return Verdict(
        task=run.task.id,
        missed=tuple(_missed(run)),
        calls=len(uses),
        wrong_calls=sum(_wrong_calls(run.thoughts)),
        statements=len(words),
        grounded=sum(_MARK.sub("", plain(one)).strip() in shown for one in words),
        tokens=sum(one.usage.total_tokens for one in answers),
        cost_micros=sum(one.cost_micros for one in answers),
        failures=len(run.thoughts) - len(answers),
        thought_seconds=tuple(one.seconds for one in run.thoughts),
        turn_seconds=run.turn_seconds,
    )


def _wrong_calls(thoughts: tuple[Thought, ...]) -> Iterator[bool]:
    """What became of calls is at the end of the next request; after a last one nobody is told."""
    for thought, after in zip_longest(thoughts, thoughts[1:]):
        uses = thought.answer.tool_uses if thought.answer else ()
        results = after.request.messages[-len(uses) :] if after and uses else ()
        refused = {one.tool_use_id for one in results if one.text.startswith(_REPAIR)}
        yield from (_is_wrong(use) or use.id in refused for use in uses)


def _is_wrong(use: ToolUse) -> bool:
    tool = TOOLS.get(use.name)
    if tool is None:
        return True
    try:
        tool.arguments.model_validate_json(use.arguments or "{}")
    except ValidationError:
        return True
    return False


def _missed(run: Run) -> Iterator[str]:
    goal = run.task.goal
    last = run.answers[-1].answer if run.answers else None
    if last is None:
        yield "no answer"
        return
    if run.state.active_turn is not None:
        yield "the turn never ended"
    if run.answers[-1].language != run.task.language:
        yield f"language {run.answers[-1].language}"
    yield from _wrong_products(run, last.products)
    cart = {line.sku: line.quantity for line in run.cart.lines} if run.cart else {}
    if goal.cart is not None and cart != goal.cart:
        yield f"cart {cart}"
    codes = run.cart.codes if run.cart else ()
    if goal.codes is not None and codes != goal.codes:
        yield f"codes {codes}"
    asks = run.state.dialogue.question.value if run.state.owner == "seller" else "person"
    if goal.asks and asks != goal.asks:
        yield f"asks {asks}"
    yield from _wrong_words(run, last.message)


def _wrong_words(run: Run, last: str) -> Iterator[str]:
    goal = run.task.goal
    if goal.says and not re.search(goal.says, last):
        yield f"does not say {goal.says}"
    for one in run.answers:
        found = re.search(goal.never, one.answer.message) if goal.never else None
        if found:
            yield f"says {found.group()}"


def _wrong_products(run: Run, cards: tuple[ProductCard, ...]) -> Iterator[str]:
    goal, brand = run.task.goal, run.task.brand
    if not goal.category:
        return
    if not cards:
        yield "no product"
    parents = {one.id: one.parent for one in shipped_brands()[brand].categories}
    known = {one.id: one.category for one in shipped_products(brand)}
    for card in cards:
        category = known[card.product_id]
        if goal.category not in (category, parents[category]):
            yield f"{card.product_id} is of {category}"
        if goal.at_most is not None and card.price.amount_minor > goal.at_most * 100:
            yield f"{card.product_id} costs more"
