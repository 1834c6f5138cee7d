"""What a server may ask for: to run a unit of work again from its start, because another writer came first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, NoReturn, ParamSpec, TypeVar

from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential_jitter

from core.errors import StoreError
from core.store.failures import TryAgain

P = ParamSpec("P")
R = TypeVar("R")

ATTEMPTS = 8
FIRST_WAIT_S = 0.02
LONGEST_WAIT_S = 1.0


def _give_up(state: RetryCallState) -> NoReturn:
    last = state.outcome.exception() if state.outcome else None
    raise StoreError(str(last)) from last


# Little more than two seconds in all: longer than a database takes to come back from a crash of one process.
PATIENCE = Retrying(
    retry=retry_if_exception_type(TryAgain),
    stop=stop_after_attempt(ATTEMPTS),
    wait=wait_exponential_jitter(multiplier=FIRST_WAIT_S, max=LONGEST_WAIT_S, jitter=FIRST_WAIT_S),
    retry_error_callback=_give_up,
)
"""Runs what raises TryAgain again, a bounded number of times; then the failure becomes a plain StoreError."""


def patient(unit_of_work: Callable[P, R]) -> Callable[P, R]:
    """The same function, run by `PATIENCE`."""

    @wraps(unit_of_work)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        # What can be read only once must be there for the next try too.
        again: tuple[Any, ...] = tuple(_lasting(one) for one in args)
        return PATIENCE.copy()(unit_of_work, *again, **{name: _lasting(one) for name, one in kwargs.items()})

    return run


def _lasting(value: Any) -> Any:
    return tuple(value) if isinstance(value, Iterator) else value
