"""The table of fields tells the truth: about the report's content, and on the page that officials read."""

from typing import Any

from reports import fields_page
from reports.fields import FIELDS, trial
from reports.word import names
from tests.reports.situation import TEMPLATE, sample_content


def kind(value: Any) -> Any:
    """What a value is to a template: a text, a list of what, the names of a dict."""
    if isinstance(value, list):
        return [kind(item) for item in value[:1]]
    return sorted(value) if isinstance(value, dict) else "text"


def test_every_name_of_the_report_is_told_and_no_other() -> None:
    content = sample_content()
    assert FIELDS.keys() == content.keys(), "mend reports/fields.py, run python -m reports.fields_page"
    for name, field in FIELDS.items():
        if content[name]:
            assert kind(field.example) == kind(content[name]), name


def test_the_page_is_up_to_date() -> None:
    written = fields_page.PATH.read_text("utf-8")
    assert written == fields_page.page(written), "run python -m reports.fields_page"
    assert all(f"| `{name}` |" in written for name in FIELDS)


def test_a_trial_tries_every_name() -> None:
    tried = trial()
    assert tried.keys() == FIELDS.keys()
    assert "<" in tried["ward"] and "{{" in tried["tasks"][0] and "&" in tried["directives"][0]["number"]
    assert len(tried["signer"]) > 300


def test_the_shipped_template_knows_no_more() -> None:
    assert names(TEMPLATE) <= FIELDS.keys()
