"""Money shared out so that not a cent is lost."""

from collections.abc import Sequence


def split(amount: int, weights: Sequence[int]) -> list[int]:
    """Share `amount` in proportion to `weights`, by largest remainder.

    Every share is whole, they add up to `amount`, and none is above its weight while `amount` is
    not above their sum. Equal remainders: the earlier one first.

    Args:
        amount: minor units, 0 up to the sum of the weights.
        weights: minor units, none negative.
    """
    whole = sum(weights)
    if whole == 0:
        return [0] * len(weights)
    shares = [amount * weight // whole for weight in weights]
    by_remainder = sorted(
        range(len(weights)), key=lambda index: amount * weights[index] % whole, reverse=True
    )
    for index in by_remainder[: amount - sum(shares)]:
        shares[index] += 1
    return shares


def part(amount: int, basis_points: int) -> int:
    """Return `basis_points` of `amount` (not negative), half a minor unit rounded up."""
    return (amount * basis_points + 5_000) // 10_000
