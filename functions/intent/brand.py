"""Which brand a message is for."""

from collections.abc import Mapping

from shared.brands import brands_for_phone_number
from shared.models.brand import Brand
from shared.models.message import ChannelAddress, InboundMessage
from shared.nlu.words import keys_of


def brand_for(
    brands: Mapping[str, Brand],
    address: ChannelAddress,
    message: InboundMessage,
    *,
    named: str | None,
    last: str | None,
) -> Brand | None:
    """Return the brand of a message.

    Args:
        brands: all brands by id.
        address: its WhatsApp number usually belongs to one brand.
        message: on a number that several brands share, its words decide.
        named: the brand the channel names (the web chat's path).
        last: the brand this shopper talked with last on the shared number.

    Returns:
        The brand; None when the number or name is nobody's.
    """
    if named:
        return brands.get(named)
    sharing = brands_for_phone_number(brands, address.phone_number_id or "")
    if len(sharing) <= 1:
        return sharing[0] if sharing else None
    words = frozenset(keys_of(message.text))
    scored = [(len(words & _own_words(brand)), brand.id == last, brand) for brand in sharing]
    return max(scored, key=lambda one: one[:2])[2]


def _own_words(brand: Brand) -> frozenset[str]:
    texts = [brand.name, brand.seller.name]
    for category in brand.categories:
        texts.extend(category.name.values())
        texts.extend(word for words in category.synonyms.values() for word in words)
    return frozenset(key for text in texts for key in keys_of(text))
