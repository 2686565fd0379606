"""Words of the form with wrong marks: taken for what they must be, to be read back."""

from bot.reading.digits import Doubt
from bot.reading.items import Item
from bot.reading.look import Look
from bot.reading.spelling import spell
from bot.reading.words import Role

_SHORTEST_MISSPELT = 4
_SHORTEST_AFTER = {"digits": 2, "word": 3, "mark": 4}


def misspelt(look: Look, at: int) -> Item | None:
    """A noun of the form with wrong marks («buồi») is taken for it, to be read back."""
    token = look.tokens[at]
    shortest = _SHORTEST_MISSPELT
    if look.after_number():
        shortest = _SHORTEST_AFTER[look.tokens[at - 1].kind]
    if not token.word.marked or len(token.word.bare) < shortest:
        return None
    if not (look.after_number() or look.begins_number(at + 1)):
        # «căn cước» is no «cuộc»
        return None
    for bare in (token.word.bare, _as_in_the_south(token.word.bare)):
        plain = token._replace(text=bare, word=spell(bare))
        for meaning in look.lexicon.longest([plain], 0)[1]:
            if meaning.role is Role.NOUN:
                return Item(Role.NOUN, at, at + 1, meaning.codes, doubt=Doubt.LOOK_ALIKE, text=meaning.text)
    return None


def misspelt_phrase(look: Look, at: int) -> Item | None:
    """«hướng đẫn»: several words of the form with wrong marks are taken for them, to be read back."""
    if not look.tokens[at].word.marked:
        return None
    end, meanings = look.lexicon.spelt_like(look.tokens, at)
    for meaning in meanings:
        if meaning.role in (Role.NOUN, Role.WORD):
            codes = look.asked_of(meaning.codes)
            return Item(meaning.role, at, end, codes, doubt=Doubt.LOOK_ALIKE, text=meaning.text)
    return None


def _as_in_the_south(bare: str) -> str:
    """«lược» is said as «lượt»."""
    return f"{bare[:-1]}t" if bare.endswith("c") else bare
