"""How training goes on: the light of a session, and what follows from it."""

from core.adapting.light import PainResponse, calm_weeks, light, response, session_lights

__all__ = ["PainResponse", "calm_weeks", "light", "response", "session_lights"]
