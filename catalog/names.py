"""What to answer when somebody asks for a name that does not exist."""

import difflib
from collections.abc import Collection


class UnknownName(LookupError):
    """`parameter` names something that is not accepted; `suggestion` is the closest, if any."""

    def __init__(self, parameter: str, name: str, accepted: Collection[str]) -> None:
        self.parameter = parameter
        self.name = name
        self.accepted = sorted(accepted)
        self.suggestion = closest(name, self.accepted)
        super().__init__(self.message)

    @property
    def message(self) -> str:
        hint = f" Did you mean '{self.suggestion}'?" if self.suggestion else ""
        return f"{self.parameter}: '{printable(self.name)}' does not exist.{hint}"


def closest(name: str, accepted: Collection[str]) -> str | None:
    """The accepted name most like `name` in any case, also where only the part after a slash is."""
    wanted = name[:200].lower()
    by_name = {each.lower(): each for each in accepted}
    close = difflib.get_close_matches(wanted, by_name, n=1, cutoff=0.61)
    if close:
        return by_name[close[0]]
    by_tail = {lower.rsplit("/", 1)[-1]: each for lower, each in by_name.items()}
    tail = difflib.get_close_matches(wanted.rsplit("/", 1)[-1], by_tail, n=1, cutoff=0.7)
    return by_tail[tail[0]] if tail else None


def printable(text: str) -> str:
    """At most 80 characters of foreign text, without control characters."""
    short = text if len(text) <= 80 else f"{text[:80]}…"
    return "".join(char if char.isprintable() else "�" for char in short)
