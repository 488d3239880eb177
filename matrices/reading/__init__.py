"""Answers that need several tables, as frozen values. Knows neither request nor template."""
