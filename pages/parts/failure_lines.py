"""One line of JSON on stderr for each failure: what kind, which class, where in the code; nothing that people typed.

The text of an exception may hold a name, an answer or a row of the record. None of it is told, whoever raised it:
every record of Python's logging that warns becomes such a line when it is made, before any handler sees it.
"""

from __future__ import annotations

import json
import logging
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any

from core.errors import DataError

ROOT = Path(__file__).resolve().parents[2]
OUR_FOLDERS = ("core", "pages")
MOST_CAUSES = 5
OWN_LOGGER = "backwise"
SOCKET = "streamlit.web.server.starlette.starlette_websocket"
SIGN_IN = "streamlit.web.server.starlette.starlette_auth_routes"


class What(StrEnum):
    """The kinds of failures that there are lines for."""

    SCRIPT_ERROR = "script_error"
    THREAD_ERROR = "thread_error"
    SERVER_ERROR = "server_error"
    STORE_FAILURE = "store_failure"
    NOT_READY = "not_ready"
    REFUSED_REQUEST = "refused_request"
    MESSAGE_REFUSED = "message_refused"
    SIGN_IN_FAILED = "sign_in_failed"
    OTHER = "other"


# By the logger, and by how the text begins that the code gives to it; the first that fits.
KINDS = (
    ("streamlit.error_util", "", What.SCRIPT_ERROR),
    ("streamlit.runtime.scriptrunner", "", What.SCRIPT_ERROR),
    ("streamlit.runtime.fragment", "", What.SCRIPT_ERROR),
    (SOCKET, "Rejecting", What.REFUSED_REQUEST),
    (SOCKET, "Origin mismatch", What.SIGN_IN_FAILED),
    (SOCKET, "Error decoding auth", What.SIGN_IN_FAILED),
    (SOCKET, "Error parsing auth", What.SIGN_IN_FAILED),
    (SOCKET, "Error sending", What.SERVER_ERROR),
    (SOCKET, "", What.MESSAGE_REFUSED),
    ("streamlit.runtime.app_session", "Error processing back message", What.MESSAGE_REFUSED),
    (SIGN_IN, "", What.SIGN_IN_FAILED),
    ("uvicorn", "Invalid HTTP request", What.REFUSED_REQUEST),
    ("uvicorn", "", What.SERVER_ERROR),
    ("asyncio", "", What.SERVER_ERROR),
)


def tell(what: What, error: BaseException | None = None, level: int = logging.WARNING) -> None:
    """Write the line of a failure that was met on purpose, such as a request that is refused."""
    caller = sys._getframe(1)
    logging.getLogger(OWN_LOGGER).log(level, line(level, what, error, _place(caller, caller.f_lineno)))


def line(level: int, what: What, error: BaseException | None, at: str) -> str:
    """The line; `at` is where it was noticed, and tells where it is from if no code of ours is on the way there."""
    told: dict[str, Any] = {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "level": logging.getLevelName(level).lower(),
        "what": what.value,
    }
    if error is not None:
        chain = list(_chain(error))
        told["error"] = _class(error)
        if chain[1:]:
            told["cause"] = [_class(cause) for cause in chain[1:]]
        told["raised_at"] = next((places[-1] for places in map(_places, reversed(chain)) if places), at)
        at = next((places[-1] for places in map(_own_places, reversed(chain)) if places), at)
        if isinstance(error, DataError):
            # Which line of data/ is broken is nobody's secret.
            told["data"] = [f"{problem.file}:{problem.line}" for problem in error.problems]
    return json.dumps({**told, "at": at})


def tell_failures_plainly() -> None:
    """From now on, whatever warns in this process is told by such a line; once is enough, and twice does no harm."""
    logging.setLogRecordFactory(_plain_record)
    logging.captureWarnings(True)
    threading.excepthook = _tell_of_thread
    sys.unraisablehook = _tell_of_unraisable
    if not logging.root.handlers:
        # Python's last resort skips what has a handler that does nothing, as warnings have.
        logging.root.addHandler(logging.StreamHandler())
    for handler in _handlers():
        handler.setFormatter(logging.Formatter("%(message)s"))


def _plain_record(*args: Any, **values: Any) -> logging.LogRecord:
    record = logging.LogRecord(*args, **values)
    if record.name == OWN_LOGGER or (record.levelno < logging.WARNING and not record.exc_info):
        return record
    error = record.exc_info[1] if record.exc_info else None
    at = f"{record.name}:{record.lineno}"
    record.msg = line(record.levelno, _kind(record, error), error, at)
    record.args = record.exc_info = record.stack_info = None
    return record


def _kind(record: logging.LogRecord, error: BaseException | None) -> What:
    # What the socket raises instead of refusing comes out of the server.
    is_of_socket = error is not None and any(SOCKET in place for place in _places(error))
    name, begins = SOCKET if is_of_socket else record.name, str(record.msg)
    fitting = (what for logger, text, what in KINDS if name.startswith(logger) and begins.startswith(text))
    return next(fitting, What.OTHER)


def _tell_of_thread(told: threading.ExceptHookArgs) -> None:
    _tell_uncaught(told.exc_value)


def _tell_of_unraisable(told: Any) -> None:
    _tell_uncaught(told.exc_value)


def _tell_uncaught(error: BaseException | None) -> None:
    if not isinstance(error, SystemExit):
        text = line(logging.ERROR, What.THREAD_ERROR, error, f"{__name__}:0")
        logging.getLogger(OWN_LOGGER).error(text)


def _handlers() -> Iterator[logging.Handler]:
    loggers = (logging.getLogger(name) for name in ("", *logging.Logger.manager.loggerDict))
    return (handler for logger in loggers for handler in logger.handlers)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The failure, what caused it, what caused that."""
    for _ in range(MOST_CAUSES):
        yield error
        cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        if cause is None:
            return
        error = cause


def _class(error: BaseException) -> str:
    kind = type(error)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def _frames(error: BaseException) -> Iterator[TracebackType]:
    frame = error.__traceback__
    while frame is not None:
        yield frame
        frame = frame.tb_next


def _places(error: BaseException) -> list[str]:
    return [_place(one.tb_frame, one.tb_lineno) for one in _frames(error)]


def _own_places(error: BaseException) -> list[str]:
    return [_place(one.tb_frame, one.tb_lineno) for one in _frames(error) if _own_module(one.tb_frame)]


def _place(frame: FrameType, number: int) -> str:
    return f"{_own_module(frame) or frame.f_globals.get('__name__', '?')}:{number}"


def _own_module(frame: FrameType) -> str:
    """Dotted name of a file of ours, "" for any other. Streamlit runs pages without names of their own."""
    file = Path(frame.f_code.co_filename)
    try:
        within = file.relative_to(ROOT)
    except ValueError:
        return ""
    is_ours = within.parts[0] in OUR_FOLDERS or within.name == "app.py"
    return ".".join(within.with_suffix("").parts) if is_ours else ""
