from datetime import UTC, datetime

import pytest

from functions.whatsapp_webhook.parse import parse
from shared.models.message import ActionTap, ChannelAddress, InboundMessage, MessageKind
from tests.functions.whatsapp_webhook.payloads import (
    NUMBER,
    PHONE,
    USER_ID,
    change,
    message,
    status,
    text,
    webhook,
)


def test_a_text_message_is_read_with_its_sender_number_and_time() -> None:
    parsed = parse(webhook(change([text("Does it come in blue?")])))

    (found,) = parsed.messages
    assert found.message == InboundMessage(
        id="wamid.A", kind=MessageKind.TEXT, text="Does it come in blue?"
    )
    assert found.address == ChannelAddress(phone_number_id=NUMBER, phone=PHONE)
    assert found.profile_name == "Sheena Nelson"
    assert found.sent_at == datetime(2025, 6, 8, 20, 59, 43, tzinfo=UTC)
    assert (parsed.statuses, parsed.rotations, parsed.unknown) == ((), (), ())


def test_every_message_of_every_change_of_every_entry_is_found() -> None:
    first = change([text("a", id="1"), text("b", id="2")], [status("sent")])
    second = change([text("c", id="3")])
    third = change(statuses=[status("read"), status("failed")])
    body = {"entry": [{"changes": [first, second]}, {"changes": [third]}]}

    parsed = parse(body)

    assert [found.message.text for found in parsed.messages] == ["a", "b", "c"]
    assert [found.status for found in parsed.statuses] == ["sent", "read", "failed"]


@pytest.mark.parametrize("written", ["yesterday", "", None, [], "99999999999999999999", "-1e9"])
def test_a_message_with_an_unreadable_timestamp_is_taken_without_one(written: object) -> None:
    (found,) = parse(webhook(change([text(timestamp=written)]))).messages

    assert found.sent_at is None
    assert found.message.text == "Hello"


def test_a_message_without_from_is_known_by_its_business_scoped_id() -> None:
    raw = {key: value for key, value in text(from_user_id=USER_ID).items() if key != "from"}

    (found,) = parse(webhook(change([raw], contacts=[]))).messages

    assert found.address == ChannelAddress(phone_number_id=NUMBER, user_id=USER_ID)


def test_a_business_scoped_id_in_from_is_not_taken_for_a_phone_number() -> None:
    (found,) = parse(webhook(change([text(**{"from": USER_ID})], contacts=[]))).messages

    assert found.address == ChannelAddress(phone_number_id=NUMBER, user_id=USER_ID)


def test_a_message_without_any_id_takes_the_only_contacts_ids() -> None:
    raw = {key: value for key, value in text().items() if key != "from"}
    contact = {"wa_id": PHONE, "user_id": USER_ID, "parent_user_id": "US.ENT.1"}

    (found,) = parse(webhook(change([raw], contacts=[contact]))).messages

    assert found.address == ChannelAddress(
        phone_number_id=NUMBER, phone=PHONE, user_id=USER_ID, parent_user_id="US.ENT.1"
    )


def test_a_contact_of_somebody_else_lends_no_ids() -> None:
    stranger = {"wa_id": "15550000000", "user_id": USER_ID, "profile": {"name": "Eve"}}

    (found,) = parse(webhook(change([text()], contacts=[stranger]))).messages

    assert found.address == ChannelAddress(phone_number_id=NUMBER, phone=PHONE)
    assert found.profile_name == ""


def test_a_message_from_nobody_is_unknown() -> None:
    raw = {key: value for key, value in text().items() if key != "from"}

    parsed = parse(webhook(change([raw], contacts=[])))

    assert parsed.messages == ()
    assert [(item.reason, item.raw) for item in parsed.unknown] == [("no sender", raw)]


def test_control_override_and_hidden_characters_are_stripped() -> None:
    dirty = "\x00 blue\u202e\r\nshoes\t\x1b[31m\U000e0041 👩\u200d👧 "

    (found,) = parse(webhook(change([text(dirty)]))).messages

    assert found.message.text == "blue\nshoes [31m 👩\u200d👧"


def test_text_over_the_limit_is_cut_and_says_so() -> None:
    (found,) = parse(webhook(change([text("word " * 1000)]))).messages

    assert found.message.truncated
    assert len(found.message.text) <= 4096
    assert found.message.text.endswith("word…")


def test_4096_emoji_are_not_too_many() -> None:
    (found,) = parse(webhook(change([text("😀" * 4096)]))).messages

    assert not found.message.truncated
    assert found.message.text == "😀" * 4096


def test_a_reply_tells_which_message_and_which_product_it_is_about() -> None:
    context = {
        "id": "wamid.OLD",
        "forwarded": True,
        "referred_product": {"product_retailer_id": "sku"},
    }

    (found,) = parse(webhook(change([text(context=context)]))).messages

    assert found.message.reply_to == "wamid.OLD"
    assert found.message.product_hint == "sku"
    assert found.message.forwarded


def test_an_advertisement_is_a_product_hint() -> None:
    (found,) = parse(webhook(change([text(referral={"source_id": "ad-7"})]))).messages

    assert found.message.product_hint == "ad-7"


def test_a_malformed_side_part_does_not_cost_the_message() -> None:
    raw = text(context=["no"], referral=3, from_user_id={})

    (found,) = parse(webhook(change([raw]))).messages

    assert (found.message.text, found.message.reply_to, found.unread) == ("Hello", None, None)


