"""A visit without a browser: Streamlit's own messages over its own socket, counted and timed.

Follows the protocol of Streamlit 1.67: a page is a run of the script, a tap is a run with the state of the widget
that was tapped, and a run sends the elements of the page, each with its place. What the server said once and says again
is named by its hash alone. Nothing is drawn, so hundreds of visits fit into one small process.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from select import select
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import urlopen

from google.protobuf.message import Message
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import UploadedFileInfo
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.state.common import GENERATED_ELEMENT_ID_PREFIX, user_key_from_element_id
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value, generate_xsrf_token_string
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.typing import Origin, Subprotocol

PATIENCE_S = 120.0
LARGE, HEARS_WITHIN_S = 1_000_000, 2.0
"""Bytes of a file from which on an early refusal is waited for, and how long."""
KEPT_RUNS = 2
"""A message that the server may name by its hash is kept for so many runs without it, as a browser does."""

LISTS = {"button_group": "string_array_value", "multiselect": "string_array_value", "date_input": "string_array_value"}
TEXTS = ("text_input", "text_area", "time_input", "radio", "selectbox", "tab_container")
TYPED = {
    "checkbox": "bool_value",
    "number_input": "double_value",
    "pagination": "int_value",
    "expandable": "bool_value",
    "popover": "bool_value",
}
KINDS = frozenset({*LISTS, *TEXTS, *TYPED, "slider", "menu_button", "button", "download_button", "file_uploader"})
TRIGGERS = frozenset({"trigger_value", "string_trigger_value", "json_trigger_value", "chat_input_value"})

Events = list[tuple[str, object]]
Component = Callable[[Any], Events]
"""What a component's script answers to the data that it is given: events with their values."""
Place = tuple[int, ...]


class VisitBroken(Exception):
    """The server closed the socket, or did not answer."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one tap cost, from sending it until the page stood still.

    Attributes:
        seconds: from sending to the end of the last run of the script.
        bytes_in: what the server sent.
        bytes_out: what was sent to the server.
        elements: elements that came, those named by their hash included.
        scripts: runs of the script, one that ran again at once counted twice.
    """

    seconds: float
    bytes_in: int
    bytes_out: int
    elements: int
    scripts: int


@dataclass(frozen=True, slots=True)
class Widget:
    """Something to tap or to fill in."""

    key: str
    kind: str
    id: str
    said: Any
    fragment: str = ""

    @property
    def is_disabled(self) -> bool:
        """True where a visitor could not use it."""
        return bool(getattr(self.said, "disabled", False))

    @property
    def form(self) -> str:
        """The form that it stands in, "" for none."""
        return str(getattr(self.said, "form_id", ""))

    def state(self, value: object) -> WidgetState:
        """What the browser sends once the visitor has chosen `value`; a button takes none."""
        state = WidgetState(id=self.id)
        if self.kind in LISTS:
            state.string_array_value.data.extend(_listed(value))
            state.string_array_value.SetInParent()
        elif self.kind == "slider":
            state.double_array_value.data.extend(value)  # type: ignore[arg-type]
        elif self.kind in TEXTS:
            state.string_value = str(value)
        elif self.kind in ("button", "download_button"):
            state.trigger_value = True
        elif self.kind == "menu_button":
            state.string_trigger_value.data = str(value)
        elif value is None:
            state.ClearField(TYPED[self.kind])
        else:
            setattr(state, TYPED[self.kind], value)
        return state


@dataclass(slots=True)
class _Node:
    """An element or a container in its place, and the run that brought it."""

    said: Any
    run: str
    fragment: str


