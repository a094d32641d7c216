"""What a shopper can mean, and what a question can be about."""

from enum import StrEnum


class Intent(StrEnum):
    """One thing a shopper wants from the shop (spec §5, §6)."""

    GREET = "greet"
    THANKS = "thanks"
    GOODBYE = "goodbye"
    SMALL_TALK = "small_talk"
    HELP = "help"

    SEARCH = "search"
    BROWSE_CATEGORIES = "browse_categories"
    PRODUCT_DETAILS = "product_details"
    COMPARE = "compare"
    RECOMMEND = "recommend"
    CHOOSE = "choose"
    CHOOSE_OPTION = "choose_option"

    ADD_TO_CART = "add_to_cart"
    SET_QUANTITY = "set_quantity"
    REMOVE_FROM_CART = "remove_from_cart"
    CLEAR_CART = "clear_cart"
    VIEW_CART = "view_cart"
    APPLY_CODE = "apply_code"
    REMOVE_CODE = "remove_code"

    CHECKOUT = "checkout"
    GIVE_ADDRESS = "give_address"
    CHANGE_ADDRESS = "change_address"
    CHOOSE_DELIVERY = "choose_delivery"
    CONFIRM = "confirm"
    DENY = "deny"
    PAY = "pay"

    ORDER_STATUS = "order_status"
    ORDER_HISTORY = "order_history"
    CHANGE_ORDER = "change_order"
    CANCEL_ORDER = "cancel_order"
    RETURN_ORDER = "return_order"
    EXCHANGE_ORDER = "exchange_order"
    REFUND = "refund"

    FAQ = "faq"
    HAND_OFF = "hand_off"
    COMPLAINT = "complaint"
    STOP_MESSAGES = "stop_messages"
    START_MESSAGES = "start_messages"
    RATE = "rate"
    FORGET_ME = "forget_me"

    WHY_THIS = "why_this"
    VIEW_MEMORY = "view_memory"
    STATE_PREFERENCE = "state_preference"
    FORGET_PREFERENCE = "forget_preference"

    OUT_OF_SCOPE = "out_of_scope"
    UNCLEAR = "unclear"
    MEDIA_ONLY = "media_only"


class FaqTopic(StrEnum):
    """What a question about the shop is about; FAQ entries carry the same words."""

    RETURNS = "returns"
    DELIVERY = "delivery"
    PAYMENT = "payment"
    HOURS = "hours"
    WARRANTY = "warranty"
    SIZES = "sizes"
    CONTACT = "contact"
    PRIVACY = "privacy"
    ACCOUNT = "account"
    INVOICE = "invoice"
    CANCELLATION = "cancellation"
