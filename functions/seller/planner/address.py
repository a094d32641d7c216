"""Delivery addresses: from typed words or a place on the map to an address, and back to words."""

import re
from typing import Final

from functions.seller.planner.scene import Scene
from shared.models.cart import Address
from shared.models.message import Location
from shared.nlu.addresses import parse_address
from shared.nlu.entities import Address as SaidAddress

_LONGEST_PART: Final = 200
_COUNTRY_CODE: Final = 2
_SHORTEST_STREET: Final = 4
_SHORTEST_TOWN: Final = 2
_POSTCODES: Final = {
    "BR": re.compile(r"\d{5}-\d{3}"),
    "PT": re.compile(r"\d{4}-\d{3}"),
    "US": re.compile(r"\d{5}-\d{4}"),
    "GB": re.compile(r"[A-Z]{1,2}\d[A-Z0-9]? ?\d[A-Z]{2}"),
    "CA": re.compile(r"[A-Z]\d[A-Z] ?\d[A-Z]\d"),
}
"""Forms that only one country uses; five digits alone are nobody's."""


def read_address(scene: Scene, draft: Address | None) -> Address | None:
    """Return the address a message gives, added to what was given before; None = there is none.

    What could not be told apart stays in the first line: the carrier's people read it too.
    """
    said = scene.entities.address or SaidAddress()
    if draft is not None and not is_complete(draft):
        return _completed(draft, said, scene)
    line1 = said.line1 or ("" if said.city or said.postcode else scene.text)
    if len(line1.strip()) < _SHORTEST_STREET:
        return None
    return Address(
        line1=line1[:_LONGEST_PART],
        line2=said.line2 or "",
        city=said.city or "",
        region=said.region or "",
        postcode=said.postcode or scene.entities.postcode or "",
        country=_country(scene, said),
    )


def sounds_like_address(text: str) -> bool:
    """Tell a place from a question: "is it waterproof?" is no street."""
    return not text.rstrip().endswith("?") or any(char.isdecimal() for char in text)


def is_complete(address: Address) -> bool:
    """Tell whether a parcel would arrive: a street and a town or a postcode."""
    return bool(address.line1.strip() and (address.city or address.postcode))


def from_location(location: Location) -> Address | None:
    """Return the address of a place on the map; a bare pin has none that could be read back."""
    words = ", ".join(part for part in (location.name, location.address) if part)
    if not words.strip():
        return None
    parts = [part.strip() for part in (location.address or words).split(",") if part.strip()]
    line1 = ", ".join(parts[:-1]) if len(parts) > 1 else words
    return Address(
        line1=(line1 or words)[:_LONGEST_PART],
        city=parts[-1] if len(parts) > 1 else "",
        country=parse_address(words).country or "",
        latitude=location.latitude,
        longitude=location.longitude,
    )


def address_text(address: Address) -> str:
    """Return an address in one line."""
    town = " ".join(part for part in (address.postcode, address.city) if part)
    parts = (address.name, address.line1, address.line2, town, address.region, address.country)
    return ", ".join(part for part in parts if part)


def _completed(draft: Address, said: SaidAddress, scene: Scene) -> Address:
    if said.line1 and (said.city or said.postcode) and any(char.isdigit() for char in said.line1):
        return Address(
            line1=said.line1[:_LONGEST_PART],
            line2=said.line2 or "",
            city=said.city or "",
            region=said.region or "",
            postcode=said.postcode or "",
            country=_country(scene, said),
        )
    return draft.model_copy(
        update={
            "city": said.city or said.line1 or _town(scene.text if not said.postcode else ""),
            "region": said.region or draft.region,
            "postcode": said.postcode or scene.entities.postcode or "",
            "country": _country(scene, said) or draft.country,
        }
    )


def _country(scene: Scene, said: SaidAddress) -> str:
    """Return the country said, else the one the postcode or the language belongs to.

    Empty where the brand serves neither: the cart then takes the brand's first country, and the
    quote shows it.
    """
    code = (said.country or "").upper()
    if len(code) == _COUNTRY_CODE:
        return code
    served = scene.brand.policies.shipping.countries
    by_postcode = next(
        (c for c, form in _POSTCODES.items() if form.fullmatch(said.postcode or "")), ""
    )
    spoken = (locale.partition("-") for locale in scene.brand.locales)
    by_language = next((c for language, _, c in spoken if language == scene.voice.language), "")
    return next((c for c in (by_postcode, by_language) if c in served), "")


def _town(text: str) -> str:
    letters = sum(char.isalpha() for char in text)
    return text[:_LONGEST_PART] if letters >= _SHORTEST_TOWN else ""
