import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from num2words import num2words

from bot.reading.numbers import read_number
from bot.reading.replies import Outcome
from bot.reading.spelling import spell
from bot.reading.tokens import cut
from tests.reading.form import reading
from tests.reading.writing import STYLES, every_way

numbers = st.one_of(
    st.integers(0, 9999),
    st.integers(0, 999_999_999),
    st.builds(lambda head, zeros: head * 10**zeros, st.integers(1, 999), st.integers(0, 6)),
)


def value_of(phrase: str) -> int | None:
    """The value of a phrase put as an answer to one question, whatever the outcome."""
    found = reading(phrase, asked="leaflets")
    return None if found.values is None else found.values["leaflets"]


def bare(text: str) -> str:
    return " ".join(spell(word).bare for word in text.split())


@settings(max_examples=300, deadline=None)
@given(numbers)
@example(1005)
@example(20_015)
@example(1_000_005)
def test_every_way_of_writing_a_number_reads_back(number: int) -> None:
    for phrase in every_way(number):
        assert value_of(phrase) == number, phrase


@settings(max_examples=200, deadline=None)
@given(numbers)
def test_without_accents_the_value_is_the_same(number: int) -> None:
    for style in STYLES:
        phrase = bare(style.write(number))
        # Read as bare words, one look-alike («nam», «sau») may be asked about, never misread.
        assert value_of(phrase) in (number, None), phrase


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 999_999_999))
def test_what_num2words_writes_reads_back(number: int) -> None:
    phrase = num2words(number, lang="vi")
    assert value_of(phrase) == number, phrase


@settings(max_examples=100, deadline=None)
@given(numbers)
def test_composed_and_decomposed_letters_read_the_same(number: int) -> None:
    for phrase in every_way(number):
        assert reading(unicodedata.normalize("NFD", phrase), "leaflets") == reading(phrase, "leaflets")


@pytest.mark.parametrize(
    "phrase",
    [
        *("hai ba", "năm sáu", "ba bốn chục", "dăm ba", "vài chục", "mấy trăm", "2.5", "2,5", "hai rưỡi"),
        *("mươi mười lăm", "1e5", "0x10", "12.34.5", "chín mười", "1O0", "45/50", "10-12"),
    ],
)
def test_what_has_no_single_value_is_asked_again(phrase: str) -> None:
    assert reading(phrase, "leaflets").outcome is Outcome.ASK_AGAIN


def test_a_number_ends_where_its_grammar_ends() -> None:
    tokens = cut("hai mươi mốt người")
    number = read_number(tokens, 0)
    assert number is not None
    assert (number.value, number.end) == (21, 3)
