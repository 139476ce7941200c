"""Folding characters one for one, so that parsing and matching see plain text at the same offsets."""

from __future__ import annotations

_PLAIN = str.maketrans(
    {
        "\t": " ", "\r": " ", "\x0b": " ", "\x0c": " ", "\x85": " ",
        **dict.fromkeys(map(chr, (0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000)), " "),
        **dict.fromkeys("‘’‚‛ʼ′`´", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒", "-"),
        **dict.fromkeys("\u200b\u200c\u200d\ufeff\xad", " "),
    }
)  # fmt: skip


def fold(text: str) -> str:
    """`text` with odd spaces, quote marks and hyphens made plain; of the same length.

    Examples
    --------
    >>> fold("“We’re\\xa0here”")
    '"We\\'re here"'
    """
    return text.translate(_PLAIN)
