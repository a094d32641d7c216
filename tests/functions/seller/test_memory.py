"""What the seller remembers of a shopper: used, explained, shown, corrected, forgotten."""

from datetime import timedelta

import pytest

from functions.seller.following import side_events
from shared.conversation.dialogue import Question
from shared.conversation.state import ConversationState
from shared.events.carts import CartRequested
from shared.events.customers import MemorySignals
from shared.events.products import ProductQuery, ProductRecommend
from shared.models.memory import Affinity, Correction, Preferences, Trait
from shared.models.product import Reason
from shared.nlu.intents import Intent
from tests.functions.seller.shopper import START, Shopper


def liked(value: str, *, explicit: bool = True, days_ago: int = 0) -> Affinity:
    return Affinity(value=value, score=10, at=START - timedelta(days=days_ago), explicit=explicit)


def remembered(**known: object) -> Preferences:
    return Preferences.model_validate({"customer_id": "c1", "brand": "fashion", **known})


def forgets(shopper: Shopper) -> tuple[str, ...]:
    return shopper.reply.correction.forget if shopper.reply.correction else ()


def dislikes(shopper: Shopper) -> tuple[str, ...]:
    return shopper.reply.correction.disliked if shopper.reply.correction else ()


def stated(shopper: Shopper) -> list[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]]:
    signals = [one for one in shopper.reply.signals if one.kind == "stated"]
    return [(one.sizes, one.colours, one.features) for one in signals]


@pytest.mark.parametrize(
    ("words", "sizes", "colours", "features"),
    [
        ("my size is 42", ("42",), (), ()),
        ("I usually wear 38", ("38",), (), ()),
        ("eu calço 42", ("42",), (), ()),
        ("mi talla es 38", ("38",), (), ()),
        ("I like red", (), ("red",), ()),
        ("gosto de azul", (), ("blue",), ()),
        ("me gusta el rojo", (), ("red",), ()),
        ("I prefer cotton", (), (), ("cotton",)),
        ("prefiro couro", (), (), ("leather",)),
    ],
)
def test_what_is_stated_is_noted_once(
    shopper: Shopper,
    words: str,
    sizes: tuple[str, ...],
    colours: tuple[str, ...],
    features: tuple[str, ...],
) -> None:
    shopper.say(words)

    assert stated(shopper) == [(sizes, colours, features)]
    assert not shopper.asked, "a statement is no search"


@pytest.mark.parametrize(
    ("words", "gone", "size"),
    [
        ("I'm not a size 40 any more, I'm 42", "size:40", "42"),
        ("ya no soy talla 40, soy 42", "size:40", "42"),
        ("não uso mais 40, agora uso 42", "size:40", "42"),
        ("I'm not a size M any more, I'm L", "size:M", "L"),
    ],
)
def test_a_size_that_is_true_no_more_gives_way(
    shopper: Shopper, words: str, gone: str, size: str
) -> None:
    shopper.say(words)

    assert forgets(shopper) == (gone,)
    assert stated(shopper) == [((size,), (), ())]


@pytest.mark.parametrize(
    ("words", "entry"),
    [
        ("don't suggest Velora", "manufacturer:Velora"),
        ("não me mostre Velora", "manufacturer:Velora"),
        ("no me muestres Velora", "manufacturer:Velora"),
        ("don't show me Acme", "feature:acme"),
        ("no leather please", "feature:leather"),
        ("sem couro", "feature:leather"),
        ("sin cuero", "feature:leather"),
        ("I hate red", "colour:red"),
        ("odeio vermelho", "colour:red"),
        ("no me gusta el rojo", "colour:red"),
    ],
)
def test_what_is_not_wanted_is_kept_as_a_dislike(shopper: Shopper, words: str, entry: str) -> None:
    shopper.say(words)

    assert dislikes(shopper) == (entry,)
    assert stated(shopper) == []


def test_what_narrows_one_search_is_no_dislike_for_ever(shopper: Shopper) -> None:
    shopper.say("show me shoes but not red")

    assert shopper.reply.correction is None


@pytest.mark.parametrize(
    "words",
    [
        "forget that I like red",
        "forget red",
        "esqueça que eu gosto de vermelho",
        "olvida que me gusta el rojo",
    ],
)
def test_what_is_named_is_forgotten(words: str) -> None:
    shopper = Shopper(preferences=remembered(colours=(liked("red"), liked("blue"))))

    shopper.say(words)

    assert forgets(shopper) == ("colour:red",)
    assert not shopper.reply.forget_tastes


