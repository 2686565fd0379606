"""How Vietnamese syllables are spelt: which there can be, and on which vowel the tone stands. Pure."""

import re
import unicodedata

TONES = "\u0300\u0301\u0303\u0309\u0323"
_SHARP, _HEAVY = "\u0301", "\u0323"
_VOWELS = frozenset("aăâeêioôơuưy")
_MODIFIED = frozenset("ăâêôơư")
_EITHER = frozenset({"oa", "oe", "uy"})
"""«hòa» and «hoà» are both right; with a letter behind them the tone stands on the second: «hoàn»."""

_ONSETS = "ngh|nh|ng|th|tr|ph|kh|gh|gi|ch|qu|b|c|d|đ|g|h|k|l|m|n|r|s|t|v|x|p|"
_RIME_LIST = """
a ac ach ai am an ang anh ao ap at au ay ă ăc ăm ăn ăng ăp ăt â âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êng êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oem oen oeo oet oi om on ong
ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uênh ui um un ung
uơ uôc uôi uôm uôn uông uôt up ut uy uya uych uyên uyêt uyn uynh uyp uyt uyu
ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu
"""
_RIMES = frozenset(_RIME_LIST.split())
_SYLLABLE = re.compile(rf"^(?:{_ONSETS})$")
_RARE = frozenset({"pin", "pa", "pi", "pô", "pê"})
_FOREIGN = re.compile(r"^(?:[bdđghkcmps][rl]|[a-zđ]w)|[kldđrsb]$", re.IGNORECASE)
"""Beginnings and ends that names of other peoples have: «Krông», «Pắk», «Blao», «Y Bluk»."""


def apart(word: str) -> tuple[str, str]:
    """(the word in lower case without its tones, the tones)."""
    split = unicodedata.normalize("NFD", word.lower())
    tones = "".join(sign for sign in split if sign in TONES)
    return unicodedata.normalize("NFC", "".join(sign for sign in split if sign not in TONES)), tones


def is_syllable(word: str) -> bool:
    """Whether the word is spelt as a Vietnamese syllable can be, wherever its tone stands."""
    letters, tones = apart(word)
    if len(tones) > 1:
        return False
    if letters.endswith(("c", "ch", "p", "t")) and tones not in {_SHARP, _HEAVY}:
        return False
    if letters in _RARE:
        return True
    for size in (3, 2, 1, 0):
        onset, rime = letters[:size], letters[size:]
        if onset == "p":
            continue
        if _SYLLABLE.match(onset) and (
            rime in _RIMES or (onset in {"gi", "qu"} and f"{onset[1]}{rime}" in _RIMES)
        ):
            return True
    return False


def is_foreign(word: str) -> bool:
    """Whether it looks like a name of another language; only names are written with a capital."""
    return word[:1].isupper() and bool(_FOREIGN.search(apart(word)[0]))


def with_tone_in_place(word: str) -> str:
    """«toàn» for «tòan», «được» for «đựơc»; the word itself where its tone stands right."""
    split = [unicodedata.normalize("NFD", letter) for letter in unicodedata.normalize("NFC", word)]
    toned = [place for place, signs in enumerate(split) if any(sign in TONES for sign in signs)]
    if len(toned) != 1:
        return word
    right = _places("".join(apart(letter)[0] for letter in word))
    if not right or toned[0] in right:
        return word
    tone = next(sign for sign in split[toned[0]] if sign in TONES)
    split[toned[0]] = split[toned[0]].replace(tone, "")
    split[right[-1]] += tone
    return unicodedata.normalize("NFC", "".join(split))


def _places(letters: str) -> list[int]:
    """Where the tone may stand in a word of these letters; nowhere: it has no vowels in a row."""
    start = next((place for place, letter in enumerate(letters) if letter in _VOWELS), len(letters))
    if letters[:2] in {"qu", "gi"} and letters[2:3] and letters[2] in _VOWELS:
        start = 2
    end = next((place for place in range(start, len(letters)) if letters[place] not in _VOWELS), len(letters))
    vowels = letters[start:end]
    modified = [place for place in range(start, end) if letters[place] in _MODIFIED]
    if modified:
        return modified[-1:]
    if vowels in _EITHER:
        return [start + 1] if end < len(letters) else [start, start + 1]
    return [start + 1] if len(vowels) > 2 else [start] if vowels else []