@dataclass(slots=True)
class Visit:
    """One tab of one visitor. Made by `visiting`."""

    address: str
    socket: ClientConnection
    page: str = ""
    query: str = ""
    components: Mapping[str, Component] = field(default_factory=dict)
    session: str = ""
    script: str = ""
    pages: dict[str, str] = field(default_factory=dict)
    token: str = ""
    _nodes: dict[Place, _Node] = field(default_factory=dict)
    _states: dict[str, WidgetState] = field(default_factory=dict)
    _kept: dict[str, tuple[ForwardMsg, int]] = field(default_factory=dict)
    _runs: int = 0
    _current: str = ""
    _answers: dict[str, Any] = field(default_factory=dict)

    async def open(self) -> Run:
        """The page as it is opened by its address."""
        return await self._run(self._rerun(page=self.page))

    async def go(self, page: str) -> Run:
        """Another page, by the menu."""
        self.query = ""
        return await self._run(self._rerun(script=self.pages[page]))

    async def click(self, key: str) -> Run:
        """Tap a button."""
        return await self.use(self[key])

    async def set(self, key: str, value: object) -> Run:
        """Fill in or choose, in the words that the page shows."""
        return await self.use(self[key], value)

    async def use(self, widget: Widget, value: object = None) -> Run:
        """Tap or fill in this very widget; what stands in a form waits for the button that sends it."""
        state = widget.state(value)
        if widget.form and not getattr(widget.said, "is_form_submitter", False):
            self._states[widget.id] = state
            return Run(0.0, 0, 0, 0, 0)
        if name := str(getattr(widget.said, "query_param_key", "")):
            self._write_address(name, value)
        return await self._run(self._rerun(state, fragment=widget.fragment))

    async def upload(self, key: str, name: str, data: bytes) -> Run | int:
        """Drop a file; the status of the answer where the server does not take it."""
        widget = self[key]
        answer = await self._ask("file_urls_request", file_names=[name])
        (urls,) = answer.file_urls
        status = await asyncio.to_thread(self._put, urls.upload_url, name, data)
        if status >= 400:
            return status
        state = WidgetState(id=widget.id)
        info = UploadedFileInfo(name=name, size=len(data), file_id=urls.file_id, file_urls=urls)
        state.file_uploader_state_value.uploaded_file_info.append(info)
        return await self._run(self._rerun(state, fragment=widget.fragment))

    async def download(self, key: str) -> bytes:
        """What a download button gives, where the file is made when it is tapped."""
        return await self.fetch(await self.prepare(key))

    async def fetch(self, url: str) -> bytes:
        """The file at this address of the server."""
        return await asyncio.to_thread(self._get, url)

    async def prepare(self, key: str) -> str:
        """Let the file of a download button be made; where it lies."""
        file_id = self[key].said.deferred_file_id
        answer = await self._ask("backend_operation_request", deferred_file={"file_id": file_id})
        if answer.error_msg:
            raise VisitBroken(f"no file for {key}: {answer.error_msg}")
        return str(answer.deferred_file.url)

    @property
    def widgets(self) -> dict[str, Widget]:
        """Everything that can be used on the page, by its key."""
        found = (_widget(node) for _place, node in sorted(self._nodes.items()))
        return {one.key: one for one in found if one is not None}

    def __getitem__(self, key: str) -> Widget:
        """The widget with this key. Raises KeyError where the page has none."""
        return self.widgets[key]

    def choices(self, widget: Widget) -> list[str]:
        """What a widget offers, in the words of the page."""
        if widget.kind == "tab_container":
            place = next(place for place, node in self._nodes.items() if getattr(_said(node), "id", "") == widget.id)
            within = (node.said for at, node in sorted(self._nodes.items()) if at[:-1] == place)
            return [one.tab.label for one in within if one.WhichOneof("type") == "tab"]
        options = getattr(widget.said, "options", ())
        return [getattr(one, "content", one) for one in options]

    def said(self, *kinds: str) -> list[Any]:
        """Elements of these kinds from top to bottom: `said("markdown")`."""
        elements = (node.said for _place, node in sorted(self._nodes.items()))
        return [getattr(one, one.WhichOneof("type")) for one in elements if one.WhichOneof("type") in kinds]

    @property
    def text(self) -> str:
        """Everything that the page says in words."""
        return "\n".join(one.body for one in self.said("heading", "markdown", "text", "alert", "html"))

    def _write_address(self, name: str, value: object) -> None:
        """A browser writes what was chosen into the address before it tells the server."""
        held = parse_qs(self.query)
        held[name] = [one.lower() if isinstance(value, bool) else one for one in _listed(value)]
        self.query = urlencode(held, doseq=True)

    def _rerun(self, *states: WidgetState, page: str = "", script: str = "", fragment: str = "") -> BackMsg:
        asked = BackMsg()
        rerun = asked.rerun_script
        rerun.query_string, rerun.fragment_id = self.query, fragment
        rerun.page_script_hash, rerun.page_name = script or ("" if page else self.script), page
        for one in states:
            if one.WhichOneof("value") not in TRIGGERS:
                self._states[one.id] = one
        rerun.widget_states.widgets.extend({**self._states, **{one.id: one for one in states}}.values())
        rerun.cached_message_hashes.extend(self._kept)
        rerun.context_info.timezone, rerun.context_info.locale = "Europe/Berlin", "en-GB"
        rerun.context_info.url, rerun.context_info.color_scheme = f"{self.address}/{self.page}", "light"
        return asked

    async def _run(self, asked: BackMsg) -> Run:
        """Send, and take in what comes until the page stands still."""
        began, sizes, out = time.perf_counter(), [0, 0, 0], 0
        while True:
            sent = asked.SerializeToString()
            out += len(sent)
            self._current = ""
            await self._send(sent)
            while not await self._take_one(sizes):
                pass
            events = self._component_events()
            if not events:
                break
            asked = self._rerun(*events)
        return Run(time.perf_counter() - began, sizes[0], out, sizes[1], sizes[2])

    async def _take_one(self, sizes: list[int]) -> bool:
        """One message; True at the end of a run that is not followed by another at once."""
        data = await self._receive()
        sizes[0] += len(data)
        message = ForwardMsg.FromString(data)
        kind = message.WhichOneof("type")
        if kind in ("delta", "ref_hash"):
            sizes[1] += self._place(self._resolved(message))
        elif kind == "script_finished":
            sizes[2] += 1
            # The end of an earlier run may come late, and a run that runs again at once says so.
            is_last = message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
            if is_last and message.metadata.run.script_run_id == self._current:
                self._clear(message)
                return True
        else:
            self._hear(kind, message)
        return False

    def _hear(self, kind: str | None, message: ForwardMsg) -> None:
        if kind == "new_session":
            self._current = message.metadata.run.script_run_id
            self.session = message.new_session.initialize.session_id or self.session
            self.script = message.new_session.page_script_hash
        elif kind == "navigation":
            self.pages = {one.url_pathname: one.page_script_hash for one in message.navigation.app_pages}
            self.script = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind in ("file_urls_response", "backend_operation_response"):
            said = getattr(message, kind)
            self._answers[getattr(said, "response_id", "") or getattr(said, "request_id", "")] = said

    def _resolved(self, message: ForwardMsg) -> ForwardMsg:
        """The message itself, also where only its hash came."""
        if message.WhichOneof("type") == "ref_hash":
            kept, _run = self._kept[message.ref_hash]
            self._kept[message.ref_hash] = (kept, self._runs)
            again = ForwardMsg()
            again.delta.CopyFrom(kept.delta)
            again.metadata.CopyFrom(message.metadata)
            return again
        if message.metadata.cacheable:
            self._kept[message.hash] = (message, self._runs)
        return message

    def _place(self, message: ForwardMsg) -> int:
        """Put an element into its place; how many elements came."""
        delta, path = message.delta, tuple(message.metadata.delta_path)
        kind = delta.WhichOneof("type")
        if kind == "new_transient":
            return len(delta.new_transient.elements)
        said = delta.new_element if kind == "new_element" else delta.add_block
        if kind == "new_element":
            for below in [one for one in self._nodes if len(one) > len(path) and one[: len(path)] == path]:
                del self._nodes[below]
        self._nodes[path] = _Node(said, self._current, delta.fragment_id)
        widget = _widget(self._nodes[path])
        # The server chose the value itself; what was sent before is no longer what the page shows.
        if widget is not None and getattr(widget.said, "set_value", False):
            self._states.pop(widget.id, None)
        return int(kind == "new_element")

    def _clear(self, message: ForwardMsg) -> None:
        """Take away what the run did not bring again, and forget what is no longer shown."""
        run, fragments = message.metadata.run.script_run_id, set(message.metadata.run.fragment_ids)
        self._runs += 1
        self._nodes = {
            place: one
            for place, one in self._nodes.items()
            if one.run == run or (fragments and one.fragment not in fragments)
        }
        shown = {one.id for one in self.widgets.values()}
        self._states = {name: one for name, one in self._states.items() if name in shown}
        self._kept = {name: one for name, one in self._kept.items() if self._runs - one[1] <= KEPT_RUNS}

    def _component_events(self) -> list[WidgetState]:
        found = []
        for one in self.said("bidi_component"):
            script = self.components.get(one.component_name)
            events = script(json.loads(one.json or "null")) if script else []
            if events:
                told = [{"event": name, "value": value} for name, value in events]
                found.append(WidgetState(id=_events_of(one.id), json_trigger_value=json.dumps(told)))
        return found

    async def _ask(self, kind: str, **values: Any) -> Any:
        """Ask for something that is not a run, and wait for its answer."""
        asked, name = BackMsg(), secrets.token_hex(8)
        request = getattr(asked, kind)
        request.request_id, request.session_id = name, self.session
        request.MergeFrom(type(request)(**values))
        await self._send(asked.SerializeToString())
        while name not in self._answers:
            await self._take_one([0, 0, 0])
        return self._answers.pop(name)

    def _get(self, url: str) -> bytes:
        try:
            with urlopen(self.address + url, timeout=PATIENCE_S) as answer:
                return bytes(answer.read())
        except OSError as error:
            raise VisitBroken(str(error)) from error

    def _put(self, url: str, name: str, data: bytes) -> int:
        edge = secrets.token_hex(16)
        shown = name.replace('"', "%22")
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{shown}"\r\n\r\n'.encode()
        body = head + data + f"\r\n--{edge}--\r\n".encode()
        line = HTTPConnection(urlsplit(self.address).netloc, timeout=PATIENCE_S)
        try:
            line.putrequest("PUT", url)
            line.putheader("Content-Type", f"multipart/form-data; boundary={edge}")
            line.putheader("Content-Length", str(len(body)))
            line.putheader("Cookie", f"_streamlit_xsrf={self.token}")
            line.putheader("X-Xsrftoken", self.token)
            line.endheaders()
            # A file that is too large is refused before it was read: whoever goes on sending hears nothing of it.
            if len(body) < LARGE or not select([line.sock], [], [], HEARS_WITHIN_S)[0]:
                line.send(body)
            return line.getresponse().status
        except OSError as error:
            raise VisitBroken(str(error)) from error
        finally:
            line.close()

    async def _send(self, data: bytes) -> None:
        try:
            await self.socket.send(data)
        except (ConnectionClosed, OSError) as error:
            raise VisitBroken(str(error)) from error

    async def _receive(self) -> bytes:
        try:
            async with asyncio.timeout(PATIENCE_S):
                data = await self.socket.recv()
        except TimeoutError as error:
            raise VisitBroken(f"no answer within {PATIENCE_S:g} s") from error
        except (ConnectionClosed, OSError) as error:
            raise VisitBroken(str(error)) from error
        assert isinstance(data, bytes)
        return data


