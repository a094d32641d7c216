"""The accounts of models in the ledger: money is set aside before a call and settled after it.

An account is one document, `committed` being what was spent plus what is set aside; the limit is
part of the filter of the one write that sets aside, so that calls at the same time can't exceed it.
A pod that dies during a call leaves its money set aside until the day ends: the call may have been
paid.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from shared.errors import DependencyError
from shared.llm.errors import OverBudgetError
from shared.llm.limits import Account, DailyLimits, accounts
from shared.llm.prices import Amount
from shared.llm.request import PLACES, Purpose, Scope
from shared.log import log
from shared.stores.store import Document, Store

SPENDING: Final = "model_spending"
KEPT_FOR: Final = timedelta(days=35)
"""So that a month can be looked at."""


@dataclass(frozen=True, slots=True)
class Reservation:
    """What is set aside, and where."""

    accounts: tuple[Account, ...]
    amount: Amount
    purpose: Purpose


class Spending:
    """Accounts of one shop.

    Args:
        store: the ledger.
        now: the clock.
    """

    def __init__(self, store: Callable[[], Store], now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now

    async def reserve(
        self, scope: Scope, purpose: Purpose, amount: Amount, limits: DailyLimits
    ) -> Reservation:
        """Set aside what a call may cost at most.

        Raises:
            OverBudgetError: that is more than what is left; nothing is set aside then.
        """
        kept: list[Account] = []
        for account in accounts(scope, limits, self._now(), PLACES[purpose]):
            if not await self._commit(account, amount):
                await self._change(Reservation(tuple(kept), amount, purpose), _negative(amount), {})
                raise OverBudgetError(account.of)
            kept.append(account)
        return Reservation(tuple(kept), amount, purpose)

    async def settle(self, reservation: Reservation, spent: Amount) -> None:
        """Replace what was set aside by what the call did cost; nothing if it never happened."""
        difference = Amount(
            tokens=spent.tokens - reservation.amount.tokens,
            cost_micros=spent.cost_micros - reservation.amount.cost_micros,
        )
        counted = _spent(reservation.purpose, spent) if spent != Amount() else {}
        try:
            await self._change(reservation, difference, counted)
        except DependencyError as error:  # the answer is there and paid: it must not be lost
            log().warning("spending.not_settled", reason=str(error))

    async def _commit(self, account: Account, amount: Amount) -> bool:
        room = {
            "_id": account.key,
            "committed.tokens": {"$lte": account.limit.tokens - amount.tokens},
            "committed.cost_micros": {"$lte": account.limit.cost_micros - amount.cost_micros},
        }
        change = {"$inc": _committed(amount)}
        store = self._store()
        if await store.update(SPENDING, room, change) is not None:
            return True
        # Either it is full or it is not there yet; another pod may open it at this moment.
        await store.insert(SPENDING, _opened(account, self._now()))
        return await store.update(SPENDING, room, change) is not None

    async def _change(
        self, reservation: Reservation, difference: Amount, counted: dict[str, int]
    ) -> None:
        change = {"$inc": {**_committed(difference), **counted}}
        for account in reservation.accounts:
            await self._store().update(SPENDING, {"_id": account.key}, change)


def _opened(account: Account, now: datetime) -> Document:
    return {
        "_id": account.key,
        "brand": account.brand,
        "day": account.day,
        "committed": {"tokens": 0, "cost_micros": 0},
        "expires_at": now + KEPT_FOR,
    }


def _committed(amount: Amount) -> dict[str, int]:
    return {
        "committed.tokens": amount.tokens,
        "committed.cost_micros": amount.cost_micros,
    }


def _spent(purpose: Purpose, amount: Amount) -> dict[str, int]:
    return {
        f"spent.{purpose}.calls": 1,
        f"spent.{purpose}.tokens": amount.tokens,
        f"spent.{purpose}.cost_micros": amount.cost_micros,
    }


def _negative(amount: Amount) -> Amount:
    return Amount(tokens=-amount.tokens, cost_micros=-amount.cost_micros)
