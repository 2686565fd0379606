"""Remarks by subject: every one in exactly one; and the draft sentence, which names nobody."""

from collections import Counter
from datetime import UTC, datetime
from unicodedata import combining, normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.lint import lint_text
from reports.remark_words import draft_of, names_somebody, sources_of
from reports.subjects import OTHER, Subject, Topic, keys_of, parse_subjects, topics_of
from storage.errors import SettingsError
from storage.records import Remark, RemarkKind, ToldRemark, UnitKind
from tests.reports.situation import ROOT

SHIPPED = parse_subjects((ROOT / "templates" / "subjects.toml").read_text("utf-8"))
PEOPLE = ["Vũ Thị Kim Thoa", "Y Bih Êban"]


def told(
    text: str,
    kind: RemarkKind = RemarkKind.DIFFICULTY,
    unit: int = 5,
    unit_kind: UnitKind = UnitKind.GROUP,
    number: int = 1,
) -> ToldRemark:
    remark = Remark(number, unit, 1, kind, text, None, datetime(2026, 5, 8, tzinfo=UTC))
    return ToldRemark(remark, f"Đơn vị {unit}", unit_kind)


def subject(text: str, kind: RemarkKind = RemarkKind.DIFFICULTY) -> str:
    (topic,) = topics_of([told(text, kind)], SHIPPED)
    return topic.subject.name


def bare(text: str) -> str:
    letters = normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in letters if not combining(letter))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("mạng ở nhà văn hóa chập chờn, nộp hồ sơ phải làm lại", "đường truyền, mạng"),
        ("đường truyền yếu", "đường truyền, mạng"),
        ("loa cuối ngõ bị rè, bà con nghe không rõ", "loa truyền thanh"),
        ("LOA HỎNG", "loa truyền thanh"),
        ("các cụ chưa quen", "người cao tuổi, người ít dùng công nghệ"),
        ("một số hộ chưa có điện thoại thông minh", "điện thoại, thiết bị"),
        ("họp buổi tối vẫn vắng", "thời gian, địa điểm họp"),
        ("thủ tục rườm rà", "thủ tục hành chính, dịch vụ công trực tuyến"),
        ("trời mưa to", "nội dung khác"),
    ],
)
def test_a_remark_is_known_with_and_without_marks(text: str, name: str) -> None:
    assert subject(text) == name
    assert subject(bare(text)) == name
    assert subject(text.upper()) == name


def test_marks_that_are_typed_must_be_right() -> None:
    """«mang» in a text with marks is another word; wherever the tone mark stands, it is the same."""
    assert subject("bà con mang theo giấy tờ") == OTHER.name
    assert subject("ba con mang theo giay to") == "đường truyền, mạng"
    assert subject("nhà văn hoá chật") == subject("nhà văn hóa chật") == "thời gian, địa điểm họp"


def test_the_kind_decides_before_the_words() -> None:
    assert subject("loa phát đúng giờ", RemarkKind.GOOD_MODEL) == "cách làm hay"
    assert subject("loa phát đúng giờ", RemarkKind.PROPOSAL) == "loa truyền thanh"


def test_most_words_decide_then_what_is_spoken_of_first() -> None:
    two = (Subject("một", ("loa", "cụm loa")), Subject("hai", ("mạng", "sóng")))

    def of(text: str) -> str:
        return topics_of([told(text)], two)[0].subject.name

    assert of("loa kêu, mạng yếu, sóng yếu") == "hai"
    assert of("mạng yếu, loa kêu") == "hai"
    assert of("loa kêu, mạng yếu") == "một"
    # Overlapping words are one.
    assert of("mạng yếu, cụm loa kêu") == "hai"


KINDS = st.sampled_from(RemarkKind)
WORDS = st.lists(
    st.sampled_from([word for item in SHIPPED for word in item.words] + ["bà con", "hom nay", "<b>", "5"]),
    max_size=6,
).map(", ".join)


@given(
    st.lists(st.tuples(WORDS | st.text(max_size=60), KINDS, st.integers(1, 9), st.booleans()), max_size=30)
)
def test_every_remark_is_in_exactly_one_subject(given_: list[tuple[str, RemarkKind, int, bool]]) -> None:
    remarks = [
        told(bare(text) if plain else text, kind, unit, number=number)
        for number, (text, kind, unit, plain) in enumerate(given_, 1)
    ]
    topics = topics_of(remarks, SHIPPED)
    listed = Counter(item.remark.id for topic in topics for item in topic.remarks)
    assert listed == Counter(item.remark.id for item in remarks)
    assert all(topic.remarks for topic in topics)
    assert sum(len(topic.remarks) for topic in topics) == len(remarks)
    assert [topic.number for topic in topics] == sorted({topic.number for topic in topics})
    for topic in topics:
        assert topic.subject == [*SHIPPED, OTHER][topic.number - 1]
        who = sources_of(topic.remarks)
        assert who.groups + who.others == len({item.remark.unit_id for item in topic.remarks})
        # A new remark changes no number of a subject.
        more = topics_of([*remarks, told("loa, mạng, thủ tục")], SHIPPED)
        assert topic.number in {other.number for other in more}


def topic_of(*remarks: ToldRemark, name: str = "loa truyền thanh") -> Topic:
    return Topic(3, Subject(name, ("loa",)), remarks)


