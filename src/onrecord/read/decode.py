"""Bytes to text: UTF-8 first, a byte order mark where there is one, else a guess that is noted."""

from __future__ import annotations

import codecs
import re

from onrecord.errors import UnreadableDocument

REPLACEMENT = "\ufffd"
_NOT_TEXT = re.compile("[\x00\ud800-\udfff]")

# Longer marks first: UTF-32's begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_SIGNATURES = (
    (b"\x89PNG", "a PNG image"), (b"GIF8", "a GIF image"), (b"\xff\xd8\xff", "a JPEG image"), (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a ZIP or office file"), (b"\x1f\x8b", "a gzip archive"), (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"), (b"\x28\xb5\x2f\xfd", "a zstd archive"), (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x7fELF", "a program"), (b"\xd0\xcf\x11\xe0", "an old office document"), (b"PAR1", "a Parquet file"),
    (b"SQLite format 3", "a SQLite database"), (b"{\\rtf", "an RTF document"),
)  # fmt: skip
_CONTROL = bytes(code for code in range(32) if code not in b"\t\n\x0b\x0c\r\x1a\x1b")
_BINARY_SHARE = 0.01
"""Share of control characters above which bytes are no text; text has none, random bytes have a tenth."""
_ENGLISH_SHARE = 0.1
"""Share of bytes beyond ASCII under which Windows-1252 is taken before any other guess: written English, Spanish or
French has up to a twentieth, Cyrillic or Arabic in one byte more than half."""
_FEW = 3
"""Bytes beyond ASCII granted besides, for texts of a few words."""
_SAMPLE = 1 << 18
_REMEDY = "save it as UTF-8, or name its encoding with --encoding"


def sanitise(text: str) -> str:
    """`text` with NUL and lone surrogates replaced by U+FFFD, one for one: offsets stay those of the source.

    Examples
    --------
    >>> sanitise("a\\x00b\\ud800")
    'a\ufffdb\ufffd'
    """
    return _NOT_TEXT.sub(REPLACEMENT, text)


def decode(data: bytes, encoding: str | None = None, where: str = "") -> tuple[str, tuple[str, ...]]:
    """`data` as text, without its byte order mark and with its newlines as they are, and notes for the user.

    Raises
    ------
    UnreadableDocument
        When the bytes are no text, or not in the encoding that the caller names.

    Examples
    --------
    >>> decode("café".encode("cp1252"))
    ('café', ('read as Windows-1252, a guess: the file is not UTF-8',))
    """
    name, notes = sniff(data, encoding, where)
    try:
        # Damage inside UTF-8 is the one that sniff accepts; every other encoding must fit to the last byte.
        text = data.decode(name, "replace" if name in ("utf-8", "utf-8-sig") and encoding is None else "strict")
    except UnicodeError as error:
        raise _undecodable(name, encoding, where) from error
    return text.removeprefix("\ufeff"), notes


def sniff(
    sample: bytes, encoding: str | None = None, where: str = "", *, whole: bool = True
) -> tuple[str, tuple[str, ...]]:
    """Codec and notes for bytes that are (or begin with) `sample`; raises UnreadableDocument for what is no text."""
    for mark, name in _MARKS:
        if sample.startswith(mark):
            # A mark says more than an option given for a whole folder, except to the option's own codec.
            return name, ()
    for signature, kind in _SIGNATURES:
        if sample.startswith(signature):
            raise UnreadableDocument(f"this is {kind}, not text", where=where, remedy="extract its text first")
    if encoding is not None:
        return encoding, ()
    if wide := _wide(sample):
        return wide, (f"read as {wide.upper()}, a guess: the file has no byte order mark",)
    controls = len(sample) - len(sample.translate(None, _CONTROL))
    # NULs alone are tolerated in small numbers: they come from broken exports of databases.
    if controls > max(_BINARY_SHARE * len(sample), 4):
        raise UnreadableDocument("this is binary data, not text", where=where, remedy="extract its text first")
    bad, good = _utf8(sample, whole)
    if not bad:
        return "utf-8", ()
    if good > bad:
        return "utf-8", (f"{bad} bytes are not UTF-8 and stand as U+FFFD",)
    return _guess(sample, where)


def _wide(sample: bytes) -> str | None:
    """UTF-16 without a mark: in Latin script every second byte is NUL."""
    head = sample[:_SAMPLE]
    half = len(head) // 2
    if half < 2:
        return None
    if head[1::2].count(0) > 0.7 * half and head[0::2].count(0) < 0.1 * half:
        return "utf-16-le"
    if head[0::2].count(0) > 0.7 * half and head[1::2].count(0) < 0.1 * half:
        return "utf-16-be"
    return None


def _utf8(sample: bytes, whole: bool) -> tuple[int, int]:
    """How many places are not UTF-8, and how many characters beyond ASCII are.

    What is cut off at the very end of a sample is no fault, of a whole file it is one.
    """
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    try:
        decoder.decode(sample, final=whole)
    except UnicodeDecodeError:
        text = sample.decode("utf-8", "surrogateescape")
        bad = sum("\udc80" <= character <= "\udcff" for character in text)
        return bad, sum(character > "\x7f" for character in text) - bad
    return 0, 0


def _guess(sample: bytes, where: str) -> tuple[str, tuple[str, ...]]:
    beyond = len(sample) - len(sample.translate(None, bytes(range(128, 256))))
    if beyond <= _ENGLISH_SHARE * len(sample) + _FEW:
        try:
            sample.decode("cp1252")
        except UnicodeDecodeError:
            pass
        else:
            return "cp1252", ("read as Windows-1252, a guess: the file is not UTF-8",)
    from charset_normalizer import from_bytes

    best = from_bytes(sample[:_SAMPLE]).best()
    if best is None:
        raise _undecodable(None, None, where)
    return best.encoding, (f"read as {best.encoding}, a guess: the file is not UTF-8",)


def _undecodable(name: str | None, asked: str | None, where: str) -> UnreadableDocument:
    what = f"the bytes are not {asked or name}" if name else "the encoding cannot be told"
    return UnreadableDocument(what, where=where, remedy=_REMEDY)
