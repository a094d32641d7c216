"""From verdicts to the figures of an evaluation. Pure."""

import math
from collections import defaultdict
from collections.abc import Sequence

from tests.bench.figures import percentile
from tests.eval.judging import Verdict

MOST_TRIALS = 4
Scores = dict[str, float | int | None]


def scores(verdicts: Sequence[Verdict]) -> Scores:
    """Return the figures of all runs.

    Shares are 0 to 1, times milliseconds, money US dollars; None where there was nothing to count.
    """
    turns = [seconds * 1000 for one in verdicts for seconds in one.turn_seconds]
    thoughts = [seconds * 1000 for one in verdicts for seconds in one.thought_seconds]
    cost = sum(one.cost_micros for one in verdicts) / 1_000_000
    return {
        "runs": len(verdicts),
        "success": _share(sum(one.passed for one in verdicts), len(verdicts)),
        **passes(verdicts),
        "calls": sum(one.calls for one in verdicts),
        "wrong_calls": _total_share(verdicts, "wrong_calls", "calls"),
        "grounded": _total_share(verdicts, "grounded", "statements"),
        "failures": sum(one.failures for one in verdicts),
        "cost_usd": round(cost, 6),
        "cost_usd_per_run": round(cost / len(verdicts), 6) if verdicts else None,
        "tokens_per_turn": round(sum(one.tokens for one in verdicts) / len(turns))
        if turns
        else None,
        "turn_ms_p50": _percentile(turns, 50),
        "turn_ms_p95": _percentile(turns, 95),
        "thought_ms_p50": _percentile(thoughts, 50),
        "thought_ms_p95": _percentile(thoughts, 95),
    }


def passes(verdicts: Sequence[Verdict]) -> Scores:
    """Return pass^k: how likely k runs of a task, drawn from its runs, all succeed.

    Of c successes among n runs it is C(c, k) / C(n, k), averaged over tasks (the measure of
    tau-bench); None where a task has fewer than k runs.
    """
    runs: dict[str, list[bool]] = defaultdict(list)
    for one in verdicts:
        runs[one.task].append(one.passed)
    return {f"pass^{k}": _pass(list(runs.values()), k) for k in range(1, MOST_TRIALS + 1)}


def _pass(runs: list[list[bool]], k: int) -> float | None:
    if not runs or min(len(one) for one in runs) < k:
        return None
    each = [math.comb(sum(one), k) / math.comb(len(one), k) for one in runs]
    return round(sum(each) / len(each), 3)


def _total_share(verdicts: Sequence[Verdict], part: str, whole: str) -> float | None:
    return _share(
        sum(getattr(one, part) for one in verdicts), sum(getattr(one, whole) for one in verdicts)
    )


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 3) if whole else None


def _percentile(values: Sequence[float], percent: float) -> float | None:
    return round(percentile(values, percent), 1) if values else None
