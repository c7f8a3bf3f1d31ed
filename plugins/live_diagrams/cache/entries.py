"""The bytes of one entry of the store: its content, compressed, sealed and signed.

The seal is a digest of the entry's kind, key and content: an entry that was cut short, changed or swapped is
recognised. It is no proof of who wrote the entry. The signature is, where builds share a secret.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import stat
import zlib

CONTENT_LIMIT = 32 * 2**20
"""Bytes of the content of one entry. No more is written, and no more is unpacked."""

_MAGIC = b"live-diagrams-2\n"
_DIGEST_SIZE = hashlib.sha256().digest_size
_NO_SIGNATURE = bytes(_DIGEST_SIZE)
_HEAD_SIZE = len(_MAGIC) + 2 * _DIGEST_SIZE
_OPEN_FLAGS = sum(getattr(os, name, 0) for name in ("O_BINARY", "O_NONBLOCK", "O_NOFOLLOW"))
"""A pipe in the place of an entry must not make a build wait."""


def pack_entry(kind: str, key: str, content: bytes, secret: bytes = b"") -> bytes:
    """Return an entry; it is signed where there is a secret.

    Raises:
        ValueError: The content is too large for the store.
    """
    if len(content) > CONTENT_LIMIT:
        raise ValueError(f"an entry of more than {CONTENT_LIMIT >> 20} MB")
    body = zlib.compress(content, 1)
    signature = _sign(kind, key, body, secret) if secret else _NO_SIGNATURE
    return _MAGIC + _compute_seal(kind, key, signature + body) + signature + body


def unpack_entry(kind: str, key: str, data: bytes, secret: bytes = b"") -> bytes:
    """Return the content of an entry.

    Raises:
        ValueError: It is damaged, or another entry, or not signed with the secret.
    """
    head, body = data[:_HEAD_SIZE], data[_HEAD_SIZE:]
    seal, signature = head[len(_MAGIC) : -_DIGEST_SIZE], head[-_DIGEST_SIZE:]
    if not head.startswith(_MAGIC) or seal != _compute_seal(kind, key, signature + body):
        raise ValueError("damaged")
    if secret and not hmac.compare_digest(signature, _sign(kind, key, body, secret)):
        raise ValueError("not signed with the secret")
    decompressor = zlib.decompressobj()
    try:
        content = decompressor.decompress(body, CONTENT_LIMIT)
    except zlib.error as error:
        raise ValueError("not compressed") from error
    if not decompressor.eof or decompressor.unused_data:
        raise ValueError("cut short, or too large")
    return content


def read_entry(path: str) -> tuple[bytes, float]:
    """Return the bytes of an entry, and when its file was last changed, in seconds since the epoch.

    Raises:
        OSError: It cannot be read.
        ValueError: It is no regular file, or larger than any entry.
    """
    with open(os.open(path, os.O_RDONLY | _OPEN_FLAGS), "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode) or status.st_size > CONTENT_LIMIT:
            raise ValueError("no entry of the store")
        return file.read(CONTENT_LIMIT), status.st_mtime


def _compute_seal(kind: str, key: str, rest: bytes) -> bytes:
    return hashlib.sha256(f"{kind}/{key}\n".encode() + rest).digest()


def _sign(kind: str, key: str, body: bytes, secret: bytes) -> bytes:
    return hmac.digest(secret, f"{kind}/{key}\n".encode() + body, "sha256")
