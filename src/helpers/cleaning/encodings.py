"""In which encoding a text file is written."""

import codecs
import re
from collections.abc import Callable
from typing import IO, NamedTuple

from charset_normalizer import from_bytes

# The longer mark comes first: that of UTF-32 starts with that of UTF-16.
MARKS = {
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF8: "UTF-8",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}
# What survey tools, spreadsheets and statistics packages write besides Unicode.
CANDIDATES = [
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1257", "mac_roman", "iso8859_2", "iso8859_15", "cp850"),
    *("shift_jis", "gb18030", "big5", "euc_kr"),
]
# Bytes of lines that are not ASCII; a guess needs no more.
SAMPLE = 100_000
CHUNK = 1 << 20
# A sign inside a word gives away that another encoding was meant: "na•ve" is "naïve" of a Macintosh.
_SIGN_IN_WORD = re.compile(r"[^\W\d_][•†‡ˆ˜‰‹›¢¥¦¨¬¯±¶·¸×÷][^\W\d_]")

# In a code page of Central Europe the pound sign is a letter, which does not stand before figures.
_POUNDS = re.compile(r"(?<!\w)£ ?\d")


class Encoding(NamedTuple):
    """How bytes are to be read as text.

    ``name`` is for people and ``codec`` for Python; ``example`` is a word by which a guess can be judged, ``doubt``
    names the encodings that would do where none can be told, and ``line`` is the first that is no such text (0: none).
    """

    name: str
    codec: str
    example: str = ""
    doubt: str = ""
    line: int = 0


def encoding(opened: Callable[[], IO[bytes]], declared: str) -> Encoding:
    """The encoding that is declared, marked or proved by the bytes, else the one that a kept library guesses."""
    with opened() as file:
        start = file.read(CHUNK)
    marked = next((mark for mark in MARKS if start.startswith(mark)), b"")
    if declared:
        named = Encoding(declared, codecs.lookup(declared).name)
    elif marked:
        name = MARKS[marked]
        # The codec that eats a mark is called so for UTF-8 alone.
        named = Encoding(name, "utf-8-sig" if name == "UTF-8" else name)
    elif start.count(b"\0") > len(start) // 3:
        # UTF-16 without its mark: in mostly Latin text every other byte is zero, the first one if it is big-endian.
        name = "UTF-16-BE" if start[0] == 0 else "UTF-16-LE"
        named = Encoding(name, name)
    else:
        named = Encoding("UTF-8", "utf-8-sig")
    line = _undecodable(opened, named.codec)
    if line and named == Encoding("UTF-8", "utf-8-sig") and not marked:
        return _guessed(opened)
    return named._replace(line=line)


def _undecodable(opened: Callable[[], IO[bytes]], codec: str) -> int:
    """The line of the first bytes that are not in this encoding, or 0."""
    decoder, lines = codecs.getincrementaldecoder(codec)(), 0
    with opened() as file:
        while True:
            chunk = file.read(CHUNK)
            try:
                lines += decoder.decode(chunk, final=not chunk).count("\n")
            except UnicodeDecodeError as error:
                return lines + error.object.count(b"\n", 0, error.start) + 1
            if not chunk:
                return 0


def _mostly_utf8(sample: bytes) -> bool:
    """Whether most that is not ASCII is UTF-8, which happens by no chance: the rest is damage, no other encoding."""
    text = sample.decode("utf-8", "replace")
    return text.count("\ufffd") * 2 < sum(not character.isascii() for character in text)


def _guessed(opened: Callable[[], IO[bytes]]) -> Encoding:
    """Windows-1252 where nothing speaks against it, since nearly all of these files are; else what looks likeliest."""
    sample = b""
    with opened() as file:
        for line in file:
            if not line.isascii():
                sample += line
            if len(sample) > SAMPLE:
                break
    if _mostly_utf8(sample):
        return Encoding("UTF-8", "utf-8-sig", line=_undecodable(opened, "utf-8-sig"))
    likely = [name for match in from_bytes(sample, cp_isolation=CANDIDATES) for name in match.could_be_from_charset]
    text = sample.decode("cp1252", "replace")
    if ("cp1252" in likely or _POUNDS.search(text)) and not _SIGN_IN_WORD.search(text):
        example = re.search(r"\S*[^\x00-\x7f]\S*", text)
        return Encoding(
            "Windows-1252", "cp1252", example[0][:20] if example else "", line=_undecodable(opened, "cp1252")
        )
    others = [name for name in dict.fromkeys(likely) if name != "cp1252"] or ["latin_1"]
    return Encoding(f"{others[0]}, undecided", others[0], doubt=" or ".join(others[:3]))
