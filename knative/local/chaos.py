"""What a network does to events on purpose: `CHAOS=duplicate=0.2,lose=0.05,seed=7`."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace


@dataclass(frozen=True)
class ChaosSettings:
    """Probabilities per event and Trigger (`wait`: per event), and times in milliseconds.

    Attributes:
        duplicate: Delivered twice.
        reorder: Held back for up to `hold_ms`, so that later ones overtake it.
        lose: Accepted and never delivered.
        wait: Whoever sends is answered only when the delivery has ended, dead letter included,
            and 500 if that is lost, as by the in-memory broker.
        delay_ms: Every delivery waits this long.
        hold_ms: Longest hold of a reordered or doubled delivery.
        seed: Start of the random numbers; the same seed decides the same for the same events.
    """

    duplicate: float = 0.0
    reorder: float = 0.0
    lose: float = 0.0
    wait: float = 0.0
    delay_ms: float = 0.0
    hold_ms: float = 500.0
    seed: int = 0

    @staticmethod
    def parse(text: str) -> "ChaosSettings":
        """From `name=number` pairs with commas between them."""
        pairs = (pair.partition("=") for pair in text.split(",") if pair.strip())
        return ChaosSettings().changed({name.strip(): value for name, _, value in pairs})

    def changed(self, values: Mapping[str, object]) -> "ChaosSettings":
        """A copy with some settings replaced.

        Raises:
            ChaosError: An unknown name, or no number.
        """
        known = {each.name for each in fields(self)}
        if unknown := values.keys() - known:
            raise ChaosError(f"unknown: {', '.join(sorted(unknown))}")
        try:
            numbers = {name: float(str(value)) for name, value in values.items()}
        except ValueError as error:
            raise ChaosError(str(error)) from error
        seed = int(numbers.pop("seed", self.seed))
        return replace(self, **numbers, seed=seed)  # type: ignore[arg-type]


class Chaos:
    """Decides the fate of each delivery."""

    def __init__(self, settings: ChaosSettings) -> None:
        self.change(settings)

    def change(self, settings: ChaosSettings) -> None:
        """Goes on with other settings, from their seed."""
        self.settings = settings
        self._random = random.Random(settings.seed)  # noqa: S311 - nothing secret is drawn

    def holds(self) -> list[float]:
        """How long each copy of a new delivery is held back, in seconds; empty loses it."""
        settings = self.settings
        if self._happens(settings.lose):
            return []
        first = self._hold() if self._happens(settings.reorder) else 0.0
        return [first, self._hold()] if self._happens(settings.duplicate) else [first]

    def waits(self) -> bool:
        """Whether the sender of a new event is answered after its delivery."""
        return self._happens(self.settings.wait)

    @property
    def delay_seconds(self) -> float:
        """How long each delivery attempt waits."""
        return self.settings.delay_ms / 1000

    def _happens(self, probability: float) -> bool:
        return probability > 0 and self._random.random() < probability

    def _hold(self) -> float:
        return self._random.uniform(0, self.settings.hold_ms / 1000)


class ChaosError(ValueError):
    """A setting that does not exist or is no number."""

    def __init__(self, why: str) -> None:
        super().__init__(f"CHAOS: {why}")
