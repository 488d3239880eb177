"""The catalogue as files: typed documents, a strict reader and the checks. No Django here."""
