"""What the guards of the HTTP layer are told of open pages."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from pages.view import connection


def test_what_a_page_holds_is_told_in_bytes_known_to_a_widget_or_not(monkeypatch: pytest.MonkeyPatch) -> None:
    manager = MemoryUploadedFileManager("/_stcore/upload_file")
    for page, name, size in (("first", "a", 100), ("first", "b", 20), ("second", "a", 3)):
        manager.add_file(page, UploadedFileRec(name, name, "text/csv", bytes(size)))
    monkeypatch.setattr(connection, "get_instance", lambda: SimpleNamespace(uploaded_file_mgr=manager))
    assert connection.uploaded_bytes() == {"first": 120, "second": 3}
    manager.remove_session_files("first")
    assert connection.uploaded_bytes() == {"second": 3}


def test_uploads_that_streamlit_keeps_in_a_way_unknown_are_not_taken_for_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "get_instance", lambda: SimpleNamespace(uploaded_file_mgr=None))
    with pytest.raises(TypeError, match="another way"):
        connection.uploaded_bytes()
