"""Exams nobody here wrote; they measure and never train (`../shared/README.md`)."""

import csv
from collections.abc import Callable, Iterable

from shared.nlu.meaning import Understanding
from tests.shared_data import shared_data

SUPPORT = "intents/support_utterances_sample.csv"
OUT_OF_SCOPE = "intents/out_of_scope_sample.csv"

MEANINGS = {
    "cancel_order": {"cancel_order"},
    "change_order": {"change_order"},
    "change_shipping_address": {"change_address"},
    "check_cancellation_fee": {"faq:cancellation"},
    "check_invoice": {"faq:invoice"},
    "check_payment_methods": {"faq:payment"},
    "check_refund_policy": {"faq:returns"},
    "complaint": {"complaint"},
    "contact_customer_service": {"hand_off", "faq:contact", "faq:hours"},
    "contact_human_agent": {"hand_off"},
    "create_account": {"faq:account"},
    "delete_account": {"faq:account", "forget_me"},
    "delivery_options": {"faq:delivery"},
    "delivery_period": {"faq:delivery", "order_status"},
    "edit_account": {"faq:account"},
    "get_invoice": {"faq:invoice"},
    "get_refund": {"refund"},
    "newsletter_subscription": {"start_messages", "stop_messages"},
    "payment_issue": {"faq:payment"},
    "place_order": {"checkout"},
    "recover_password": {"faq:account"},
    "registration_problems": {"faq:account"},
    "review": {"rate"},
    "set_up_shipping_address": {"give_address", "change_address"},
    "switch_account": {"faq:account"},
    "track_order": {"order_status"},
    "track_refund": {"refund"},
}
"""Bitext's labels in our words."""


def rows(name: str) -> list[dict[str, str]]:
    with shared_data(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def share(facts: Iterable[bool]) -> float:
    counted = list(facts)
    return sum(counted) / len(counted)


def is_right(understood: Understanding, label: str) -> bool:
    topic = understood.entities.faq_topic
    meant = f"{understood.intent}:{topic}" if topic else str(understood.intent)
    return meant in MEANINGS[label]


def test_nine_in_ten_support_requests_are_understood(read: Callable[..., Understanding]) -> None:
    exam = rows(SUPPORT)

    assert {row["intent"] for row in exam} == set(MEANINGS)
    assert share(is_right(read(row["utterance"]), row["intent"]) for row in exam) >= 0.88


def test_who_wants_a_person_is_heard(read: Callable[..., Understanding]) -> None:
    wanting = [row for row in rows(SUPPORT) if row["intent"] == "contact_human_agent"]

    assert share(read(row["utterance"]).intent == "hand_off" for row in wanting) >= 0.95


def test_what_no_shop_does_is_flagged(read: Callable[..., Understanding]) -> None:
    flagged = {"out_of_scope", "unclear"}

    assert share(read(row["utterance"]).intent in flagged for row in rows(OUT_OF_SCOPE)) >= 0.8
