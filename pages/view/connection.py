"""Open pages, as Streamlit holds them: their cookies, their uploads and the messages of their front end."""

from __future__ import annotations

from collections.abc import Mapping

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.runtime import get_instance
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx

from kdx_metrics.web.middleware.bounds import Sizes


def this_page() -> str:
    """Streamlit's session id of the page that this run is of."""
    context = get_script_run_ctx()
    return "" if context is None else context.session_id


def cookies_of_page(session_id: str) -> Mapping[str, str] | None:
    """The cookies with which the page of this Streamlit session was opened; None where no such page is open."""
    client = get_instance().get_client(session_id)
    context = None if client is None else client.client_context
    return None if context is None else context.cookies


def uploaded_bytes() -> Mapping[str, int]:
    """Bytes of the files that each page holds, by its Streamlit session."""
    manager = get_instance().uploaded_file_mgr
    if not isinstance(manager, MemoryUploadedFileManager):
        raise TypeError("Streamlit keeps uploads in another way than known")
    return {
        page: sum(len(file.data) for file in list(files.values())) for page, files in list(manager.file_storage.items())
    }


def sizes_of(message: bytes) -> Sizes:
    """Sizes of a message of the front end; Streamlit itself refuses one that cannot be read."""
    back = BackMsg()
    try:
        back.ParseFromString(message)
    except Exception:  # noqa: BLE001  # of a library that only Streamlit asks for
        return Sizes(0, len(message))
    state = back.rerun_script
    return Sizes(len(state.query_string.encode()), len(message) - state.widget_states.ByteSize())
