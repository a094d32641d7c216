"""The evaluation itself: recorded conversations reach their goals, bad ones are told."""

from collections.abc import AsyncIterator

import pytest

from shared.llm.answer import ModelAnswer
from shared.llm.scripted import ScriptedModel, calls, says
from tests.eval import __main__ as eval_command, recorded
from tests.eval.judging import Verdict, judged
from tests.eval.metered import MeteredModel
from tests.eval.scores import scores
from tests.eval.shop import EvalShop
from tests.eval.tasks import tasks
from tests.support.shop import BRANDS, LANGUAGES

BAD: dict[str, tuple[tuple[ModelAnswer, ...], str]] = {
    "find-fashion-en": (
        (calls(("search", {"category": "dresses"})), says("Here. [[fa-sol-linen-sundress]]")),
        "fa-sol-linen-sundress is of dresses",
    ),
    "find-gaming-pt": (
        (calls(("search", {"category": "headsets"})), says("Este. [[ga-footstep-pro]]")),
        "ga-footstep-pro costs more",
    ),
    "find-beauty-es": ((says("¿Para qué tipo de piel?"),), "no product"),
    "less-beauty-en": (
        (says("Here it is."), calls(("show_cart", {})), says("It is out of your cart.")),
        "cart {'BE-CLN-MELTB-90ML': 1, 'BE-SUN-ALOEA-200ML': 1}",
    ),
    "code-tech-pt": ((says("O cupom foi aplicado."),), "codes ()"),
    "checkout-gaming-en": ((says("Done!"),), "asks none"),
    "returns-fashion-pt": ((says("Claro que sim."),), r"does not say \b30\b"),
    "off-topic-beauty-pt": ((says("É Camberra."),), "says Camberra"),
}


@pytest.fixture
async def shop() -> AsyncIterator[EvalShop]:
    """Return the shop with the seed catalog."""
    one = EvalShop(MeteredModel(ScriptedModel()))
    await one.open()
    yield one
    await one.close()


def verdict(task: str, *, passed: bool) -> Verdict:
    missed = () if passed else ("no answer",)
    return Verdict(task, missed, 4, 1, 2, 1, 300, 500, 0, (0.1, 0.3), (0.5,))


async def test_recorded_conversations_reach_their_goals(shop: EvalShop) -> None:
    known = recorded.read(recorded.FILE.read_text("utf-8"))
    verdicts: list[Verdict] = []

    for task in tasks():
        model = ScriptedModel(known[task.id])
        shop.model.model = model
        run = await shop.run(task)
        verdicts.append(judged(run))
        assert len(model.requests) == len(known[task.id]), task.id
        assert recorded.read(recorded.line_of(run)) == {task.id: known[task.id]}

    assert {one.task: one.missed for one in verdicts if not one.passed} == {}
    found = scores(verdicts)
    assert {one.task for one in verdicts if one.wrong_calls} == {"find-tech-es"}
    assert {one.task for one in verdicts if one.grounded < one.statements} == {"find-beauty-es"}
    assert (found["success"], found["pass^1"], found["pass^2"], found["failures"]) == (
        1,
        1,
        None,
        0,
    )
    assert shop.mesh.undeliverable == []


async def test_conversations_that_go_wrong_are_told(shop: EvalShop) -> None:
    by_id = {one.id: one for one in tasks()}

    for task, (answers, missed) in BAD.items():
        shop.model.model = ScriptedModel(answers)
        assert judged(await shop.run(by_id[task])).missed == (missed,)


def test_pass_k_is_the_chance_that_k_runs_of_a_task_all_succeed() -> None:
    verdicts = [verdict("a", passed=number > 0) for number in range(4)]
    verdicts += [verdict("b", passed=True) for _ in range(4)]

    found = scores(verdicts)

    assert [found[f"pass^{k}"] for k in (1, 2, 3, 4)] == [0.875, 0.75, 0.625, 0.5]
    assert (found["success"], found["wrong_calls"], found["grounded"]) == (0.875, 0.25, 0.5)
    assert (found["cost_usd"], found["tokens_per_turn"]) == (0.004, 300)
    assert (found["thought_ms_p50"], found["turn_ms_p95"]) == (100.0, 500.0)


def test_without_a_key_it_says_so_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LLM_MODEL", "openai/gpt-4o-mini")
    for name in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "LLM_API_BASE", "LLM_API_KEY"):
        monkeypatch.delenv(name, raising=False)

    assert eval_command.main() == 2

    (line,) = capsys.readouterr().out.splitlines()
    assert "MODEL=" in line


def test_tasks_are_in_all_languages_and_brands() -> None:
    assert len({one.id for one in tasks()}) == len(tasks()) >= 20
    assert {one.brand for one in tasks()} == set(BRANDS)
    assert {one.language for one in tasks()} == set(LANGUAGES)
