"""`docs/brokers.md`: the truth's tables for people, written by `make schemas`."""

from collections.abc import Iterable, Mapping
from typing import Any

from tests.brokers.outcome import End, Outcome, Truth
from tests.brokers.truth import (
    ACCEPTED,
    ANSWERED,
    ANSWERS,
    ARRIVES,
    BURIED,
    DEATHS,
    FILTERED,
    LETTERS,
    OVERTAKES,
    PAUSES,
    READ_DIFFERENTLY,
    SIDE_BY_SIDE,
)

HEAD = """# Three brokers

What the laptop's broker (`make run`), Knative's multi-tenant Broker over in-memory channels and the
Broker on RabbitMQ do with the same events. Every cell is a test: `tests/brokers` holds it against
the broker itself, the first column in `make test`, the others in `make e2e` (Knative 1.20;
eventing-rabbitmq 0.48, RabbitMQ 3.10), and against each other: the laptop's is never kinder than
either ([why](adr/0016-broker-truth.md)). Written from `tests/brokers/truth.py` by `make schemas`.
Delivery here: 2 retries, exponential, PT0.2S, timeout PT2S, a dead-letter sink.

Rows in bold are where the two real brokers differ: code that needs either side works on one only.
"""
REST = """A bare dead letter has neither `knativeerrordest` nor `knativeerrorcode`.

The laptop's broker answers a POST before the delivery, as RabbitMQ's does; with `CHAOS=wait=1` it
answers as the in-memory one does, and `make journeys` has it do so at random.

Not in the tables, as they are about time or about installing, not about what succeeds:

- With parallelism n RabbitMQ's broker and the laptop's bring n events at once, and a failing one
  keeps its place through its pauses. The in-memory broker brings all at once.
- RabbitMQ's specs of Broker and RabbitmqBrokerConfig and its Trigger filters can't be changed; the
  in-memory broker's filters and delivery can.
- None promises an order, or exactly one delivery.
"""


def brokers_page() -> str:
    """Return docs/brokers.md."""
    parts = [
        HEAD,
        _table("A subscriber answers", {name: truth for name, (_, truth) in ANSWERS.items()}),
        _table("Seconds between attempts", dict(PAUSES.items())),
        _table("Filter: is it delivered?", {name: truth for name, (_, truth) in FILTERED.items()}),
        _table("A Trigger has", READ_DIFFERENTLY),
        _table("Posted: the status", {name: each[-1] for name, each in ACCEPTED.items()}),
        _table("The POST is answered before or after the delivery of an event", ANSWERED),
        _table("The POST's status", {"the dead-letter sink fails, too": BURIED}),
        _table("Does it reach the subscriber?", ARRIVES),
        _table("Is it in a dead letter?", LETTERS),
        _table("Of 4 events, at the subscriber together", _by_parallelism(SIDE_BY_SIDE)),
        _table("Does an event overtake one that fails at first?", _by_parallelism(OVERTAKES)),
        _table("What delivers is killed", DEATHS),
        REST,
    ]
    return "\n".join(parts)


def _by_parallelism(rows: Mapping[int, Truth[Any]]) -> dict[str, Truth[Any]]:
    return {f"parallelism {number}": truth for number, truth in rows.items()}


def _table(title: str, rows: Mapping[str, Truth[Any]]) -> str:
    lines = [f"| {title} | laptop | in-memory | RabbitMQ |", "|---|---|---|---|"]
    for names, truth in _together(rows):
        differs = truth.in_memory != truth.rabbitmq
        name = f"**{names}**" if differs else names
        cells = [_said(fact) for fact in (truth.local, truth.in_memory, truth.rabbitmq)]
        if ", " in names:  # rows of statuses: each has its own
            first = names.partition(",")[0]
            cells = [cell.replace(f"code {first}", "code: the status") for cell in cells]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _together(rows: Mapping[str, Truth[Any]]) -> Iterable[tuple[str, Truth[Any]]]:
    """Rows that say the same, in one line."""
    said: dict[str, tuple[list[str], Truth[Any]]] = {}
    for name, truth in rows.items():
        key = str(truth).replace(name, "") if name.isdigit() else name
        said.setdefault(key, ([], truth))[0].append(name)
    return ((", ".join(names), truth) for names, truth in said.values())


def _said(fact: object) -> str:
    match fact:
        case Outcome():
            return _outcome(fact)
        case tuple():
            return str(fact)[1:-1]  # pyright: ignore[reportUnknownArgumentType]
        case 0:
            return "refused"
        case _:
            return str(fact)


def _outcome(outcome: Outcome) -> str:
    tries = f"{outcome.attempts} attempts, " if outcome.attempts > 1 else ""
    reply = ", event published" if outcome.replied else ""
    match outcome.end:
        case End.TAKEN:
            return f"{tries}taken{reply}"
        case End.GONE:
            return f"{tries}dropped{reply}"
        case End.LETTER:
            said = f"code {outcome.code}" if outcome.code else "no code"
            return f"{tries or 'at once '}dead letter, {said if outcome.named else 'bare'}"
