"""Where the access token may be sent: to WhatsApp, whatever address an answer names."""

from typing import Final
from urllib.parse import urlsplit

META: Final = ("fbsbx.com", "fbcdn.net", "whatsapp.net", "facebook.com")
"""Domains that Meta serves media from; files of the Cloud API lie at `lookaside.fbsbx.com`."""


def is_trusted(url: str, base_url: str) -> bool:
    """Tell whether a file's address is Meta's by HTTPS, or that of the API we ask."""
    try:
        there, api = urlsplit(url), urlsplit(base_url)
        same = (there.scheme, there.hostname, there.port) == (api.scheme, api.hostname, api.port)
        ordinary = there.scheme == "https" and there.port in {None, 443}
    except ValueError:
        return False
    if there.username is not None or there.password is not None or not there.hostname:
        return False
    host = there.hostname.rstrip(".")
    return same or (ordinary and any(host == one or host.endswith(f".{one}") for one in META))
