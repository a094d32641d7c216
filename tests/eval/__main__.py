"""`make eval MODEL=…`: conversations with a real model, judged by machine; writes eval.json.

`TRIALS=4` runs each task so often (pass^k needs k), `TASKS=add-` takes those whose id begins so,
`CENTS=40` is the most to spend for each brand, `RECORD=1` keeps the answers of each task's first
run.
"""

import asyncio
import json
import os
import sys

from shared.clock import now
from shared.llm.access import reachable
from shared.llm.breakers import Breakers
from shared.llm.chain import ModelChain
from shared.llm.limits import MICROS_PER_CENT, DailyLimits
from shared.llm.loading import library
from shared.llm.prices import Amount
from shared.llm.provider import LiteLlm
from shared.llm.spending import Spending
from shared.settings import settings
from shared.stores.memory import MemoryStore
from tests.eval import recorded
from tests.eval.judging import Verdict, judged
from tests.eval.metered import MeteredModel
from tests.eval.scores import MOST_TRIALS, scores
from tests.eval.shop import EvalShop, Run
from tests.eval.tasks import Task, tasks
from tests.support.generate import ROOT

NO_KEY = 2
_PLENTY_OF_TOKENS = 1_000_000_000
_LOADING_SECONDS = 60


def chain_of(models: tuple[str, ...], cents: int) -> ModelChain:
    """Return the model, with its own books and breakers."""
    store = MemoryStore()
    most = Amount(tokens=_PLENTY_OF_TOKENS, cost_micros=cents * MICROS_PER_CENT)
    return ModelChain(
        models=models,
        provider=LiteLlm(library()),
        breakers=Breakers(None, now),
        spending=Spending(lambda: store, now),
        limits=DailyLimits(brand=most, conversation=most),
    )


async def evaluate(model: MeteredModel, chosen: list[Task], trials: int) -> list[Run]:
    """Run every task so often; tell each as it ends."""
    shop = EvalShop(model)
    await shop.open()
    runs: list[Run] = []
    for task in chosen:
        for _ in range(trials):
            runs.append(await shop.run(task))
            verdict = judged(runs[-1])
            print(f"{task.id:<22} {'passed' if verdict.passed else '; '.join(verdict.missed)}")
    await shop.close()
    return runs


def table(figures: dict[str, float | int | None]) -> str:
    """Return the figures, a line each."""
    return "\n".join(
        f"  {name:<18}{'-' if value is None else value:>12}" for name, value in figures.items()
    )


def main() -> int:
    """Evaluate, write eval.json, show the table."""
    models = reachable([settings().llm_model] if settings().llm_model else [], settings())
    if not models:
        print("make eval needs MODEL=… and its key (or LLM_API_BASE): docs/evaluation.md")
        return NO_KEY
    if not library().wait(_LOADING_SECONDS):
        print("litellm could not be loaded: make setup")
        return 1
    chosen = [one for one in tasks() if one.id.startswith(os.environ.get("TASKS", ""))]
    trials = int(os.environ.get("TRIALS", str(MOST_TRIALS)))
    model = MeteredModel(chain_of(models, int(os.environ.get("CENTS", "40"))))
    runs = asyncio.run(evaluate(model, chosen, trials))
    verdicts: list[Verdict] = [judged(one) for one in runs]
    figures = scores(verdicts)
    content = {"model": models[0], "scores": figures, "runs": [vars(one) for one in verdicts]}
    (ROOT / "eval.json").write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    if os.environ.get("RECORD"):
        lines = [recorded.line_of(one) for one in runs[::trials]]
        recorded.FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"\n{models[0]}: {len(chosen)} tasks, {trials} runs each\n{table(figures)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
