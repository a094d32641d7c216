"""Words reach the store one after the other, and nobody waits for it."""

import asyncio
import json
import time
from dataclasses import dataclass, field

import pytest

from functions.seller.showing import Showing
from functions.seller.thinking.gating import Gate
from functions.seller.thinking.previewing import Preview
from shared.chat_words import Words
from shared.llm.answer import Restarted, TextDelta


@dataclass
class Page:
    """Takes words as a store would.

    Attributes:
        seconds: that it takes for each.
        fails: whether it is away.
        refuses: whether the words are of nobody any more.
    """

    seconds: float = 0.0
    fails: bool = False
    refuses: bool = False
    texts: list[str] = field(default_factory=list[str])

    async def write(self, words: Words) -> bool:
        await asyncio.sleep(self.seconds)
        if self.fails:
            raise OSError("ConnectionError")
        self.texts.append(words.text)
        return not self.refuses


def showing(page: Page) -> Showing:
    return Showing(Preview(Gate(lambda _: ()), "t1", 1), page.write)


async def speak(given: Showing, count: int, pause: float = 0.0) -> float:
    began = time.perf_counter()
    for number in range(count):
        await given.hear(TextDelta(f"{number}. "))
        await asyncio.sleep(pause)
    return time.perf_counter() - began


def told(capsys: pytest.CaptureFixture[str]) -> list[tuple[str, str]]:
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    return [(line["event"], line["reason"]) for line in lines]


async def test_each_sentence_is_written_as_it_comes() -> None:
    page = Page()
    given = showing(page)

    await speak(given, 3, pause=0.01)
    await given.end()

    assert page.texts == ["0.", "0. 1.", "0. 1. 2."]


async def test_what_comes_while_words_are_on_their_way_is_written_together() -> None:
    page = Page(seconds=0.05)
    given = showing(page)

    await speak(given, 20)
    await given.end()

    first, rest = page.texts
    assert first == "0."
    assert rest.endswith("18. 19.")


async def test_a_store_that_hangs_delays_nothing_and_is_left_alone(
    capsys: pytest.CaptureFixture[str],
) -> None:
    page = Page(seconds=3600)
    given = showing(page)

    took = await speak(given, 5, pause=0.1)
    began = time.perf_counter()
    await given.end()

    assert took < 1.0
    assert time.perf_counter() - began < 0.5
    assert page.texts == []
    assert told(capsys) == [("words.not_shown", "slow")]


async def test_a_store_that_is_away_is_told_of_once_and_not_asked_again(
    capsys: pytest.CaptureFixture[str],
) -> None:
    page = Page(fails=True)
    given = showing(page)

    await speak(given, 5, pause=0.01)
    await given.end()

    assert told(capsys) == [("words.not_shown", "ConnectionError")]


async def test_whose_lease_another_has_says_nothing_more() -> None:
    page = Page(refuses=True)
    given = showing(page)

    await speak(given, 5, pause=0.01)
    await given.end()

    assert page.texts == ["0."]


@pytest.mark.parametrize("pause", [0.0, 0.01])
async def test_what_is_taken_back_is_gone_in_the_end(pause: float) -> None:
    page = Page()
    given = showing(page)

    await speak(given, 3, pause=pause)
    await given.hear(Restarted())
    await given.end()

    assert page.texts[-1] == ""
