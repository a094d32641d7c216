import pytest
from hypothesis import given, strategies as st

from functions.whatsapp_sender.bodies import send_body
from functions.whatsapp_sender.interactive import Content
from functions.whatsapp_sender.render import render, render_plain
from shared.models.message import Action, ActionStyle, Answer, ChannelAddress
from shared.models.money import Money, display
from shared.models.product import ProductCard
from tests.functions.whatsapp_sender.accepted import assert_accepted, part, parts, readable

ADDRESS = ChannelAddress(phone_number_id="1", phone="16505551234")


def usd(amount_minor: int) -> Money:
    return Money(amount_minor=amount_minor, currency="USD")


def card(number: int, **fields: object) -> ProductCard:
    values = {
        "product_id": f"p{number}",
        "title": f"Blue runner {number}",
        "price": usd(10000 + number),
        **fields,
    }
    return ProductCard.model_validate(values)


def action(action_id: str, title: str = "", **fields: object) -> Action:
    return Action.model_validate({"id": action_id, "title": title or action_id, **fields})


def interactive(content: Content) -> Content:
    assert content["type"] == "interactive"
    return part(content, "interactive")


def buttons(content: Content) -> list[tuple[object, object]]:
    replies = [part(one, "reply") for one in parts(part(interactive(content), "action"), "buttons")]
    return [(one["id"], one["title"]) for one in replies]


def rows(content: Content) -> list[Content]:
    sections = parts(part(interactive(content), "action"), "sections")
    return [row for section in sections for row in parts(section, "rows")]


def text_of(content: Content) -> object:
    return part(interactive(content), "body")["text"]


def test_words_alone_are_a_text_message() -> None:
    content = render(Answer(message="Hello\x00 there"), "en")

    assert content == {"type": "text", "text": {"body": "Hello there", "preview_url": False}}


def test_up_to_three_replies_are_buttons() -> None:
    answer = Answer(message="Size?", actions=(action("s", "S"), action("m", "M"), action("l", "L")))

    content = render(answer, "en")

    assert interactive(content)["type"] == "button"
    assert buttons(content) == [("s", "S"), ("m", "M"), ("l", "L")]
    assert text_of(content) == "Size?"


def test_more_than_three_replies_are_a_list_named_by_the_answer() -> None:
    answer = Answer(
        message="Size?", actions=tuple(action(f"s{n}") for n in range(4)), list_button="Tamanhos"
    )

    content = render(answer, "pt")

    assert part(interactive(content), "action") == {
        "button": "Tamanhos",
        "sections": [{"rows": [{"id": f"s{n}", "title": f"s{n}"} for n in range(4)]}],
    }


@pytest.mark.parametrize(
    ("language", "label"), [("en", "Options"), ("pt-BR", "Opções"), ("es", "Opciones")]
)
def test_an_unnamed_list_is_named_in_the_shoppers_language(language: str, label: str) -> None:
    content = render(Answer(message="?", actions=tuple(map(action, "abcd"))), language)

    assert part(interactive(content), "action")["button"] == label


def test_up_to_three_products_are_buttons_with_prices_in_the_text() -> None:
    answer = Answer(message="Found two:", products=(card(1, description="Light"), card(2)))

    content = render(answer, "en")

    assert buttons(content) == [("pick:p1", "Blue runner 1"), ("pick:p2", "Blue runner 2")]
    assert text_of(content) == (
        "Found two:\n\n*1. Blue runner 1* · $100.01\nLight\n*2. Blue runner 2* · $100.02"
    )


def test_products_that_the_words_name_with_their_price_are_not_listed_again() -> None:
    answer = Answer(message="Blue runner 1 is $100.01.", products=(card(1),))

    assert text_of(render(answer, "en")) == "Blue runner 1 is $100.01."


def test_product_rows_show_title_price_and_description() -> None:
    reduced = card(1, compare_at=usd(15000), description="Breathable mesh", in_stock=False)

    content = render(Answer(message="Look", products=(reduced, *map(card, range(2, 6)))), "es")

    assert rows(content)[0] == {
        "id": "pick:p1",
        "title": "Blue runner 1",
        "description": "$100,01 ~$150,00~ (agotado) · Breathable mesh",
    }
    assert rows(content)[1] == {
        "id": "pick:p2",
        "title": "Blue runner 2",
        "description": "$100,02",
    }


def test_a_row_title_that_was_cut_is_in_full_behind_the_price() -> None:
    long = card(1, title="Waterproof trail running shoe with laces")

    content = render(Answer(message="Look", products=(long, *map(card, range(2, 6)))), "en")

    assert rows(content)[0] == {
        "id": "pick:p1",
        "title": "Waterproof trail…",
        "description": "$100.01 · Waterproof trail running shoe with laces",
    }


def test_a_list_has_ten_rows_and_asking_for_more_is_the_last() -> None:
    answer = Answer(
        message="Look",
        products=tuple(map(card, range(1, 13))),
        actions=(action("more:2", "More"), action("cart", "Cart")),
    )

    content = render(answer, "en")

    assert [row["id"] for row in rows(content)] == [
        *(f"pick:p{n}" for n in range(1, 9)),
        "cart",
        "more:2",
    ]
    assert "*12. Blue runner 12* · $100.12" in str(text_of(content))


