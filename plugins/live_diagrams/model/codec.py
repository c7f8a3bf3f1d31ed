"""The one codec for everything that crosses a pipe or is stored in the cache: JSON, validated by types.

Frozen dataclasses go in and come out. A message comes from a process that runs an author's code, or from an
earlier version, so no part of it is trusted before it has been validated.
"""

from __future__ import annotations

import json
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")


class CodecError(ValueError):
    """Bytes that are no message of the expected type; the text says where they differ from it."""


def encode(message: Any) -> bytes:
    """Return a message as bytes. A lone surrogate, which UTF-8 cannot encode, becomes a question mark."""
    try:
        return msgspec.json.encode(message)
    except UnicodeEncodeError:
        plain = msgspec.to_builtins(message, str_keys=True)
        return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def decode(data: bytes | str, expected: type[T]) -> T:
    """Return the message of the expected type that these bytes encode.

    Raises:
        CodecError: They encode none: they are cut short, malformed, or of another type.
    """
    try:
        return _find_decoder(expected).decode(data)
    except (ValueError, RecursionError) as error:
        raise CodecError(f"no {getattr(expected, '__name__', expected)}: {error}") from error


_decoders: dict[Any, msgspec.json.Decoder[Any]] = {}


def _find_decoder(expected: type[T]) -> msgspec.json.Decoder[T]:
    if expected not in _decoders:
        _decoders[expected] = msgspec.json.Decoder(expected)
    return _decoders[expected]
