import pytest

from functions.whatsapp_sender.bodies import (
    UnreachableAddressError,
    mark_read_body,
    send_body,
    template_content,
)
from functions.whatsapp_sender.interactive import text_content
from functions.whatsapp_sender.render import render
from shared.models.brand import Template
from shared.models.message import Action, ActionStyle, Answer, ChannelAddress
from tests.functions.whatsapp_sender.accepted import Json, part
from tests.shared_data import samples

PHONE = ChannelAddress(phone="16505551234", user_id="US.1", parent_user_id="US.ENT.1")
TEMPLATE = Template(name="order_shipped", languages={"en": "en_US", "pt": "pt_BR"})


def replies(count: int) -> tuple[Action, ...]:
    return tuple(Action(id=f"{n}", title=f"{n}", description=f"about {n}") for n in range(count))


def test_a_known_phone_number_is_the_recipient_and_our_id_goes_along() -> None:
    assert send_body(text_content("Hi"), PHONE, "our-id", reply_to="wamid.A") == {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": "16505551234",
        "biz_opaque_callback_data": "our-id",
        "type": "text",
        "text": {"body": "Hi", "preview_url": False},
        "context": {"message_id": "wamid.A"},
    }


@pytest.mark.parametrize(
    ("address", "recipient"),
    [
        (ChannelAddress(user_id="US.1", parent_user_id="US.ENT.1"), "US.1"),
        (ChannelAddress(parent_user_id="US.ENT.1"), "US.ENT.1"),
    ],
)
def test_without_a_phone_number_the_business_scoped_id_is_the_recipient(
    address: ChannelAddress, recipient: str
) -> None:
    body = send_body(text_content("Hi"), address, "our-id")

    assert body["recipient"] == recipient
    assert "to" not in body


def test_an_address_of_nobody_is_refused() -> None:
    with pytest.raises(UnreachableAddressError):
        send_body(text_content("Hi"), ChannelAddress(web_id="w"), "our-id")


@pytest.mark.parametrize(
    ("language", "code"), [("en", "en_US"), ("pt-BR", "pt_BR"), ("es", "pt_BR"), ("xx", "pt_BR")]
)
def test_a_template_is_in_the_shoppers_language_else_the_brands(language: str, code: str) -> None:
    content = template_content(TEMPLATE, language, "pt", ["AS-1", " a\n b ", ""])

    assert content == {
        "type": "template",
        "template": {
            "name": "order_shipped",
            "language": {"code": code},
            "components": [
                {
                    "type": "body",
                    "parameters": [
                        {"type": "text", "text": "AS-1"},
                        {"type": "text", "text": "a b"},
                        {"type": "text", "text": "-"},
                    ],
                }
            ],
        },
    }


def test_a_template_without_values_has_no_components() -> None:
    content = template_content(TEMPLATE, "en", "en", [])

    assert part(content, "template") == {"name": "order_shipped", "language": {"code": "en_US"}}


LINK = Action(id="l", title="Open", style=ActionStyle.LINK, url="https://shop")


@pytest.mark.parametrize(
    ("sample", "content"),
    [
        ("Send Text Message", text_content("Hi")),
        ("Send Image Message by URL", render(Answer(message="", image_url="https://a/b"), "en")),
        ("Send Reply Button", render(Answer(message="?", actions=replies(2)), "en")),
        ("Send List Message", render(Answer(message="?", actions=replies(5)), "en")),
        ("Send Message Template Text", template_content(TEMPLATE, "en", "en", ["a"])),
        ("Send Test Message", template_content(TEMPLATE, "en", "en", [])),
    ],
)
def test_our_bodies_have_the_shape_of_metas(sample: str, content: Json) -> None:
    theirs = samples("whatsapp/meta_send.json")[sample]
    assert isinstance(theirs, dict)

    ours = send_body(content, PHONE, "our-id")

    assert ours["type"] == theirs["type"]
    assert shape(ours) - OURS_ALONE <= shape(theirs)
    assert REQUIRED & shape(theirs) <= shape(ours)


def test_the_typing_request_is_metas() -> None:
    theirs = samples("whatsapp/meta_send.json")["Send typing indicator and read receipt"]
    assert isinstance(theirs, dict)

    assert mark_read_body(str(theirs["message_id"]), typing=True) == theirs


OURS_ALONE = frozenset({"biz_opaque_callback_data", "image.caption", "recipient_type"})
REQUIRED = frozenset(
    {
        "messaging_product",
        "to",
        "type",
        "text.body",
        "image.link",
        "interactive.type",
        "interactive.body.text",
        "interactive.action.button",
        "interactive.action.buttons.type",
        "interactive.action.buttons.reply.id",
        "interactive.action.buttons.reply.title",
        "interactive.action.sections.rows.id",
        "interactive.action.sections.rows.title",
        "template.name",
        "template.language.code",
    }
)


def shape(value: object, path: str = "") -> frozenset[str]:
    """Return the paths of all leaves."""
    if isinstance(value, dict):
        inner: Json = value  # pyright: ignore[reportUnknownVariableType]
        return frozenset(
            leaf
            for key, item in inner.items()
            for leaf in shape(item, f"{path}.{key}" if path else key)
        )
    if isinstance(value, list):
        items: list[object] = value  # pyright: ignore[reportUnknownVariableType]
        return frozenset(leaf for item in items for leaf in shape(item, path))
    return frozenset({path})
