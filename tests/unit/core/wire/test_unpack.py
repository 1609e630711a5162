"""Packed bodies, unpacked block by block wherever the blocks are cut."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apiclient_gui.core.wire.unpack import PIECE, unpacked

MOST = 2**30


def cut(data: bytes, size: int) -> Iterator[bytes]:
    return (data[start : start + size] for start in range(0, len(data), size))


def raw_deflate(data: bytes) -> bytes:
    squeeze = zlib.compressobj(wbits=-15)
    return squeeze.compress(data) + squeeze.flush()


@given(st.binary(max_size=400), st.integers(1, 50), st.sampled_from(["gzip", "deflate", "raw"]))
def test_however_it_is_cut(data: bytes, size: int, how: str) -> None:
    pack = {"gzip": gzip.compress, "deflate": zlib.compress, "raw": raw_deflate}[how]
    coding = "gzip" if how == "gzip" else "deflate"
    assert b"".join(unpacked(cut(pack(data), size), coding, MOST)) == data


@pytest.mark.parametrize("size", [1, 2, 3, 10_000])
@pytest.mark.parametrize("end", [b"", b"\0", b"\0\0\0", b"padding", b"\x1f"])
def test_members_follow_each_other_and_padding_is_left_out(size: int, end: bytes) -> None:
    packed = gzip.compress(b"one ") + gzip.compress(b"") + gzip.compress(b"two") + end
    assert b"".join(unpacked(cut(packed, size), "gzip", MOST)) == b"one two"


def test_what_follows_is_read_to_its_end() -> None:
    blocks = cut(gzip.compress(b"one") + b"\0" * 100, 7)
    assert b"".join(unpacked(blocks, "gzip", MOST)) == b"one"
    assert next(blocks, None) is None


@pytest.mark.parametrize("codings", ["gzip, deflate, gzip", "x-gzip,DEFLATE,,gzip"])
def test_codings_come_off_in_the_order_put_on(codings: str) -> None:
    body = gzip.compress(zlib.compress(gzip.compress(b"text")))
    if ",," in codings:
        body = gzip.compress(b"text")  # an empty one is not known: what it hides stays as it came
        assert b"".join(unpacked(iter([body]), codings, MOST)) == b"text"
        return
    assert b"".join(unpacked(iter([body]), codings, MOST)) == b"text"


@pytest.mark.parametrize("codings", ["", "identity", "br", "zstd", "gzip, br", "a\0b"])
def test_an_unknown_coding_leaves_the_body_as_it_came(codings: str) -> None:
    assert list(unpacked(iter([b"a", b"b"]), codings, MOST)) == [b"a", b"b"]


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_an_empty_body_is_empty(coding: str) -> None:
    assert list(unpacked(iter([]), coding, MOST)) == []


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
@pytest.mark.parametrize("size", [1, 1000])
@pytest.mark.parametrize(
    "sent", [b"x", b"not packed", gzip.compress(b"text" * 99, mtime=0)[:-9], b"\x78\x9c\x01"]
)
def test_a_damaged_one_is_named(coding: str, size: int, sent: bytes) -> None:
    with pytest.raises(ValueError, match=rf"Content-Encoding \({coding}\)"):
        list(unpacked(cut(sent, size), coding, MOST))


def test_a_bomb_is_refused_before_it_went_off() -> None:
    bomb = gzip.compress(gzip.compress(bytes(2**26)))
    pieces = []
    with pytest.raises(ValueError, match="larger than 16 MB when unpacked"):
        pieces.extend(unpacked(iter([bomb]), "gzip, gzip", 2**24))
    assert sum(map(len, pieces)) <= 2**24
    assert max(map(len, pieces)) <= PIECE


def test_exactly_the_limit_is_fine() -> None:
    body = gzip.compress(bytes(2**20))
    assert sum(map(len, unpacked(iter([body]), "gzip", 2**20))) == 2**20