def test_the_draft_says_how_many_from_whom_and_what() -> None:
    topic = topic_of(
        told("Loa bị rè.", unit=1),
        told("loa bi re", unit=2),
        told("loa   hỏng\nhẳn;", unit=2),
        told("sửa loa", unit=30, unit_kind=UnitKind.OFFICE),
    )
    assert draft_of(topic, []).text == (
        "Có 04 ý kiến về loa truyền thanh của 02 tổ dân phố và 01 đơn vị, "
        "nêu: “Loa bị rè”; “loa hỏng hẳn”; “sửa loa”."
    )


def test_what_is_not_quoted_is_counted() -> None:
    topic = topic_of(*(told(f"loa hỏng {'rất ' * n}nặng", unit=n) for n in range(1, 12)))
    text = draft_of(topic, []).text
    assert text.startswith(
        "Có 11 ý kiến về loa truyền thanh của 11 tổ dân phố, trong đó nêu: “loa hỏng rất nặng”; "
    )
    assert text.count("“") == 3
    long = draft_of(topic_of(told("loa " * 100)), []).text
    assert long == "Có 01 ý kiến về loa truyền thanh của 01 tổ dân phố."


def test_other_remarks_are_other_remarks() -> None:
    topic = Topic(12, OTHER, (told("trời mưa"),))
    assert draft_of(topic, []).text == "Có 01 ý kiến khác của 01 tổ dân phố, nêu: “trời mưa”."


@pytest.mark.parametrize(
    "text",
    [
        *("ông Tuấn chưa sửa loa", "bà Hoa ở ngõ 5", "cụ Nguyễn Văn An", "Trần Thị Ngát nói", "CÔ THOA báo"),
        *(
            "nguyen van an bao",
            "anh Sơn điện lực",
            "chi Hoa bao loa hong",
            "đ/c Minh",
            "đồng chí Lan",
            "D/c minh",
        ),
        *("gọi 0912 345 678", "sđt 0912345678", "vu thi kim thoa chua nop", "vũ thị kim thoa", "Y Bih Êban"),
    ],
)
def test_whoever_names_somebody_is_not_quoted(text: str) -> None:
    assert names_somebody(text, PEOPLE)
    draft = draft_of(topic_of(told(text), told("loa hỏng", unit=6)), PEOPLE)
    assert draft.unquoted == 1
    assert text not in draft.text
    assert draft.text == ("Có 02 ý kiến về loa truyền thanh của 02 tổ dân phố, trong đó nêu: “loa hỏng”.")


@pytest.mark.parametrize(
    "text",
    [
        *("bà con đi làm ca", "con cháu kèm ông bà nộp hồ sơ", "các cụ chưa có VNeID", "anh em trong tổ"),
        *(
            "Loa hỏng từ tuần 24",
            "Tổ 5 thiếu 12 tờ rơi",
            "cán bộ phường",
            "Trung tâm Dịch vụ công",
            "mất 1.684 đồng",
        ),
    ],
)
def test_ordinary_words_name_nobody(text: str) -> None:
    assert not names_somebody(text, PEOPLE)


@given(st.lists(st.text(max_size=80), min_size=1, max_size=6), st.sampled_from(PEOPLE))
def test_no_known_name_is_ever_in_a_draft(texts: list[str], name: str) -> None:
    remarks = [told(f"{text} {name} {text}", unit=unit) for unit, text in enumerate(texts)]
    text = draft_of(topic_of(*remarks), PEOPLE).text
    assert name not in text
    assert keys_of(text)[1] == keys_of(f"{len(texts):02}")[0]


def test_the_draft_is_told_like_no_other_figure_of_the_report() -> None:
    """«ý kiến» of the groups' form is another count; the linter must not take them for one."""
    draft = draft_of(topic_of(told("loa hỏng"), told("loa rè", unit=6)), []).text
    other = "Tại 38/38 tổ dân phố có báo cáo, đã tiếp nhận 03 ý kiến, phản ánh."
    second = draft_of(topic_of(told("mạng yếu"), name="đường truyền, mạng"), []).text
    found = {item.rule for item in lint_text("\n".join([other, draft, second]))}
    assert not found & {"two-values", "two-scopes", "parts-whole"}
    alike = draft.replace("Có 02 ý kiến về loa truyền thanh", "Đã tiếp nhận 02 ý kiến")
    assert "two-values" in {item.rule for item in lint_text(f"{other}\n{alike}")}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[[subject]", "subjects.toml"),
        ("subject = 1", r"\[\[subject\]\]"),
        ('[[subject]]\nwords = ["loa"]', "subject 1 needs a name"),
        ('[[subject]]\nname = "x"', "must be a list of words"),
        ('[[subject]]\nname = "x"\nwords = "loa"', "must be a list of words"),
        ('[[subject]]\nname = "x"\nwords = ["!"]', "must be a list of words"),
        ('[[subject]]\nname = "x"\nkinds = ["nobody"]', "kinds may be difficulty, "),
        ('[[subject]]\nname = "x"\nwords = ["y"]\nsection = "IV"', "section must be"),
        ('[[subject]]\nname = "x"\nwords = ["y"]\ncolour = "z"', "unknown key 'colour'"),
        ('[[subject]]\nname = "x"\nwords = ["y"]\n[[subject]]\nname = "x"\nwords = ["z"]', "the same name"),
        ('[[subject]]\nname = "nội dung khác"\nwords = ["y"]', "the same name"),
    ],
)
def test_a_wrong_file_of_subjects_is_refused_with_a_reason(text: str, reason: str) -> None:
    with pytest.raises(SettingsError, match=reason):
        parse_subjects(text)


def test_without_subjects_everything_is_other() -> None:
    (topic,) = topics_of([told("loa"), told("mạng")], parse_subjects(""))
    assert (topic.number, topic.subject, len(topic.remarks)) == (1, OTHER, 2)
