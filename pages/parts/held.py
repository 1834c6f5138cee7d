"""Files that are made when a button is tapped, and stay until they were fetched."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread

from streamlit import runtime
from streamlit.runtime.scriptrunner import add_script_run_ctx, get_script_run_ctx


def held(make: Callable[[], bytes], file: str, mime: str) -> Callable[[], bytes]:
    """`make` for a download button with this file name and MIME type.

    Streamlit throws a file that was made at the tap away when any two visitors' pages have run, which on a busy server
    is before the browser fetches it. Named as part of this visit's page, it stays until this visit's next run.
    """
    context = get_script_run_ctx()

    def made() -> bytes:
        data = make()
        if runtime.exists() and context is not None:
            # The same content, type and name are the same file to Streamlit; whose it is, the thread says.
            keep = Thread(
                target=runtime.get_instance().media_file_mgr.add,
                args=(data, mime, f"held.{file}"),
                kwargs={"file_name": file, "is_for_static_download": True},
            )
            add_script_run_ctx(keep, context)
            keep.start()
            keep.join()
        return data

    return made
