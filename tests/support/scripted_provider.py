"""A provider inside litellm whose answers a test writes: the model `scripted/<anything>`."""

from collections.abc import AsyncIterator, Generator
from contextlib import contextmanager
from typing import Any

from shared.llm.loading import Library
from shared.llm.scripted import ScriptedModel
from tests.shared.llm.asking import request


@contextmanager
def registered(library: Library, model: ScriptedModel) -> Generator[None]:
    """Make litellm ask `model` wherever a `scripted/…` model is called."""
    litellm = library.module

    class Scripted(litellm.CustomLLM):
        """Says the next line of the script."""

        async def acompletion(self, **called: Any) -> Any:
            """Answer as a whole."""
            words = (await model.complete(request(called["messages"][-1]["content"]))).text
            answer = litellm.ModelResponse()
            answer.choices[0].message.content = words
            answer.choices[0].finish_reason = "stop"
            answer.usage = litellm.Usage(prompt_tokens=12, completion_tokens=3, total_tokens=15)
            return answer

        async def astreaming(self, **called: Any) -> AsyncIterator[dict[str, Any]]:
            """Answer word by word."""
            answer = await model.complete(request(called["messages"][-1]["content"]))
            words = answer.text.split(" ")
            for number, word in enumerate(words, start=1):
                last = number == len(words)
                yield {
                    "text": word if last else word + " ",
                    "index": 0,
                    "is_finished": last,
                    "finish_reason": "stop" if last else "",
                    "tool_use": None,
                    "usage": {"prompt_tokens": 12, "completion_tokens": 3, "total_tokens": 15}
                    if last
                    else None,
                }

    litellm.custom_provider_map = [{"provider": "scripted", "custom_handler": Scripted()}]
    litellm.utils.custom_llm_setup()
    try:
        yield
    finally:
        litellm.custom_provider_map = []