def test_rows_lie_under_their_sections() -> None:
    actions = [action(f"a{n}", section="Sizes") for n in range(3)]
    answer = Answer(message="?", actions=(*actions, action("b", section="Colours"), action("more")))

    sections = parts(part(interactive(render(answer, "en")), "action"), "sections")

    assert [(one["title"], len(parts(one, "rows"))) for one in sections] == [
        ("Sizes", 3),
        ("Colours", 2),
    ]


def test_a_sellers_own_action_for_a_product_is_that_products_row() -> None:
    shown = tuple(map(card, range(1, 6)))
    own = tuple(
        action(f"show:{one.product_id}", "Blue runner…", description=f"$100.0{n} · blue")
        for n, one in enumerate(shown, start=1)
    )

    content = render(Answer(message="?", products=shown, actions=(*own, action("more:9"))), "en")

    assert rows(content)[0] == {
        "id": "show:p1",
        "title": "Blue runner 1",
        "description": "$100.01 · blue",
    }
    assert [row["id"] for row in rows(content)][-2:] == ["show:p5", "more:9"]


def test_an_action_about_a_product_under_another_title_stays_an_action() -> None:
    sizes = (action("size:p1:s", "S"), action("size:p1:m", "M"))

    content = render(Answer(message="Size?", products=(card(1),), actions=sizes), "en")

    assert buttons(content) == [("size:p1:s", "S"), ("size:p1:m", "M")]


def test_one_product_with_actions_is_what_they_are_about() -> None:
    shown = card(1, image_url="https://shop/1.jpg", description="Light")
    answer = Answer(message="This one?", products=(shown,), actions=(action("add", "Add"),))

    content = render(answer, "en")

    assert buttons(content) == [("add", "Add")]
    assert text_of(content) == "This one?\n\n*Blue runner 1* · $100.01\nLight"
    assert interactive(content)["header"] == {
        "type": "image",
        "image": {"link": "https://shop/1.jpg"},
    }


def test_a_lone_web_address_is_a_link_button() -> None:
    pay = action("pay", "Pay now", style=ActionStyle.LINK, url="https://shop/pay/1")

    content = render(Answer(message="Total: $5.00", actions=(pay,)), "en")

    assert interactive(content) == {
        "type": "cta_url",
        "action": {
            "name": "cta_url",
            "parameters": {"display_text": "Pay now", "url": "https://shop/pay/1"},
        },
        "body": {"text": "Total: $5.00"},
    }


def test_a_link_without_a_visible_title_is_a_web_address_in_the_text() -> None:
    nameless = action("pay", "\x1b", style=ActionStyle.LINK, url="https://shop/pay/1")

    content = render(Answer(message="Pay", actions=(nameless,)), "en")

    assert content["text"] == {"body": "Pay\n\nhttps://shop/pay/1", "preview_url": True}


def test_a_web_address_beside_other_choices_goes_into_the_text() -> None:
    pay = action("pay", "Pay now", style=ActionStyle.LINK, url="https://shop/pay/1")

    content = render(Answer(message="Total: $5.00", actions=(pay, action("stop", "Cancel"))), "en")

    assert buttons(content) == [("stop", "Cancel")]
    assert text_of(content) == "Total: $5.00\n\nPay now: https://shop/pay/1"


def test_a_picture_carries_its_words() -> None:
    content = render(Answer(message="Look", image_url="https://shop/1.jpg"), "en")

    assert content == {"type": "image", "image": {"link": "https://shop/1.jpg", "caption": "Look"}}


@pytest.mark.parametrize(
    "address",
    [
        "/v1/media/products/fa-aero-glide-men.svg",
        "/1.jpg",
        "//shop/1.jpg",
        "http://shop/1.jpg",
        "https://shop/1.SVG?w=800",
        "https://shop/1.webp",
        "https:///1.jpg",
        "https://[shop/1.jpg",
        "data:image/png;base64,AAAA",
    ],
)
def test_a_picture_that_whatsapp_cannot_show_is_left_out_everywhere(address: str) -> None:
    alone = render(Answer(message="Look", image_url=address), "en")
    with_choices = render(
        Answer(message="Look", image_url=address, actions=(action("a", "A"),)), "en"
    )
    card_only = render(
        Answer(message="Look", products=(card(1, image_url=address),), actions=(action("a", "A"),)),
        "en",
    )

    assert alone["type"] == "text"
    assert address not in repr((alone, with_choices, card_only))


def test_a_picture_whose_name_has_no_ending_is_tried() -> None:
    content = render(Answer(message="Look", image_url="https://cdn.shop/image/81723?w=800"), "en")

    assert content["type"] == "image"


def test_asking_for_a_location_keeps_the_other_ways_as_text() -> None:
    answer = Answer(message="Where to?", ask_location=True, actions=(action("x", "Cancel"),))

    content = render(answer, "en")

    assert interactive(content) == {
        "type": "location_request_message",
        "action": {"name": "send_location"},
        "body": {"text": "Where to?\n\n• Cancel"},
    }


