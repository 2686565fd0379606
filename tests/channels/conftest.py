"""The loaded sample ward, as the tasks' tests have it."""

from tests.tasks.conftest import loaded_folder, sample_folder

__all__ = ["loaded_folder", "sample_folder"]
