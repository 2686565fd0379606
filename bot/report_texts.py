"""What the bot says about the report. Same manners as `bot.texts`."""

from collections.abc import Sequence

from reports.lint.findings import Finding, Severity
from reports.vietnamese import number
from storage.periods import Period, PeriodKind


def named(period: Period) -> str:
    """What to type to mean the period; a week's label says more than is read."""
    return period.key if period.kind is PeriodKind.WEEK else period.label


# Tables.


def tables_promised(label: str) -> str:
    return f"Em đang lập bảng tính số liệu {label}, xin chờ ít giây."


def tables_ready(label: str) -> str:
    return f"Bảng tính số liệu {label} đã lập xong: số liệu chung và từng phụ lục, mỗi bảng một trang tính."


# The linter.


def check_promised(label: str) -> str:
    return f"Em đang rà soát báo cáo {label}, xin chờ ít giây."


def verdict(findings: Sequence[Finding], period: Period) -> str:
    """One line, for the message that brings the report of that period."""
    if not findings:
        return "Em rà soát không thấy chỗ nào cần sửa."
    told = [f"{number(count)} {word}" for count, word in _counts(findings) if count]
    return f"Em rà soát thấy {', '.join(told)}; nhắn «rà soát báo cáo {named(period)}» để xem từng chỗ."


def checked(label: str, findings: Sequence[Finding]) -> str:
    """Every finding as far as one message holds them: what, where, and the words that make it right."""
    if not findings:
        return f"Em đã rà soát báo cáo {label}: không thấy chỗ nào cần sửa. Bản làm việc kèm đây."
    lines = [f"Em đã rà soát báo cáo {label} (bản làm việc kèm đây):"]
    for place, finding in enumerate(findings, 1):
        better = f" Nên viết: «{finding.better}»." if finding.better else ""
        line = f"{place}. {finding.says}{better}"
        if sum(map(len, lines)) + len(lines) + len(line) > _ONE_MESSAGE:
            lines.append(f"… và {number(len(findings) - place + 1)} chỗ nữa.")
            break
        lines.append(line)
    return "\n".join(lines)


def _counts(findings: Sequence[Finding]) -> list[tuple[int, str]]:
    words = {
        Severity.ERROR: "chỗ sai",
        Severity.UNCLEAR: "chỗ chưa rõ",
        Severity.FORM: "chỗ chưa đúng thể thức",
    }
    return [(sum(item.severity is kind for item in findings), word) for kind, word in words.items()]


_ONE_MESSAGE = 1900
"""Letters; Zalo cuts at 2.000."""


# PDF.


def pdf_promised(label: str) -> str:
    return f"Em đang lập báo cáo {label} bản PDF, xin chờ khoảng nửa phút."


def no_pdf() -> str:
    return (
        "Máy chủ chưa làm được bản PDF (thiếu LibreOffice hoặc phông chữ), nên em gửi bản Word; "
        "mở bằng Word, chọn Lưu thành (Save As), loại PDF là được."
    )


# Charts and photos.


def pictures_promised(label: str, charts: bool, photos: bool) -> str:
    what = " và ".join([*["biểu đồ"] * charts, *["ảnh"] * photos])
    return f"Em đang lập báo cáo {label} kèm {what}, xin chờ khoảng nửa phút."


def pictures_ready(charts: bool | None, photos: bool | None) -> str:
    """Whether each is there; None: it was not asked for."""
    said = []
    if charts is not None:
        said.append("Biểu đồ ở phụ lục." if charts else "Kỳ này chưa có số liệu để vẽ biểu đồ.")
    if photos is not None:
        there = "Ảnh ở phụ lục cuối; ảnh nào không in được có ghi ở đó."
        said.append(there if photos else "Kỳ này chưa đơn vị nào gửi ảnh.")
    return "".join(f" {sentence}" for sentence in said)