def test_a_button_whose_words_do_not_fit_has_them_in_the_text() -> None:
    answer = Answer(message="How?", actions=(action("a", "Standard delivery to your door"),))

    content = render(answer, "en")

    assert buttons(content) == [("a", "Standard delivery…")]
    assert text_of(content) == "How?\n\n• Standard delivery to your door"


def test_a_buttons_description_is_in_the_text() -> None:
    answer = Answer(message="How?", actions=(action("a", "Express", description="$9.90, 1 day"),))

    assert text_of(render(answer, "en")) == "How?\n\n• Express: $9.90, 1 day"


def test_buttons_that_would_look_the_same_are_numbered() -> None:
    answer = Answer(message="?", actions=(action("a", "Same"), action("b", "Same")))

    assert buttons(render(answer, "en")) == [("a", "Same"), ("b", "Same 2")]


def test_the_same_action_twice_is_one_button() -> None:
    answer = Answer(message="?", actions=(action("a", "One"), action("a", "Two")))

    assert buttons(render(answer, "en")) == [("a", "One")]


def test_words_too_long_for_buttons_become_text_with_numbered_options() -> None:
    answer = Answer(message="word " * 250, actions=(action("a", "Yes"), action("b", "No")))

    content = render(answer, "en")

    assert content["type"] == "text"
    assert str(part(content, "text")["body"]).endswith("word\n\n1. Yes\n2. No")


def test_options_are_numbered_after_the_products() -> None:
    answer = Answer(message="?", products=(card(1), card(2)), actions=(action("cart", "Cart"),))

    body = part(render_plain(answer, "en"), "text")["body"]

    assert body == "?\n\n*1. Blue runner 1* · $100.01\n*2. Blue runner 2* · $100.02\n\n3. Cart"


def test_only_words_are_cut_from_a_text_that_is_too_long() -> None:
    pay = action("pay", "Pay", style=ActionStyle.LINK, url="https://shop/pay/1")
    answer = Answer(message="word " * 2000, products=(card(1), card(2)), actions=(pay,))

    body = str(part(render(answer, "en"), "text")["body"])

    assert len(body) <= 4096
    assert body.endswith(
        "word…\n\n*1. Blue runner 1* · $100.01\n*2. Blue runner 2* · $100.02\n\n"
        "Pay: https://shop/pay/1"
    )


def test_an_empty_answer_still_says_something() -> None:
    assert render(Answer(message=""), "es") == {
        "type": "text",
        "text": {"body": "Elige:", "preview_url": False},
    }


words = st.text(
    st.sampled_from("ab \n\x00é👍🏽👩‍👧🇧🇷*_<") | st.characters(codec="utf-8"), max_size=60
)
cards = st.fixed_dictionaries(
    {
        "product_id": st.integers(1, 30).map(lambda n: f"p{n}"),
        "sku": st.none() | st.just("sku"),
        "title": words,
        "description": words,
        "price": st.integers(0, 10**7).map(usd),
        "compare_at": st.none() | st.integers(0, 10**7).map(usd),
        "image_url": st.sampled_from([None, "https://shop/1.jpg", "/1.jpg"]),
        "in_stock": st.booleans(),
    }
).map(ProductCard.model_validate)
actions = st.fixed_dictionaries(
    {
        "id": st.integers(1, 40).map(lambda n: f"do:{n}") | st.sampled_from(["more:2", "show:p1"]),
        "title": words,
        "description": words,
        "style": st.sampled_from(ActionStyle),
        "url": st.sampled_from([None, "https://shop/pay/1", "https://shop/track/2"]),
        "section": st.sampled_from(
            ["", "Sizes", "Products", "A section name that is far too long"]
        ),
    }
).map(Action.model_validate)
answers = st.fixed_dictionaries(
    {
        "message": words
        | words.map(lambda text: (text + " word ") * 40)
        | words.map(lambda t: t * 300),
        "products": st.lists(cards, max_size=14, unique_by=lambda one: one.product_id).map(tuple),
        "actions": st.lists(actions, max_size=14).map(tuple),
        "image_url": st.sampled_from([None, "https://shop/1.jpg", "nonsense"]),
        "list_button": words,
        "ask_location": st.booleans(),
        "template": st.none(),
    }
).map(Answer.model_validate)


@given(answers, st.sampled_from(["en", "pt", "es", "fr"]))
def test_every_answer_is_one_message_within_all_limits(answer: Answer, language: str) -> None:
    for content in (render(answer, language), render_plain(answer, language)):
        assert_accepted(send_body(content, ADDRESS, "our-id"))


@given(answers)
def test_no_price_and_no_web_address_is_ever_lost(answer: Answer) -> None:
    shown = readable(render(answer, "en"))

    for link in answer.actions:
        if link.style is ActionStyle.LINK and link.url:
            assert link.url in shown
    for product in answer.products:
        assert display(product.price, "en") in shown
