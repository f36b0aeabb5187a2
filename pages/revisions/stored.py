"""The revisions of the store, as 更新履歴 reads them."""

from __future__ import annotations

import pandas as pd

from kdx_metrics.database.errors import NotPossible, StoreUnavailable
from kdx_metrics.plan.fiscal_calendar import wareki
from kdx_metrics.publications.revisions import Revision, heads
from kdx_metrics.publications.store_source import State
from kdx_metrics.publications.tables_at import read_tables, settings_alone
from pages.frame.words import local_time
from pages.view.view import View


def current_state(view: View) -> State:
    """Head and revisions now. Raises StoreUnavailable while the store has never been opened."""
    store_source = view.source.store_source
    if store_source is None:
        raise StoreUnavailable(view.source.trouble)
    return store_source.state()


def newest_first(state: State) -> list[Revision]:
    """Every revision, newest first."""
    return list(state.revisions)[::-1]


def revision_label(view: View, revision: Revision, table: str = "") -> str:
    """「第3版 取組(令和8年10月31日時点、令和8年11月2日 09:10 鹿島 花子)」, with the table where several are offered."""
    published = f"{local_time(view, revision.published_at)} {revision.by}"
    return f"{' '.join(filter(None, (f'第{revision.id}版', table)))}({wareki(revision.as_at)}時点、{published})"


def frame_of(view: View, revision: Revision) -> pd.DataFrame:
    """The typed table of a revision alone, read by the strategy of its 時点.

    Raises NotPossible where today's rules cannot read it.
    """
    in_force = {**settings_alone(heads(current_state(view).revisions, revision.as_at)), revision.table: revision}
    with view.source.store.reading() as connection:
        frames = read_tables(view.strategy, in_force, connection).frames
    if revision.table not in frames:
        raise NotPossible(f"第{revision.id}版は、いまの規則では表として読めません。誤りのない版を選んでください。")
    return frames[revision.table]
