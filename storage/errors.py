"""Every exception of ours, as one closed tree.

Each says in one English sentence what is wrong and what to do next; a Vietnamese sentence
for people in chat is made from the class in `bot.texts`, never from the message.
"""


class GomSoError(Exception):
    """Base of all errors that Gom Số raises on purpose."""


class SettingsError(GomSoError):
    """A setting is missing or wrong; names the setting."""


class FormFileError(GomSoError):
    """A form file is wrong; names file, line and reason."""


class DatabaseNotEmptyError(GomSoError):
    """The sample ward may only be loaded into an empty database."""


class UnknownPeriodError(GomSoError):
    """A text does not name a reporting period."""


class NoDataError(GomSoError):
    """Nothing has been reported for the period."""


class TemplateError(GomSoError):
    """A Word template asks for something the content does not have, or is broken."""


class StaleSessionError(GomSoError):
    """Somebody else moved the session on since it was loaded; load again and decide again."""


class StorageError(GomSoError):
    """The database or the file store cannot be used; says what to check."""


class BadPhotoError(GomSoError):
    """A file sent as a photo is no JPEG, PNG, WebP or HEIC, or is too large."""


class SendError(GomSoError):
    """A channel did not take a message.

    `retry_after` seconds tell how long the service wants to be left alone (None: try again with
    back-off); `permanent` says that this message will never be taken, `chat_gone` that none will be in
    this chat (blocked, deleted); `whole_bot`
    that the wait is for the whole bot, not for this chat; `uncertain` that the message may have gone;
    `moved_to` is the chat's new id.
    """

    def __init__(
        self,
        words: str,
        *,
        retry_after: float | None = None,
        permanent: bool = False,
        chat_gone: bool = False,
        whole_bot: bool = False,
        uncertain: bool = False,
        moved_to: str = "",
    ) -> None:
        super().__init__(words)
        self.retry_after = retry_after
        self.permanent = permanent
        self.chat_gone = chat_gone
        self.whole_bot = whole_bot
        self.uncertain = uncertain
        self.moved_to = moved_to

    @property
    def whole_channel(self) -> bool:
        """Whether it says nothing of this message or chat: the bot reaches nobody now."""
        about_this = self.permanent or self.chat_gone or self.moved_to
        return not about_this and (self.retry_after is None or self.whole_bot)


class PdfError(GomSoError):
    """No PDF can be made here, or none of this file."""
