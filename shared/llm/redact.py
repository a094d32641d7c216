"""Takes out of a text what tells who somebody is or opens a door. Pure.

Made for logs and error texts: rather too much than too little. What a shop may say to a shopper is
another question.
"""

import re
from typing import Final

_MIN_CARD, _MAX_CARD = 13, 19
_MIN_PHONE, _MAX_PHONE = 8, 15

_SECRETS: Final = re.compile(
    r"""(?xi)
    \b(?:bearer|basic)\s+[\w.~+/=-]{8,}                                   # Authorization
    | \beyJ[\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*)?                              # JSON Web Token
    | \b(?:sk|pk|rk|gsk|xai|ghp|gho|hf)[-_][\w*-]{12,} | \bEAA\w{20,}     # keys of providers
    | \bAKIA[0-9A-Z]{16}\b
    | \b(?:api[-_ ]?key|access[-_ ]?token|token|secret|password|senha|contraseña)
      \s*(?:provided)?\s*[:=]\s*[^\s,;"']+
    | (?<![\w/])[\w+/-]{40,}={0,2}(?![\w/])                               # long and random
    """
)
_EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_DIGITS: Final = re.compile(r"(?<![\w.,])\+?\(?\d(?:[ .()/-]{0,2}\d){7,18}(?!\w)")
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_SCOPED_ID: Final = re.compile(r"\b[A-Z]{2}(?:\.ENT)?\.[A-Za-z0-9]{10,}\b")
"""WhatsApp's business-scoped ids of people."""
_STREET_AFTER: Final = re.compile(
    r"\b\d{1,5}[A-Za-z]?,?\s+(?:(?:[NSEW]|[A-Z0-9][\w'.-]*)\s+){1,4}"
    r"(?:St|Street|Ave|Avenue|Rd|Road|Blvd|Boulevard|Ln|Lane|Dr|Drive|Way|Court|Ct|Place|Pl|Square)"
    r"\b\.?"
)
_STREET_BEFORE: Final = re.compile(
    r"(?i)\b(?:rua|avenida|av\.|travessa|praça|alameda|estrada|rodovia|calle|carrera|cra\.|paseo"
    r"|plaza|calzada|camino)\s+[^\n,;]{2,60}?,?\s*(?:n[º°.]\s*|#\s*|no\.?\s*)?\d{1,6}\b"
)
_POSTCODE: Final = re.compile(r"\d{5}-\d{3,4}|\b[A-Z]{2}\s+\d{5}\b")


def redact(text: str) -> str:
    """Return `text` with secrets, e-mail addresses, card and phone numbers and addresses named.

    Each is replaced by its kind in brackets: `[email]`, `[card]`, `[phone]`, `[address]`,
    `[secret]`, `[person]`.
    """
    text = _SECRETS.sub("[secret]", text)
    text = _EMAIL.sub("[email]", text)
    text = _SCOPED_ID.sub("[person]", text)
    text = _STREET_AFTER.sub("[address]", text)
    text = _STREET_BEFORE.sub("[address]", text)
    text = _DIGITS.sub(_named, text)
    return _POSTCODE.sub("[address]", text)


def _named(found: re.Match[str]) -> str:
    given = found.group()
    digits = re.sub(r"\D", "", given)
    if _MIN_CARD <= len(digits) <= _MAX_CARD and passes_luhn(digits):
        return "[card]"
    if _DATE.fullmatch(given) or _POSTCODE.fullmatch(given):
        return given
    return "[phone]" if _MIN_PHONE <= len(digits) <= _MAX_PHONE else given


def passes_luhn(digits: str) -> bool:
    """Tell whether a number has the check digit of payment cards (ISO/IEC 7812-1, annex B)."""
    total = 0
    for position, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + position % 2)
        total += value - 9 if value > 9 else value  # noqa: PLR2004 - the digits' sum
    return total % 10 == 0