@asynccontextmanager
async def visiting(
    address: str,
    page: str = "",
    query: str = "",
    *,
    cookies: Mapping[str, str] | None = None,
    components: Mapping[str, Component] | None = None,
    session: str = "",
) -> AsyncIterator[Visit]:
    """A tab at this address, connected and not opened yet; `session` goes on with an earlier one's.

    Raises:
        VisitBroken: the server does not let anybody in.
    """
    token = generate_xsrf_token_string()
    cookie = "; ".join(f"{name}={value}" for name, value in {"_streamlit_xsrf": token, **(cookies or {})}.items())
    try:
        socket = await connect(
            address.replace("http", "ws", 1) + "/_stcore/stream",
            additional_headers={"Cookie": cookie},
            origin=Origin(address),
            subprotocols=[Subprotocol(one) for one in ("streamlit", token, session) if one],
            compression=None,
            max_size=None,
            open_timeout=PATIENCE_S,
            ping_interval=None,
        )
    except (OSError, TimeoutError, WebSocketException) as error:
        raise VisitBroken(str(error)) from error
    try:
        yield Visit(address, socket, page, query, components or {}, token=token)
    finally:
        await socket.close()


def user_cookie(cookie_secret: str, address: str, **claims: str) -> dict[str, str]:
    """The cookie of somebody who has just signed in at `address`, as a server with this cookie secret writes it."""
    new = {"origin": address, "is_logged_in": True, "iat": int(time.time()), "nonce": secrets.token_hex(8)}
    said = json.dumps({**new, **claims})
    return {USER_COOKIE_NAME: create_signed_value(cookie_secret, USER_COOKIE_NAME, said).decode()}


def _listed(value: object) -> Iterable[str]:
    if value is None:
        return ()
    return (str(one) for one in value) if isinstance(value, list | tuple) else (str(value),)


def _said(node: _Node) -> Message | None:
    kind = node.said.WhichOneof("type")
    return getattr(node.said, kind) if kind else None


def _widget(node: _Node) -> Widget | None:
    kind, said = node.said.WhichOneof("type"), _said(node)
    name = str(getattr(said, "id", "")) if kind in KINDS else ""
    if not name.startswith(GENERATED_ELEMENT_ID_PREFIX):
        return None
    return Widget(user_key_from_element_id(name) or name, str(kind), name, said, node.fragment)


def _events_of(component_id: str) -> str:
    return f"$$STREAMLIT_INTERNAL_KEY_{component_id}__events"
