"""The sample ward: units, made-up people and their weekly returns, grown from a fixed seed. Pure.

Over the first half of 2026 the returns of the public-service centre add up to every figure of the
ward's real report; no week's figure is written down anywhere.
"""

from storage.sample.build import OFFICE_ZONE, SampleWard, Version, build, round_times

__all__ = ["OFFICE_ZONE", "SampleWard", "Version", "build", "round_times"]
