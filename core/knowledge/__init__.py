"""Reads and checks data/: what the program knows, each number with its id, unit, provenance and source."""