def test_a_new_type_from_a_known_sender_is_answered_and_kept() -> None:
    raw = message("hologram", {"beam": 1})

    (found,) = parse(webhook(change([raw]))).messages

    assert found.message.kind == MessageKind.UNSUPPORTED
    assert found.unread is not None
    assert (found.unread.reason, found.unread.raw) == ("type:hologram", raw)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text", None),
        ("text", {"body": {}}),
        ("image", {"caption": "no id"}),
        ("location", {"latitude": 91, "longitude": 0}),
        ("contacts", {}),
        ("reaction", {}),
        ("button", {}),
        ("interactive", None),
        ("interactive", {"type": "list_reply"}),
        ("interactive", {"type": "button_reply", "button_reply": {"id": "x" * 257}}),
        ("order", {"product_items": [{"quantity": 0}]}),
        ("order", {"product_items": []}),
    ],
)
def test_a_known_type_without_its_content_is_answered_and_kept(kind: str, body: object) -> None:
    (found,) = parse(webhook(change([message(kind, body)]))).messages

    assert found.message == InboundMessage(id="wamid.A", kind=MessageKind.UNSUPPORTED)
    assert found.unread is not None
    assert found.unread.reason.startswith("nothing to read: ")


@pytest.mark.parametrize("kind", ["edit", "revoke", "request_welcome"])
def test_what_nobody_expects_an_answer_to_is_only_kept(kind: str) -> None:
    parsed = parse(webhook(change([message(kind, {})])))

    assert parsed.messages == ()
    assert [item.reason for item in parsed.unknown] == [f"type:{kind}"]


def test_a_group_message_is_only_kept() -> None:
    parsed = parse(webhook(change([text(group_id="g")])))

    assert [item.reason for item in parsed.unknown] == ["group"]


@pytest.mark.parametrize("field", ["standby", "messaging_handovers", "account_update", "calls"])
def test_other_fields_are_kept_under_their_name(field: str) -> None:
    raw = {**change([text()]), "field": field}

    parsed = parse(webhook(raw))

    assert parsed.messages == ()
    (unknown,) = parsed.unknown
    assert (unknown.reason, unknown.raw) == (f"field:{field}", raw)
    assert unknown.phone_number_id == NUMBER


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (None, "no entries"),
        ([], "no entries"),
        ({}, "no entries"),
        ({"entry": []}, "no entries"),
        ({"entry": [7]}, "no changes"),
        (webhook(7), "field:missing"),
        (webhook({"field": "messages"}), "no messages, no statuses"),
        (webhook(change(errors=[{"code": 131000}])), "errors"),
        (webhook(change([7])), "malformed message"),
        (webhook(change([{**text(), "id": ""}])), "malformed message"),
        (webhook(change([text()], metadata={})), "no phone number id"),
        (webhook(change(statuses=[{"id": "x"}])), "malformed status"),
        (webhook(change(statuses=[status("warped")])), "status:warped"),
    ],
)
def test_what_is_not_understood_is_one_unknown_with_its_reason(body: object, reason: str) -> None:
    parsed = parse(body)

    assert [item.reason for item in parsed.unknown] == [reason]
    assert (parsed.messages, parsed.statuses, parsed.rotations) == ((), (), ())


def test_a_failed_status_tells_our_id_the_error_and_the_price() -> None:
    raw = status(
        "failed",
        biz_opaque_callback_data="our-id",
        errors=[{"code": 131047, "title": "Re-engagement message"}],
        pricing={"billable": False, "category": "service"},
        recipient_user_id=USER_ID,
    )

    (found,) = parse(webhook(change(statuses=[raw]))).statuses

    assert (found.wamid, found.status, found.opaque) == ("wamid.OUT", "failed", "our-id")
    assert (found.error_code, found.error_title) == (131047, "Re-engagement message")
    assert (found.billable, found.pricing_category) == (False, "service")
    assert found.address == ChannelAddress(phone_number_id=NUMBER, phone=PHONE, user_id=USER_ID)


def test_a_changed_number_tells_both_numbers_and_the_ids_known() -> None:
    system = {"type": "user_changed_number", "wa_id": "12195555358", "previous_user_id": USER_ID}

    (found,) = parse(webhook(change([message("system", system)]))).rotations

    assert found.reason == "user_changed_number"
    assert found.old == ChannelAddress(phone_number_id=NUMBER, phone=PHONE, user_id=USER_ID)
    assert found.new == ChannelAddress(phone_number_id=NUMBER, phone="12195555358")


def test_a_changed_user_id_needs_no_phone_number() -> None:
    system = {"type": "user_changed_user_id", "previous_user_id": USER_ID, "user_id": "US.2"}
    raw = {key: value for key, value in message("system", system).items() if key != "from"}

    (found,) = parse(webhook(change([raw]))).rotations

    assert found.old == ChannelAddress(phone_number_id=NUMBER, user_id=USER_ID)
    assert found.new == ChannelAddress(phone_number_id=NUMBER, user_id="US.2")


@pytest.mark.parametrize(
    "system",
    [
        None,
        {"type": "customer_identity_changed"},
        {"type": "user_changed_number"},
        {"type": "user_changed_user_id", "previous_user_id": USER_ID},
    ],
)
def test_other_system_notices_are_only_kept(system: object) -> None:
    parsed = parse(webhook(change([message("system", system)])))

    assert [item.reason for item in parsed.unknown] == ["system"]
    assert parsed.rotations == ()


def test_a_tap_on_a_list_row_carries_its_id_and_title() -> None:
    body = {"type": "list_reply", "list_reply": {"id": "row-1", "title": "Blue\nshoes"}}

    (found,) = parse(webhook(change([message("interactive", body)]))).messages

    assert found.message.kind == MessageKind.ACTION
    assert found.message.action == ActionTap(id="row-1", title="Blue shoes")
