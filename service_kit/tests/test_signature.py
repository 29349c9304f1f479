"""Signatures of the direct transport, according to Standard Webhooks."""

import base64
from collections.abc import Callable

import pytest
from service_kit.events.transports.signature import TOLERANCE_SECONDS, BadSignature, sign, verify

SECRET = "whsec_" + base64.b64encode(b"a secret of twenty-four bytes").decode()
OTHER = "whsec_" + base64.b64encode(b"another one of as many bytes").decode()
BODY = b'{"id": "1"}'


def test_the_signature_matches_the_specification() -> None:
    # The example of https://github.com/standard-webhooks/standard-webhooks/tree/main/libraries
    headers = sign(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", b'{"test": 2432232314}',
        now=1614265330,
    )  # fmt: skip
    assert headers == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_a_valid_signature_is_accepted() -> None:
    verify(SECRET, sign(SECRET, "m1", BODY), BODY)


def test_one_valid_signature_among_several_is_sufficient() -> None:
    headers = sign(SECRET, "m1", BODY)
    both = f"{sign(OTHER, 'm1', BODY)['webhook-signature']} {headers['webhook-signature']}"
    verify(SECRET, {**headers, "webhook-signature": both}, BODY)


def test_another_secret_is_refused() -> None:
    with pytest.raises(BadSignature, match="does not match"):
        verify(SECRET, sign(OTHER, "m1", BODY), BODY)


def test_another_body_is_refused() -> None:
    with pytest.raises(BadSignature, match="does not match"):
        verify(SECRET, sign(SECRET, "m1", BODY), BODY + b" ")


@pytest.mark.parametrize("name", ["webhook-id", "webhook-timestamp", "webhook-signature"])
def test_each_header_is_required(name: str) -> None:
    headers = {key: value for key, value in sign(SECRET, "m1", BODY).items() if key != name}
    with pytest.raises(BadSignature, match="are required"):
        verify(SECRET, headers, BODY)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("webhook-id", lambda _: "m2"),
        ("webhook-timestamp", lambda sent: str(int(sent) + 100)),
        ("webhook-signature", lambda _: "v1,AAAA"),
    ],
    ids=["webhook-id", "webhook-timestamp", "webhook-signature"],
)
def test_each_header_is_signed(name: str, change: Callable[[str], str]) -> None:
    headers = sign(SECRET, "m1", BODY)
    with pytest.raises(BadSignature, match="does not match"):
        verify(SECRET, {**headers, name: change(headers[name])}, BODY)


@pytest.mark.parametrize("signature", ["v2,", "v1a,", ""])
def test_other_schemes_are_refused(signature: str) -> None:
    headers = sign(SECRET, "m1", BODY)
    renamed = headers["webhook-signature"].replace("v1,", signature)
    with pytest.raises(BadSignature, match="does not match"):
        verify(SECRET, {**headers, "webhook-signature": renamed}, BODY)


@pytest.mark.parametrize("signature", ["ä", "v1,ä", " ", "v1,\x00"])
def test_a_signature_of_odd_characters_is_refused(signature: str) -> None:
    with pytest.raises(BadSignature, match="does not match"):
        verify(SECRET, {**sign(SECRET, "m1", BODY), "webhook-signature": signature}, BODY)


@pytest.mark.parametrize("age", [-TOLERANCE_SECONDS - 1, TOLERANCE_SECONDS + 1])
def test_a_signature_from_another_time_is_refused(age: int) -> None:
    with pytest.raises(BadSignature, match="differs too much from the current time"):
        verify(SECRET, sign(SECRET, "m1", BODY, now=1_000_000), BODY, now=1_000_000 + age)


@pytest.mark.parametrize("age", [-TOLERANCE_SECONDS, TOLERANCE_SECONDS])
def test_clocks_may_differ_a_little(age: int) -> None:
    verify(SECRET, sign(SECRET, "m1", BODY, now=1_000_000), BODY, now=1_000_000 + age)


@pytest.mark.parametrize("timestamp", ["soon", "-5", "1e9", "٣", "9" * 5000])
def test_an_invalid_timestamp_is_refused(timestamp: str) -> None:
    with pytest.raises(BadSignature, match="webhook-timestamp is"):
        verify(SECRET, {**sign(SECRET, "m1", BODY), "webhook-timestamp": timestamp}, BODY)


@pytest.mark.parametrize("secret", ["whsec_not base64!", "whsec_", "whsec_c2hvcnQ=", "", SECRET[6:]])
def test_a_weak_or_invalid_secret_is_refused(secret: str) -> None:
    with pytest.raises(ValueError, match="whsec_ followed by base64 of at least 24 bytes"):
        sign(secret, "m1", BODY)
