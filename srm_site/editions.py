"""Which edition of the catalogue is the newest, asked at most once a second."""

import datetime
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import DatabaseError, connection

from srm_site.caching import Edition

INTERVAL = 1.0  # seconds that an answer may lag behind a published revision
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Seen:
    """The edition at the last look that reached the database, with the day.

    `edition` is a key: it changes with the revision, the code and, because pages count days, with
    the date. `age` is in seconds.
    """

    edition: tuple[Edition | None, datetime.date]
    is_reachable: bool
    age: int = 0


class EditionWatch:
    """Looks the newest edition up once per interval, in whichever thread comes by then.

    Other threads go on with what was seen last, and so does everybody while the database is down.
    """

    def __init__(
        self, newest: Callable[[], Edition], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._newest = newest
        self._clock = clock
        self._looking = threading.Lock()
        self._due = float("-inf")
        self._reached = float("-inf")
        self._edition: Edition | None = None
        self._is_reachable = False

    def look(self) -> Seen:
        """What is known now; takes one query when a look is due."""
        now = self._clock()
        if now >= self._due and self._looking.acquire(blocking=self._edition is None):
            try:
                if now >= self._due:
                    self._look(now)
            finally:
                self._looking.release()
        today = datetime.datetime.now(datetime.UTC).date()
        age = 0.0 if self._is_reachable or self._edition is None else now - self._reached
        return Seen((self._edition, today), self._is_reachable, int(age))

    def _look(self, now: float) -> None:
        try:
            self._edition = self._newest()
            self._is_reachable = True
            self._reached = now
        except DatabaseError:
            if self._is_reachable:
                log.exception("The database does not answer; kept answers are served.")
            self._is_reachable = False
            connection.close()
        self._due = self._clock() + INTERVAL
