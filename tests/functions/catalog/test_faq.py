import pytest

from functions.catalog.faq import answer
from shared.models.brand import FaqEntry
from tests.functions.catalog.sample_brands import text


def entry(slug: str, topic: str, order: int, question: dict[str, str]) -> FaqEntry:
    return FaqEntry(
        slug=slug, topic=topic, question=question, answer=text(f"About {slug}"), order=order
    )


ENTRIES = (
    entry(
        "returns",
        "returns",
        1,
        text(
            "Can I return something I bought?",
            "Posso devolver uma peça?",
            "¿Puedo devolver una prenda?",
        ),
    ),
    entry(
        "late",
        "delivery",
        3,
        text(
            "My parcel is late, what now?",
            "Meu pacote está atrasado, e agora?",
            "Mi paquete está retrasado, ¿y ahora?",
        ),
    ),
    entry(
        "delivery",
        "delivery",
        2,
        text(
            "How long does delivery take?",
            "Quanto tempo demora a entrega?",
            "¿Cuánto tarda el envío?",
        ),
    ),
    entry(
        "cards",
        "payment",
        4,
        text(
            "Which cards do you accept?",
            "Quais cartões vocês aceitam?",
            "¿Qué tarjetas aceptan?",
        ),
    ),
)


@pytest.mark.parametrize(
    ("question", "slug"),
    [
        ("can I return it? I bought something", "returns"),
        ("How long does the delivery take", "delivery"),
        ("how long does delivry take?", "delivery"),
        ("quanto tempo demora a entrega", "delivery"),
        ("cuanto tarda el envio?", "delivery"),
        ("meu pacote esta atrasado", "late"),
        ("Which card do you accept?", "cards"),
        ("que tarjetas aceptan", "cards"),
    ],
)
def test_a_question_is_answered_in_whichever_language_it_is_known(question: str, slug: str) -> None:
    found = answer(ENTRIES, question)

    assert found is not None
    assert found.slug == slug


@pytest.mark.parametrize(
    "question", ["do you sell guitars?", "blue running shoes", "tell me a joke", "", "???"]
)
def test_an_unknown_question_has_no_answer_rather_than_a_wrong_one(question: str) -> None:
    assert answer(ENTRIES, question) is None


def test_a_topic_is_answered_by_its_closest_question_else_by_its_first() -> None:
    by_question = answer(ENTRIES, "my parcel is late", "delivery")
    by_topic = answer(ENTRIES, "hmm", "delivery")

    assert by_question is not None
    assert by_question.slug == "late"
    assert by_topic is not None
    assert by_topic.slug == "delivery"
    assert answer(ENTRIES, None, "warranty") is None


def test_an_inactive_entry_answers_nothing() -> None:
    silent = tuple(each.model_copy(update={"active": False}) for each in ENTRIES)

    assert answer(silent, "which cards do you accept?", "payment") is None
