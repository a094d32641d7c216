import pytest

from shared.nlu.context import ActionTap, Context
from shared.nlu.intents import FaqTopic
from shared.nlu.understanding import understand
from shared.nlu.vocabulary import Vocabulary


@pytest.mark.parametrize(
    ("tapped", "intent", "args"),
    [
        ("pick:p1", "choose", ("p1",)),
        ("opt:size:42", "choose_option", ("size", "42")),
        ("add:sku-1:2", "add_to_cart", ("sku-1", "2")),
        ("qty:line-1:3", "set_quantity", ("line-1", "3")),
        ("rm:line-1", "remove_from_cart", ("line-1",)),
        ("cart", "view_cart", ()),
        ("code", "apply_code", ()),
        ("checkout", "checkout", ()),
        ("ship:express", "choose_delivery", ("express",)),
        ("confirm:q1", "confirm", ("q1",)),
        ("deny", "deny", ()),
        ("pay:q1", "pay", ("q1",)),
        ("order:FA-100234", "order_status", ("FA-100234",)),
        ("cancel:FA-100234", "cancel_order", ("FA-100234",)),
        ("return:FA-100234", "return_order", ("FA-100234",)),
        ("faq:returns", "faq", ("returns",)),
        ("more:2", "search", ("2",)),
        ("cat:shoes", "search", ("shoes",)),
        ("person", "hand_off", ()),
        ("rate:5", "rate", ("5",)),
        ("menu", "help", ()),
    ],
)
def test_a_tap_says_its_intent(
    vocabulary: Vocabulary, tapped: str, intent: str, args: tuple[str, ...]
) -> None:
    understood = understand(
        "",
        context=Context(),
        vocabulary=vocabulary,
        locale_prior="en",
        action=ActionTap(id=tapped, title="Whatever it says"),
    )

    assert (understood.intent, understood.confidence) == (intent, 1.0)
    assert understood.entities.action_args == args


def test_a_tapped_question_names_its_topic(vocabulary: Vocabulary) -> None:
    understood = understand(
        "Returns",
        context=Context(),
        vocabulary=vocabulary,
        locale_prior="en",
        action=ActionTap(id="faq:returns", title="Returns"),
    )

    assert understood.entities.faq_topic == FaqTopic.RETURNS


def test_an_unknown_verb_is_read_by_its_title(vocabulary: Vocabulary) -> None:
    understood = understand(
        "",
        context=Context(),
        vocabulary=vocabulary,
        locale_prior="en",
        action=ActionTap(id="dance:now", title="Show me dresses"),
    )

    assert (understood.intent, understood.entities.category) == ("search", "dresses")
