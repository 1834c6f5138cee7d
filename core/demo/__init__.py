"""Invented people of different backs, each with twelve weeks of training: data/demo/*.yaml.

Nothing here is anyone's record; whoever shows it says so.
"""

from core.demo.people import Course, DemoPerson, load_demo_people
from core.demo.record import DemoRecord, demo_exposures, demo_record, next_plan

__all__ = ["Course", "DemoPerson", "DemoRecord", "demo_exposures", "demo_record", "load_demo_people", "next_plan"]
