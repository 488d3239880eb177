"""A vendor's filled-in questionnaire, read in memory and held against the catalogue."""
