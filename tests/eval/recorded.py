"""Answers of a model, kept by task, to be given again without it."""

import json
from pathlib import Path

from shared.llm.answer import ModelAnswer
from tests.eval.shop import Run

FILE = Path(__file__).with_name("recorded.jsonl")


def read(text: str) -> dict[str, tuple[ModelAnswer, ...]]:
    """Return the answers by task, in order."""
    lines = [json.loads(line) for line in text.splitlines() if line.strip()]
    return {
        one["task"]: tuple(ModelAnswer.model_validate(each) for each in one["answers"])
        for one in lines
    }


def line_of(run: Run) -> str:
    """Return a run as a line of the file."""
    answers = [one.answer.wire() for one in run.thoughts if one.answer]
    return json.dumps({"task": run.task.id, "answers": answers}, ensure_ascii=False)
