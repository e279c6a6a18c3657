"""What a file is goes before what its name says."""

from __future__ import annotations

import random

import pytest

from pressday.problems import ProblemError
from pressday.readers import find, read

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40


@pytest.mark.parametrize("name", ["a.html", "a.htm", "a.xhtml", "a.txt", "a.md"])
@pytest.mark.parametrize("data", [PNG, random.Random(7).randbytes(20_000), b"<p>" + random.Random(8).randbytes(20_000)])
def test_noise_is_refused_under_any_name(name, data):
    with pytest.raises(ProblemError, match="is not text"):
        read(data, name)


@pytest.mark.parametrize(
    "data",
    [
        b"<!doctype html><p>x",
        b"\xef\xbb\xbf\n<HTML lang=en><body>x",
        b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x"><html>',
        b"<!-- saved from url=(0020)https://e.example/ -->\n<html>",
        "\ufeff<!DOCTYPE html><p>x".encode("utf-16-le"),
    ],
)
def test_a_page_is_a_page_whatever_it_is_called(data):
    assert [find(name, data).name for name in ("a.txt", "a.text", "a", "a.md", "a.html")] == ["html"] * 5


@pytest.mark.parametrize(
    "data", [b"<b>Harbour</b> shut", b"html is a language", b"A < B\n\n<html> is its first tag", b""]
)
def test_a_text_that_only_tells_of_markup_is_a_text(data):
    assert (find("a.txt", data).name, find("a.md", data).name) == ("text", "markdown")


def test_a_text_that_bears_the_name_of_a_page_keeps_its_lines():
    document, _ = read(b"Harbour shut\n\nThe gates were closed.\n", "a.html")
    assert [block.text for block in document.blocks] == ["Harbour shut", "The gates were closed."]
    assert find("a.html", b"Harbour shut<br>The gates").name == "html"
