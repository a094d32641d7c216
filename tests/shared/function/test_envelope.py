import json

import pytest
from hypothesis import given, strategies as st

from shared.errors import InvalidEventError
from shared.function.envelope import Envelope, decode, from_document, to_document, to_http
from shared.function.signing import is_ours, sign
from tests.shared.function.counting import Counted
from tests.support.drive import KEY, envelope_of

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)


@given(
    subject=TEXT, brand=TEXT.filter(bool), text=st.text(st.characters(exclude_categories=["Cs"]))
)
def test_an_event_is_read_as_it_was_written_whatever_is_in_it(
    subject: str, brand: str, text: str
) -> None:
    written = Envelope(
        id="1",
        source="/agent-store-multibrands/test",
        type="store.test",
        subject=subject,
        time="2026-11-21T12:00:00+00:00",
        data={"text": text, "list": [1, None, {"é": 0.5}]},
        dataschema="urn:agent-store:store.test:1",
        sig="ab" * 32,
        extensions={"brand": brand, "hops": "1"},
    )

    headers, body = to_http(written)

    assert all(value.isascii() and value.isprintable() for value in headers.values())
    assert decode(headers, body) == written
    assert from_document(to_document(written)) == written


def test_header_names_are_read_in_any_case() -> None:
    envelope = envelope_of(Counted(name="a"))
    headers, body = to_http(envelope)

    assert decode({name.title(): value for name, value in headers.items()}, body) == envelope


def test_an_event_in_structured_mode_is_the_same_event() -> None:
    envelope = envelope_of(Counted(name="50% á"))
    structured = {
        "specversion": "1.0",
        "id": envelope.id,
        "source": envelope.source,
        "type": envelope.type,
        "subject": envelope.subject,
        "time": envelope.time,
        "dataschema": envelope.dataschema,
        "sig": envelope.sig,
        "data": envelope.data,
        **envelope.extensions,
    }

    read = decode({"content-type": "application/cloudevents+json"}, json.dumps(structured).encode())

    assert read == envelope
    assert is_ours(read, KEY)


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"1", b'"text"', b"null", b"{", b"\xff", b"[" * 100_000]
)
def test_data_that_is_no_object_is_no_event_of_ours(body: bytes) -> None:
    headers, _ = to_http(envelope_of(Counted(name="a")))

    with pytest.raises(InvalidEventError):
        decode(headers, body)


@pytest.mark.parametrize("missing", ["ce-id", "ce-source", "ce-type", "ce-specversion"])
def test_an_event_without_what_every_event_has_is_none(missing: str) -> None:
    headers, body = to_http(envelope_of(Counted(name="a")))
    del headers[missing]

    with pytest.raises(InvalidEventError):
        decode(headers, body)


def test_a_signature_holds_when_a_broker_writes_the_data_anew() -> None:
    envelope = envelope_of(Counted(name="olá", after_hours=(1, 2)))
    headers, body = to_http(envelope)
    rewritten = json.dumps(json.loads(body), indent=2, ensure_ascii=True, sort_keys=True)

    assert is_ours(decode(headers, rewritten.encode()), KEY)


def test_a_signature_is_of_one_key() -> None:
    envelope = envelope_of(Counted(name="a"))

    assert sign(envelope, b"other") != envelope.sig
    assert not is_ours(envelope, b"other")
