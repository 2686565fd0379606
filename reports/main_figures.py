"""The figures that the report tells in its text, by the sentence that tells them. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentence:
    """Figures told in one sentence of the template: variable -> key of the figure."""

    figures: Mapping[str, str]
    did: str
    """What is said of figures above 0."""
    none: str = "không phát sinh"
    """What is said of figures that are 0."""
    whole: str = ""
    """Key of the figure of which the others are the parts."""


def _service_centre(*codes: str) -> dict[str, str]:
    return {code: f"service_centre.{code}" for code in codes}


def _groups(*codes: str) -> dict[str, str]:
    return {f"group_{code}": f"group.{code}" for code in codes}


SENTENCES = {
    "loudspeakers": Sentence(
        _service_centre("loudspeaker_clusters", "loudspeaker_clusters_digital", "loudspeaker_clusters_wired"),
        did="hiện có",
        none="không có",
        whole="service_centre.loudspeaker_clusters",
    ),
    "broadcasts": Sentence(
        _service_centre("broadcast_items", "broadcast_columns", "broadcast_specials"), did="đã phát sóng"
    ),
    "portal": Sentence(
        _service_centre("portal_items", "portal_reform_items", "portal_directives"), did="đã đăng tải"
    ),
    "legal": Sentence(
        _service_centre(
            "broadcast_legal_items",
            "legal_qa_columns",
            "portal_legal_items",
            "portal_legal_documents",
            "zalo_oa_items",
            "facebook_items",
            "youtube_items",
        ),
        did="đã thực hiện",
    ),
    "group_work": Sentence(
        _groups("meetings", "attendees", "leaflets", "broadcasts", "zalo_posts", "feedback"),
        did="đã thực hiện",
    ),
    "group_guidance": Sentence(_groups("guided"), did="đã có"),
}


def main_figures() -> Iterator[str]:
    """Keys of all of them, in the order in which they are told."""
    for sentence in SENTENCES.values():
        yield from sentence.figures.values()
