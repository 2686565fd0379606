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
