"""Zip archives from anywhere: nothing harmful is unpacked, nothing whole is refused."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile

import pytest

from pressday.problems import ProblemError
from pressday.readers import archives, assets

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 40


def zipped(*files: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, data in files:
            archive.writestr(zipfile.ZipInfo(name, (2026, 3, 5, 0, 0, 0)), data, method)
    return held.getvalue()


def listed(data: bytes, *, most_files: int = 100, most_bytes: int = 10_000_000) -> dict[str, archives.Member]:
    return archives.members(data, most_files=most_files, most_bytes=most_bytes)


def refusal(data: bytes, **limits: int) -> str:
    with pytest.raises(ProblemError) as caught:
        listed(data, **limits)
    return str(caught.value)


def test_every_file_reads_back_packed_or_not():
    files = [("posts/one.html", b"<p>One</p>" * 500), ("posts/two.html", b""), ("ä.txt", b"Harne")]
    for method in (zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED):
        data = zipped(*files, method=method)
        found = listed(data)
        assert {name: archives.read_member(data, member) for name, member in found.items()} == dict(files)


def test_folders_are_no_files_and_backslashes_part_names():
    data = zipped(("posts/", b""), ("posts\\one.html", b"one"), ("./two.html", b"two"))
    assert list(listed(data)) == ["posts/one.html", "two.html"]


def test_an_archive_with_something_before_it_is_still_read():
    data = b"#!/bin/sh\n" + zipped(("a.txt", b"harbour"))
    assert archives.read_member(data, listed(data)["a.txt"]) == b"harbour"


@pytest.mark.parametrize("name", ["/etc/passwd", "../up.txt", "a/../../up.txt", "C:/x.txt", "..\\up.txt", "\\x"])
def test_a_name_that_leads_out_is_refused(name):
    assert "leads out of it" in refusal(zipped((name, b"x")))


def test_one_name_twice_is_refused():
    assert "two files of the name" in refusal(zipped(("a.txt", b"1"), ("a.txt", b"2")))


def test_too_many_files_are_refused_before_they_are_listed(monkeypatch):
    data = zipped(*[(f"{number}.txt", b"") for number in range(200)])
    monkeypatch.setattr(zipfile, "ZipFile", None)
    assert "more than 100 files" in refusal(data)


def test_too_many_bytes_are_refused_before_they_are_unpacked():
    data = zipped(*[(f"{number}.txt", b"harbour\n" * 100_000) for number in range(20)])
    assert "more than 10 MB" in refusal(data)


def test_a_bomb_is_refused_by_what_it_says_of_itself():
    assert "more than 200 times its size" in refusal(zipped(("a.xml", b"\0" * 9_000_000)))


def test_a_bomb_that_lies_about_its_size_unpacks_no_further_than_it_says():
    data = zipped(("a.xml", b"\0" * 9_000_000))
    lying = data.replace(struct.pack("<I", 9_000_000), struct.pack("<I", 1_000))
    member = listed(lying)["a.xml"]
    assert member.size == 1_000
    with pytest.raises(ProblemError, match="damaged or cut off"):
        archives.read_member(lying, member)


def test_encrypted_files_are_refused_with_the_way_out():
    data = bytearray(zipped(("a.txt", b"x")))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    with pytest.raises(ProblemError) as caught:
        listed(bytes(data))
    assert "password" in str(caught.value)
    assert caught.value.problems[0].hint


def test_another_way_of_packing_is_named():
    assert "not known here" in refusal(zipped(("a.txt", b"harbour " * 100), method=zipfile.ZIP_LZMA))


def test_no_cut_or_flipped_byte_raises_anything_else():
    data = zipped(("word/document.xml", b"<p>Harbour shut</p>" * 40), ("b.txt", b"short"))
    damaged = [data[:end] for end in range(len(data))]
    damaged += [data[:at] + bytes([data[at] ^ bit]) + data[at + 1 :] for at in range(len(data)) for bit in (1, 0x80)]
    refused = 0
    for broken in damaged:
        try:
            for member in listed(broken).values():
                archives.read_member(broken, member)
        except ProblemError:
            refused += 1
    assert refused >= len(data)


def test_no_bytes_and_other_bytes_are_no_archive():
    for data in (b"", b"PK", b"harbour" * 1000, b"PK\x05\x06" + b"\xff" * 18):
        assert "no whole archive" in refusal(data)


@pytest.mark.parametrize(
    ("data", "ending"),
    [
        (PNG, ".png"),
        (JPEG, ".jpg"),
        (b"GIF89a....", ".gif"),
        (b"RIFF\0\0\0\0WEBPVP8 ", ".webp"),
        (b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf", ".avif"),
        (b"\0\0\0\x1cftypheic\0\0\0\0mif1heicmiaf", ""),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", ""),
        (b"BM....", ""),
        (b"", ""),
    ],
)
def test_a_picture_is_known_by_its_own_bytes(data, ending):
    assert assets.ending(data) == ending


def test_a_picture_has_a_safe_name_made_of_its_hint_and_its_bytes():
    album = assets.Album()
    first = album.add(PNG, "../../Ferry at the QUAY (1).exe")
    assert first.startswith("ferry-at-the-quay-1-")
    assert first.endswith(".png")
    assert album.add(PNG, "another name") == first
    assert album.add(PNG + b"x", "ferry at the quay 1") != first
    assert album.add(JPEG, "").startswith("picture-")
    assert album.add(JPEG + b"x", "港").startswith("picture-")
    assert [asset.data for asset in album.assets] == [PNG, PNG + b"x", JPEG, JPEG + b"x"]
    assert album.problems == []


def test_what_is_no_picture_is_refused_and_said():
    album = assets.Album()
    assert album.add(b"<?xml version='1.0'?><svg onload='x()'/>", "logo.png", line=7) == ""
    assert album.add(b"MZ", "setup\x1b[31m.png") == ""
    assert album.assets == ()
    assert [(problem.line, problem.severity) for problem in album.problems] == [(7, "warning"), (0, "warning")]
    assert "SVG" in album.problems[0].message
    assert "\x1b" not in album.problems[1].message


def test_pictures_are_bounded_in_size_number_and_all_together(monkeypatch):
    monkeypatch.setattr(assets, "MAX_BYTES", 100)
    monkeypatch.setattr(assets, "MAX_COUNT", 3)
    album = assets.Album()
    assert album.add(PNG + b"\0" * 100, "large") == ""
    assert all(album.add(PNG + bytes([number]), "x") for number in range(3))
    assert album.add(PNG + b"y", "one too many") == ""
    monkeypatch.setattr(assets, "MAX_COUNT", 9)
    monkeypatch.setattr(assets, "MAX_ALL_BYTES", 160)
    assert album.add(PNG + b"z", "too much") == ""
    assert len(album.assets) == 3
    assert [p.message.rpartition(": it ")[2][:13] for p in album.problems] == [
        "is larger tha",
        "comes after 3",
        "comes after 0",
    ]
