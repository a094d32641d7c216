from functions.escalation.speaking import written
from shared.caller import Agent


def test_outside_whatsapps_window_a_template_tells_the_agents_first_name_and_no_words() -> None:
    answer = written("Your refund is on its way.", Agent("ana", "Ana Maria Silva"))

    assert answer.message == "Your refund is on its way."
    assert (answer.template, answer.template_values) == ("agent_reply", ("Ana",))


def test_an_agent_without_a_name_is_no_trouble() -> None:
    assert written("Hi", Agent("a", "")).template_values == ("",)
