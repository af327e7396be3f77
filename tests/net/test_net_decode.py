"""The bounded decoder: the same for every way of cutting the stream, never beyond its limit."""

import asyncio
import gzip
import zlib
from collections.abc import AsyncIterator, Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.net.decode import PIECE, PIECES, BadCoding, TooLarge, read

PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "identity": bytes,
    "": bytes,
}


def decoded(content: bytes, coding: str, limit: int = 10_000, size: int = 100) -> bytes:
    async def chunks() -> AsyncIterator[bytes]:
        for start in range(0, len(content), size):
            yield content[start : start + size]

    return asyncio.run(read(chunks(), coding, limit))


@settings(deadline=None)
@given(
    content=st.binary(max_size=2_000),
    coding=st.sampled_from(sorted(PACKERS)),
    size=st.integers(1, 500),
    padding=st.sampled_from([b"", bytes(9)]),
)
def test_unpacking_undoes_packing(content: bytes, coding: str, size: int, padding: bytes) -> None:
    """However the stream is cut, and with the padding that gzip allows."""
    end = padding if coding == "gzip" else b""
    assert decoded(PACKERS[coding](content) + end, coding, size=size) == content


@settings(deadline=None)
@given(
    parts=st.lists(st.binary(min_size=1, max_size=300), min_size=2, max_size=4),
    size=st.integers(1, 50),
)
def test_members_follow_each_other(parts: list[bytes], size: int) -> None:
    """A gzip stream is all of its members."""
    stream = b"".join(gzip.compress(part) for part in parts)
    assert decoded(stream, "gzip", size=size) == b"".join(parts)


@settings(deadline=None)
@given(over=st.integers(1, 3_000), coding=st.sampled_from(sorted(PACKERS)))
def test_one_byte_over_the_limit_is_too_much(over: int, coding: str) -> None:
    """The limit itself is allowed, anything above is not."""
    limit = 1_000
    assert len(decoded(PACKERS[coding](bytes(limit)), coding, limit)) == limit
    with pytest.raises(TooLarge):
        decoded(PACKERS[coding](bytes(limit + over)), coding, limit)


def test_a_stream_that_unpacks_to_nothing_is_bounded_too() -> None:
    """Empty members for ever give no byte, and still end."""
    with pytest.raises(TooLarge):
        decoded(gzip.compress(b"") * 600, "gzip", limit=10_000)


def test_a_body_does_not_come_in_crumbs() -> None:
    """Each piece takes its time, however small it is; pieces of a usual size may be as many as there are."""
    with pytest.raises(TooLarge, match="crumbs"):
        decoded(bytes(PIECES + PIECES // 100), "", limit=10**9, size=1)
    assert (
        len(decoded(bytes(2 * PIECES * PIECE), "", limit=10**9, size=PIECE)) == 2 * PIECES * PIECE
    )


@settings(deadline=None)
@given(st.integers(1, 60))
def test_a_packed_stream_that_is_cut_off_is_refused(missing: int) -> None:
    """zlib itself would let it pass."""
    stream = gzip.compress(bytes(range(256)) * 4)
    with pytest.raises(BadCoding):
        decoded(stream[:-missing], "gzip")


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, gzip", "gzip,deflate", "compress", "\x00"])
def test_other_codings_are_refused(coding: str) -> None:
    """Only what was asked for, and only once."""
    with pytest.raises(BadCoding):
        decoded(b"x", coding)


def test_an_empty_body_needs_no_end() -> None:
    """A server may say gzip and send nothing."""
    assert decoded(b"", "gzip") == b""
