"""A message folded to plain letters, for words that mean the same however they are typed."""

import re
import unicodedata

_PUNCTUATION = re.compile(r"[^0-9a-z/.\-:]+")


def folded(text: str) -> str:
    """Lower case, no marks, single spaces: «Tổng hợp  THÁNG 5!» is «tong hop thang 5»."""
    letters = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(_PUNCTUATION.sub(" ", bare).split()).strip(".-: ")