def test_forgetting_a_colour_is_no_answer_to_which_colour() -> None:
    shopper = Shopper(preferences=remembered(colours=(liked("blue"),)))
    shopper.say("running shoes")
    shopper.say("the first one")
    assert shopper.dialogue.question == Question.CHOOSE_VARIANT

    shopper.say("forget that I like blue")
    assert forgets(shopper) == ("colour:blue",)
    shopper.say("I don't like blue")
    assert dislikes(shopper) == ("colour:blue",)


def test_a_remembered_word_that_nothing_else_knows_is_forgotten() -> None:
    shopper = Shopper(preferences=remembered(disliked=(Trait(kind="feature", value="acme"),)))

    shopper.say("forget Acme")

    assert forgets(shopper) == ("feature:acme",)


def test_my_size_is_every_size(shopper: Shopper) -> None:
    shopper.mean(Intent.FORGET_PREFERENCE, "forget my size")

    assert forgets(shopper) == ("size:*",)


@pytest.mark.parametrize(
    ("words", "yes"),
    [
        ("forget my preferences", "yes"),
        ("esqueça minhas preferências", "sim"),
        ("olvida mis preferencias", "sí"),
        ("delete my preferences", "yes"),
    ],
)
def test_all_preferences_are_forgotten_only_on_a_yes(
    shopper: Shopper, words: str, yes: str
) -> None:
    shopper.say(words)
    assert shopper.dialogue.question == Question.FORGET_TASTES
    assert not shopper.reply.forget_tastes

    shopper.say(yes)

    assert shopper.reply.forget_tastes
    assert not shopper.reply.erase_customer, "forgetting tastes is not forgetting the shopper"


def test_a_no_keeps_what_is_known(shopper: Shopper) -> None:
    shopper.say("forget my preferences")
    shopper.tap("deny:tastes")

    assert not shopper.reply.forget_tastes
    shopper.say("forget my preferences")
    shopper.tap("confirm:tastes")
    assert shopper.reply.forget_tastes


def test_naming_one_thing_is_no_yes_to_forgetting_all(shopper: Shopper) -> None:
    shopper.say("forget my preferences")
    shopper.say("forget red")

    assert not shopper.reply.forget_tastes
    assert forgets(shopper) == ("colour:red",)


KNOWN = remembered(
    sizes=(liked("42"),),
    colours=(liked("red"), liked("blue", explicit=False), liked("x", explicit=False, days_ago=900)),
    categories=(liked("running-shoes", explicit=False),),
    disliked=(Trait(kind="feature", value="leather"),),
)


def test_what_is_known_tells_said_from_noticed() -> None:
    shopper = Shopper(preferences=KNOWN)

    assert shopper.say("what do you know about me?").partition("\n\n")[2] == (
        "You told me:\n• Size: 42\n• Colours: red\n\n"
        "What I noticed:\n• Colours: blue\n• What you look for: running shoes\n\n"
        "You don't want: leather.\n\n"
        "To change something just tell me: “forget red”, “I'm a size M now”, "
        "“don't show me leather”."
    )
    assert shopper.ids() == ["memory:forget", "search"]


@pytest.mark.parametrize(
    ("words", "told"),
    [("o que você sabe sobre mim?", "Você me contou:"), ("¿qué sabes de mí?", "Me contaste:")],
)
def test_what_is_known_is_told_in_every_language(words: str, told: str) -> None:
    assert told in Shopper(preferences=KNOWN).say(words)


def test_somebody_unknown_is_told_so(shopper: Shopper) -> None:
    assert "don't remember anything" in shopper.say("what do you know about me?")


def shown(shopper: Shopper, *reasons: Reason) -> None:
    """Let the last list have its first product for these reasons."""
    listing = shopper.dialogue.listing
    assert listing is not None
    first = listing.products[0].model_copy(update={"reasons": reasons})
    changed = listing.model_copy(update={"products": (first, *listing.products[1:])})
    shopper.dialogue = shopper.dialogue.noting(listing=changed)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("why this one?", "it comes in red, which you like (you told me)"),
        ("why do you suggest this?", "it comes in red, which you like (you told me)"),
        ("por que você sugere isso?", "tem em vermelho, que você gosta (você me contou)"),
        ("¿por qué me recomiendas esto?", "viene en rojo, que te gusta (me lo contaste)"),
    ],
)
def test_why_is_answered_by_what_the_ranking_weighed(
    shopper: Shopper, words: str, told: str
) -> None:
    shopper.say("blue running shoes")
    shown(shopper, Reason(kind="colour", value="red", stated=True), Reason(kind="popular"))

    said = shopper.say(words)

    assert told in said


