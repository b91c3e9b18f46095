"""Bytes that arrive in pieces, for property tests."""

from itertools import pairwise

from hypothesis import strategies as st

JPEGS = st.binary(max_size=300).map(lambda inner: b"\xff\xd8" + inner + b"\xff\xd9")


def split(data: bytes, cuts: list[int]) -> list[bytes]:
    """Cut data into pieces."""
    edges = sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts)})
    return [data[start:end] for start, end in pairwise(edges)]
