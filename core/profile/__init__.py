"""What is known of a person for planning: stage, irritability, sensitivity, limits, equipment, goal, time."""

from core.profile.irritability import irritability_score
from core.profile.person import KnownLift, Preferences, Profile, build_profile
from core.profile.sensitivity import Reason, Sensitivity

__all__ = ["KnownLift", "Preferences", "Profile", "Reason", "Sensitivity", "build_profile", "irritability_score"]