def test_why_names_the_wish_and_each_reason(shopper: Shopper) -> None:
    shopper.say("blue running shoes")
    shown(shopper, Reason(kind="size", value="42"), Reason(kind="popular"))
    listing = shopper.dialogue.listing
    assert listing is not None

    assert shopper.say("why the first one? why this one?") == (
        "You asked for blue running shoes.\n\n"
        f"{listing.products[0].title}: there is one in your size, 42 (I noticed)"
        " and it is among the most bought here."
    )


def test_why_without_a_reason_claims_none(shopper: Shopper) -> None:
    shopper.say("blue running shoes")

    said = shopper.say("why these?")

    assert "Nothing I remember of you played a part" in said
    assert "you like" not in said


def test_why_before_anything_was_shown_says_so(shopper: Shopper) -> None:
    assert "haven't shown you anything" in shopper.say("why do you suggest this?")


def test_the_stated_size_is_taken_and_told() -> None:
    shopper = Shopper(preferences=remembered(sizes=(liked("40", days_ago=9), liked("42"))))
    shopper.say("blue running shoes")

    said = shopper.say("the first one")

    assert shopper.dialogue.choice is not None
    assert shopper.dialogue.choice.options["size"] == "42"
    assert "In your size, 42." in said


def test_a_size_said_now_goes_before_the_remembered_one() -> None:
    shopper = Shopper(preferences=remembered(sizes=(liked("42"),)))
    shopper.say("blue running shoes in size 41")

    said = shopper.say("the first one")

    assert shopper.dialogue.choice is not None
    assert shopper.dialogue.choice.options["size"] == "41"
    assert "In your size" not in said


def test_a_size_only_noticed_is_asked_for() -> None:
    shopper = Shopper(preferences=remembered(sizes=(liked("42", explicit=False),)))
    shopper.say("blue running shoes")

    shopper.say("the first one")

    assert shopper.dialogue.choice is not None
    assert "size" not in shopper.dialogue.choice.options


@pytest.mark.parametrize(
    "words",
    [
        "running shoes for my daughter, she's 6",
        "um tênis de corrida para minha filha",
        "tenis para correr para mi hija",
    ],
)
def test_what_is_for_somebody_else_is_neither_learnt_nor_ranked_by_ones_own(words: str) -> None:
    shopper = Shopper(preferences=remembered(sizes=(liked("42"),)))

    shopper.say(words)

    (asked,) = shopper.asked
    assert isinstance(asked, ProductQuery)
    assert asked.customer_id is None
    assert shopper.reply.signals == ()
    shopper.say("the first one")
    assert shopper.dialogue.choice is not None
    assert "size" not in shopper.dialogue.choice.options
    assert shopper.reply.signals == ()


def test_what_goes_into_the_cart_for_somebody_else_is_marked(shopper: Shopper) -> None:
    shopper.say("running shoes for my son")
    shopper.say("the first one")
    while not any(each.startswith("add") for each in shopper.ids()):
        shopper.tap("opt")
    shopper.tap("add")

    (asked,) = shopper.asked
    assert isinstance(asked, CartRequested)
    assert asked.for_other


def test_for_me_ends_shopping_for_somebody_else() -> None:
    shopper = Shopper(preferences=remembered(colours=(liked("red"),)))
    shopper.say("running shoes for my son")
    assert shopper.dialogue.for_other

    shopper.say("now running shoes for me")

    assert not shopper.dialogue.for_other
    assert [one.kind for one in shopper.reply.signals] == ["search"]
    shopper.say("what do you recommend?")
    assert [type(one) for one in shopper.asked] == [ProductRecommend]


def test_their_size_is_not_the_shoppers(shopper: Shopper) -> None:
    shopper.say("my daughter wears 38, I love her size 38 shoes")

    assert stated(shopper) == []


def test_memory_hears_of_corrections_and_erasure_by_event(shopper: Shopper) -> None:
    shopper.say("I hate red")
    state = ConversationState.model_validate(
        {
            "conversation_id": "c", "brand": "fashion", "channel": "web", "customer_id": "c1",
            "address": {}, "language": "en", "opened_at": START, "last_message_at": START,
        }
    )  # fmt: skip

    (told,) = side_events(state, shopper.reply)

    assert told.event == MemorySignals(
        customer_id="c1", correction=Correction(disliked=("colour:red",))
    )
    assert told.subject == "c1"
