"""Settings: what `.env.example` lists is exactly what is read; a wrong one is named."""

import re
from pathlib import Path

import pytest

from bot.settings import Settings, read_settings, setting_names
from storage.errors import SettingsError

EXAMPLE = Path(__file__).parent.parent / ".env.example"


def test_env_example_lists_exactly_the_settings() -> None:
    listed = re.findall(r"^([A-Z_]+)=", EXAMPLE.read_text("utf-8"), re.MULTILINE)
    assert listed == setting_names()


def test_env_example_shows_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in setting_names():
        monkeypatch.delenv(name, raising=False)
    shown = Settings(_env_file=EXAMPLE)
    default = Settings(_env_file=None)
    assert shown.model_dump(exclude={"templates_dir"}) == default.model_dump(exclude={"templates_dir"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GOMSO_WEB_PORT", "eighty"),
        ("GOMSO_WEB_PORT", "70000"),
        ("GOMSO_TIMEZONE", "Asia/Nowhere"),
        ("GOMSO_TIMEZONE", "../../etc/passwd"),
        ("DATABASE_URL", "mysql://x"),
        ("GOMSO_PROMPT_WEEKDAY", "0"),
        ("GOMSO_PROMPT_HOUR", "24"),
        ("GOMSO_SAMPLE", "yes"),
        ("GOMSO_LOG_LEVEL", "loud"),
        ("GOMSO_ZALO_BOTS", "just-a-token"),
        ("GOMSO_WEBHOOK_SECRET", "short"),
        ("GOMSO_TEMPLATES_DIR", "/nowhere"),
    ],
)
def test_a_wrong_setting_is_named_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        read_settings()
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_wrong_database_does_not_show_its_password(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", "mysql://user:verysecret@host/x")
    with pytest.raises(SettingsError) as caught:
        read_settings()
    assert "verysecret" not in str(caught.value)
