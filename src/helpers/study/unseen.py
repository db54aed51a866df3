"""Characters that show nothing, and can change what a terminal, a page or a person makes of the text around them."""

import re
from collections.abc import Iterator

# Control characters, all but tab and line ends; and those that override or isolate the direction of text, by which what
# is shown differs from what is there (Boucher and Anderson, 2021). Marks that right-to-left scripts need are let be.
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def seen(text: str) -> str:
    r"""The text, with the sign for a lost character in place of each that nobody sees.

    >>> seen("1\x075, \u202e05")
    '1\ufffd5, \ufffd05'
    """
    return UNSEEN.sub("\ufffd", text)


def unseen_in(declared: object, where: str = "") -> Iterator[str]:
    r"""Say which declared texts hold such a character.

    >>> list(unseen_in({"title": "fine", "good": {"payer": "all\u202e"}}))
    ['good.payer holds U+202E, which nobody sees and which can hide what stands around it; remove it.']
    """
    if isinstance(declared, str) and (found := UNSEEN.search(declared)):
        code = f"U+{ord(found[0]):04X}"
        yield f"{where} holds {code}, which nobody sees and which can hide what stands around it; remove it."
    elif isinstance(declared, dict):
        for key, value in declared.items():
            yield from unseen_in(value, f"{where}.{seen(key)}".lstrip("."))
    elif isinstance(declared, list):
        for value in declared:
            yield from unseen_in(value, where)
