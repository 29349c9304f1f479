"""Validation of image addresses."""

from collections.abc import Sequence
from typing import Annotated

import pytest
from pydantic import BaseModel
from service_kit.errors import InvalidInput, read_input
from service_kit.images import HOST_PATTERN, allow_hosts, image_address

HOSTS = ["cdn.example.org", "*.pictures.example", "127.0.0.1:9000"]


class Shown(BaseModel):
    """Input with an image."""

    image: Annotated[str, *image_address(60)]


def read(image: str, hosts: Sequence[str] | None = None) -> str:
    return read_input(Shown, {"image": image}, None if hosts is None else allow_hosts(hosts)).image


@pytest.mark.parametrize(
    "image",
    [
        "/pictures/cake.svg",
        "cake.png",
        "a word and another",
        "https://elsewhere.example/cake.png",
        "http://127.0.0.1:9000/cake.png?size=2",
        "//elsewhere.example/cake.png",
        "HTTPS://ELSEWHERE.example/cake.png",
        "data:image/svg+xml,<svg/>",
        "Data:Image/png;base64,AA==",
    ],
)
def test_accepts_local_remote_and_data_urls(image: str) -> None:
    assert read(f" {image} ") == image
    assert read(image, ["*"]) == image


@pytest.mark.parametrize("image", ["two lines\nNote: the second", "ht\ntps:/\t/elsewhere.example/cake.png"])
def test_an_address_with_a_line_break_is_refused(image: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read(image, HOSTS)
    assert refused.value.fields["image"][0].startswith("Remove the character U+000A")


@pytest.mark.parametrize(
    "image",
    [
        "javascript:alert(1)",
        "ftp://elsewhere.example/cake.png",
        "file:///etc/passwd",
        "data:text/html,<script>",
        "C:\\fakepath\\cake.png",
        "http://",
        "https:///cake.png",
        "http:cake.png",
        "https://[half/cake.png",
        "http://host:port/cake.png",
    ],
)
def test_other_schemes_are_refused_with_alternatives(image: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read(image)
    assert refused.value.fields == {
        "image": ["Use a path such as /pictures/cake.svg, an http:// or https:// address, or data:image/…."]
    }


@pytest.mark.parametrize(
    "image",
    [
        "/pictures/cake.svg",
        "cake.png",
        "data:image/png,x",
        "https://cdn.example.org/cake.png",
        "https://cdn.example.org:443/cake.png",
        "//CDN.example.org/cake.png",
        "https://big.pictures.example/cake.png",
        "http://127.0.0.1:9000/cake.png",
    ],
)
def test_images_on_allowed_hosts_are_accepted(image: str) -> None:
    assert read(image, HOSTS) == image


@pytest.mark.parametrize(
    ("image", "name"),
    [
        ("https://elsewhere.example/cake.png", "elsewhere.example"),
        ("//elsewhere.example/cake.png", "elsewhere.example"),
        ("/\\elsewhere.example/cake.png", "elsewhere.example"),
        ("https://cdn.example.org.evil.example/cake.png", "cdn.example.org.evil.example"),
        ("https://cdn.example.org@evil.example/cake.png", "evil.example"),
        ("https://pictures.example/cake.png", "pictures.example"),
        ("https://cdn.example.org:8443/cake.png", "cdn.example.org:8443"),
        ("http://127.0.0.1/cake.png", "127.0.0.1"),
    ],
)
def test_images_on_other_hosts_are_refused(image: str, name: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read(image, HOSTS)
    (message,) = refused.value.fields["image"]
    assert message.startswith(f"Pictures from {name} are not allowed.")
    assert "cdn.example.org, *.pictures.example, 127.0.0.1:9000" in message
    with pytest.raises(InvalidInput, match="Use a path on this site"):
        read(image, [])


@pytest.mark.parametrize("host", ["cdn.example.org", "*.example.org", "localhost:8000"])
def test_a_host_is_named_as_a_content_security_policy_names_it(host: str) -> None:
    assert HOST_PATTERN.fullmatch(host)
    assert not HOST_PATTERN.fullmatch(f"{host}; script-src *")
    assert not HOST_PATTERN.fullmatch(f"https://{host}")
