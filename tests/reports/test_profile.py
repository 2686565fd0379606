from typing import Any

import pytest

from reports.profile import read_profile
from storage.errors import SettingsError
from tests.reports.situation import SAMPLE

GIVEN: dict[str, Any] = SAMPLE["profile"]


def test_the_sample_profile_reads() -> None:
    profile = read_profile(GIVEN)
    assert profile.agency == ("ỦY BAN NHÂN DÂN", "PHƯỜNG PHÙ LIỄN")
    assert profile.recipients[-1] == "Các phòng, đơn vị thuộc phường"
    assert (profile.superior, profile.addressees) == ("", ())


def test_superior_and_addressees_may_be_left_out() -> None:
    short = {key: value for key, value in GIVEN.items() if key not in ("superior", "addressees")}
    assert read_profile(short) == read_profile(GIVEN)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("agency", []),
        ("agency", "ỦY BAN NHÂN DÂN"),
        ("authority", [""]),
        ("recipients", [7]),
        ("recipients", None),
        ("signer", " "),
        ("signer", ["Trần Quang Hưng"]),
        ("place", "Phù\nLiễn"),
        ("recipients", ["Sở Nội vụ\x0bSở Tư pháp"]),
    ],
)
def test_a_wrong_value_is_named(key: str, value: object) -> None:
    with pytest.raises(SettingsError, match=key):
        read_profile({**GIVEN, key: value})


@pytest.mark.parametrize("key", ["agency", "place", "symbol", "recipients", "archive", "authority", "signer"])
def test_a_missing_key_is_named(key: str) -> None:
    with pytest.raises(SettingsError, match=f"{key} is missing"):
        read_profile({name: value for name, value in GIVEN.items() if name != key})


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(SettingsError, match="signr"):
        read_profile({**GIVEN, "signr": "Trần Quang Hưng"})
