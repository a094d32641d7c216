"""Agents and pictures: the journeys of tests/journeys, on a cluster."""

from tests.journeys.test_handoff import (
    nobody_at_a_desk,
    test_a_shopper_who_wants_a_person_gets_one_and_says_how_it_was,
    test_an_agent_who_takes_over_while_the_seller_answers_is_the_one_who_speaks,
    test_only_the_agent_who_has_a_conversation_can_speak_in_it,
)
from tests.journeys.test_messages import test_a_picture_is_kept_and_asked_about

__all__ = [
    "nobody_at_a_desk",
    "test_a_picture_is_kept_and_asked_about",
    "test_a_shopper_who_wants_a_person_gets_one_and_says_how_it_was",
    "test_an_agent_who_takes_over_while_the_seller_answers_is_the_one_who_speaks",
    "test_only_the_agent_who_has_a_conversation_can_speak_in_it",
]
