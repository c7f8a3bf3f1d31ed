"""The figures of one script that are to come: those that readers see first, and all of them."""

from __future__ import annotations

from concurrent.futures import Future

from .job_runner import Figures


class FigureRequest:
    """The figures of one script that are to come.

    `complete` has them with all choices. `first` is settled as soon as the choice is ready that readers see;
    others may then be errors of the kind `PENDING`.
    """

    def __init__(self) -> None:
        self.first: Future[Figures] = Future()
        self.complete: Future[Figures] = Future()

    def settle(self, figures: Figures) -> None:
        """Settle what is to come."""
        if not self.first.done():
            self.first.set_result(figures)
        self.complete.set_result(figures)

    def fail(self, error: Exception) -> None:
        """Let what is to come raise an error."""
        if not self.first.done():
            self.first.set_exception(error)
        self.complete.set_exception(error)
