"""The planner with a model as a seat has it: `think`, with what it needs beside the turn."""

from functions.seller.seat import NextStep
from functions.seller.steps import Ask, PlannerInput, Step
from functions.seller.thinking.think import Thinking, think


def thinking_planner(links: frozenset[str], other_names: frozenset[str]) -> NextStep:
    """Return the planner that thinks.

    Args:
        links: addresses that may be given: pages of the shop.
        other_names: of other brands and their sellers.
    """

    def next_step(given: PlannerInput) -> Step | Ask:
        turn = given.turn
        return think(
            Thinking(
                given=given,
                transcript=given.transcript,
                thoughts=turn.thoughts,
                gave_up=turn.gave_up,
                links=links,
                other_names=other_names,
            )
        )

    return next_step
