"""What the administrator sets: read once, from the environment and `.env`.

Every setting has a default with which `gomso run` works at once; `.env.example` lists them all.
"""

import re
from functools import cached_property
from pathlib import Path
from typing import Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from storage.database import database_url
from storage.errors import SettingsError, StorageError

TEMPLATES = Path(__file__).parent.parent / "templates"


class Settings(BaseSettings):
    """One frozen set of settings. Build it with `read_settings`."""

    model_config = SettingsConfigDict(env_file=".env", env_prefix="GOMSO_", frozen=True, extra="ignore")

    database_url: str = Field("sqlite:///var/gomso.db", validation_alias="DATABASE_URL")
    """Where everything is kept: sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME."""
    files_dir: Path = Path("var/files")
    """Photos and reports, each under the hash of its bytes."""
    templates_dir: Path = TEMPLATES
    """Forms, Word template, web pages: what an official may change."""
    timezone: str = "Asia/Ho_Chi_Minh"
    """The office's time zone; every date and hour is of this zone."""
    web_host: str = "127.0.0.1"
    web_port: int = Field(8080, ge=1, le=65535)
    public_url: str = ""
    """Address under which people reach the web chat, such as https://gomso.example.vn; "" = host and port."""
    sample: Literal["auto", "off"] = "auto"
    """auto: an empty database is filled with the sample ward; off: it stays empty."""
    prompt_weekday: int = Field(5, ge=1, le=7)
    """Day on which the week's question goes out: 1 = Monday … 5 = Friday … 7 = Sunday."""
    prompt_hour: int = Field(15, ge=0, le=23)
    telegram_token: SecretStr = SecretStr("")
    """Token of the Telegram bot, from @BotFather; "" = no Telegram."""
    telegram_base_url: str = "https://api.telegram.org"
    telegram_proxy: str = ""
    """Such as http://HOST:PORT; "" = none."""
    telegram_per_second: float = Field(29.4, gt=0, le=1000)
    """Messages a second to all chats together; more than 30 only for a bot that pays the service for it."""
    zalo_bots: SecretStr = SecretStr("")
    """NAME=TOKEN for each Zalo bot, parted by commas; "" = no Zalo."""
    zalo_base_url: str = "https://bot-api.zaloplatforms.com"
    webhook_secret: SecretStr = SecretStr("")
    """With it and a public https address the channels call us; without it they are polled."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @field_validator("zalo_bots")
    @classmethod
    def _named_bots(cls, value: SecretStr) -> SecretStr:
        for bot in filter(None, (part.strip() for part in value.get_secret_value().split(","))):
            if not re.fullmatch(r"[A-Za-z0-9_-]{1,32}=\S+", bot):
                raise ValueError("must be NAME=TOKEN, parted by commas; a name is letters and digits")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _strong_secret(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", value.get_secret_value()):
            raise ValueError("must be 16 to 256 letters, digits, - and _")
        return value

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError("is not a time zone; write for example Asia/Ho_Chi_Minh") from None
        return value

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        try:
            database_url(value)
        except StorageError as error:
            raise ValueError(str(error)) from None
        return value

    @model_validator(mode="after")
    def _templates_are_there(self) -> Self:
        if not (self.templates_dir / "forms").is_dir():
            raise ValueError("GOMSO_TEMPLATES_DIR has no folder 'forms' in it")
        return self

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def report_template(self) -> Path:
        return self.templates_dir / "semiannual_report.docx"

    @property
    def zalo_tokens(self) -> dict[str, str]:
        """Token by name of each Zalo bot."""
        bots = (part.strip().partition("=") for part in self.zalo_bots.get_secret_value().split(","))
        return {name: token for name, _, token in bots if token}

    @property
    def uses_webhooks(self) -> bool:
        return self.public_url.startswith("https://") and bool(self.webhook_secret.get_secret_value())

    @property
    def web_url(self) -> str:
        return self.public_url.rstrip("/") or f"http://{self.web_host}:{self.web_port}"


def setting_names() -> list[str]:
    """Names in the environment of every setting, in their order."""
    prefix = str(Settings.model_config["env_prefix"])
    return [
        str(field.validation_alias or prefix + name.upper()) for name, field in Settings.model_fields.items()
    ]


def read_settings() -> Settings:
    """Raises SettingsError with one sentence that names the first wrong setting."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        where = str(first["loc"][0]) if first["loc"] else ""
        name = where if where.isupper() or not where else "GOMSO_" + where.upper()
        reason = first["msg"].removeprefix("Value error, ")
        raise SettingsError(f"{name}: {reason}. Mend it in .env or the environment.".lstrip(": ")) from None
