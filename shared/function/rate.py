"""How many calls a minute are too many: a window that slides, counted in two fixed ones."""

import math
from collections.abc import Iterable, Sequence
from ipaddress import ip_address
from typing import Final

WINDOW_SECONDS: Final = 60
STAFF_FACTOR: Final = 10
"""Agents and admins work in lists and pages that ask often."""
ADDRESS_FACTOR: Final = 10
"""Behind one address may be an office; but nobody gets more by making new cookies."""
UNCOUNTED: Final = ("/v1/media/",)
"""Pictures: one page of products asks for dozens."""
SIGNED: Final = "/webhook/"
"""Payment providers and carriers call from a few addresses, and sign what they send."""


def is_counted(path: str) -> bool:
    """Tell whether calls of a path count (spec section 6: on `/v1`)."""
    return path.startswith("/v1/") and SIGNED not in path and not path.startswith(UNCOUNTED)


def limits(
    per_minute: int, *, staff: str | None, web_id: str | None, address: str
) -> dict[str, int]:
    """Return under which names a call counts, and how often a minute each may call.

    Args:
        per_minute: of one shopper.
        staff: name of the agent or admin whose token the call carries.
        web_id: the identity in the call's cookie, if we signed it.
        address: where the call comes from.
    """
    if staff is not None:
        return {f"staff:{staff}": per_minute * STAFF_FACTOR}
    if web_id is not None:
        return {f"web:{web_id}": per_minute, f"shared:{address}": per_minute * ADDRESS_FACTOR}
    return {f"address:{address}": per_minute}


def caller_address(forwarded: str, peer: str) -> str:
    """Return where a call comes from, by the addresses that proxies noted.

    Each proxy adds on the right; those of the cluster have private addresses. So it is the last
    public one: what is left of it the caller may have made up.
    """
    noted = [one.strip() for one in forwarded.split(",") if _is_address(one.strip())]
    public = [one for one in noted if ip_address(one).is_global]
    return public[-1] if public else next(iter(noted), peer)


def seconds_to_wait(limit: int, current: int, previous: int, elapsed: float) -> int | None:
    """Return after how many seconds to call again, None if this call is within the limit.

    The window before counts for the part of it that is less than a minute ago. Refused calls are
    counted too, but never for more than the limit: who waits as told is served again.

    Args:
        limit: calls a minute.
        current: calls in this window, with this one.
        previous: calls in the window before.
        elapsed: seconds since this window began.
    """
    previous = min(previous, limit)
    if previous * (1 - elapsed / WINDOW_SECONDS) + current <= limit:
        return None
    room = limit - current - 1
    if room < 0:
        return math.ceil(WINDOW_SECONDS - elapsed + WINDOW_SECONDS / limit)
    until = WINDOW_SECONDS * (1 - room / previous)
    return max(1, math.ceil(until - elapsed))


def longest(waits: Iterable[int | None]) -> int | None:
    """Return the longest of the waits, None if there is none."""
    asked: Sequence[int] = [one for one in waits if one is not None]
    return max(asked) if asked else None


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
