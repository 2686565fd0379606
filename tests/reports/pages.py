"""Reading a finished Word file: its comments, and what is printed under them and outside them."""

import re
from io import BytesIO
from typing import Any

import docx

from reports.package import W


def noted_figures(data: bytes) -> list[tuple[str, str]]:
    """(mark, what is printed under it) of every comment, in the file's order."""
    return [(_mark(words), text) for words, text in noted(data)]


def noted(data: bytes) -> list[tuple[str, str]]:
    """(words of the comment, what is printed under it) of every comment, in the file's order."""
    document = docx.Document(BytesIO(data))
    words = {comment.comment_id: comment.text for comment in document.comments}
    under = dict.fromkeys(words, "")
    for paragraph in document.element.body.iter(f"{{{W}}}p"):
        open_: list[int] = []
        for element in paragraph.iter():
            if element.tag == f"{{{W}}}commentRangeStart":
                open_.append(_id(element))
            elif element.tag == f"{{{W}}}commentRangeEnd":
                open_.remove(_id(element))
            elif element.tag == f"{{{W}}}t":
                for number in open_:
                    under[number] += element.text
        assert not open_
    return [(words[number], text) for number, text in under.items()]


def outside_comments(data: bytes) -> list[str]:
    """Every paragraph that is not empty, with «*» for what stands under a comment."""
    lines = []
    for paragraph in docx.Document(BytesIO(data)).element.body.iter(f"{{{W}}}p"):
        text, depth = "", 0
        for element in paragraph.iter():
            if element.tag == f"{{{W}}}commentRangeStart":
                depth, text = depth + 1, f"{text}*"
            elif element.tag == f"{{{W}}}commentRangeEnd":
                depth -= 1
            elif element.tag == f"{{{W}}}t" and not depth:
                text += element.text
        if text.strip():
            lines.append(re.sub(" +", " ", text))
    return lines


def _id(element: Any) -> int:
    return int(element.get(f"{{{W}}}id"))


def _mark(words: str) -> str:
    found = re.match(r"Mã số liệu ([A-Z]+\d+)", words)
    assert found, words
    return found[1]
