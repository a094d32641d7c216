"""Functions that die between two of their steps, as after kill -9."""

from collections.abc import Callable


class KilledError(Exception):
    """Stands for kill -9: nothing after the point runs."""


def killed_whenever_at(point: str) -> Callable[[str], None]:
    """Return a `fault.reach` that dies at a point each time it is reached."""

    def reach(reached: str) -> None:
        if reached == point:
            raise KilledError(point)

    return reach


def killed_at(number: int, reached: list[str]) -> Callable[[str], None]:
    """Return a `fault.reach` that notes the points and dies at one of them, once."""

    def reach(point: str) -> None:
        reached.append(point)
        if len(reached) == number:
            raise KilledError(point)

    return reach
