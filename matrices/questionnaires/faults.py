"""What can be wrong with an uploaded questionnaire."""

MOST_BYTES = 5_000_000


class BadFile(ValueError):
    """The file is refused: the HTTP status that says so and the words for whoever sent it."""

    def __init__(self, status: int, problem: str) -> None:
        super().__init__(problem)
        self.status = status


def too_large() -> BadFile:
    """More bytes than are read."""
    return BadFile(413, f"The file is larger than {MOST_BYTES} bytes; send only the sheet itself.")
