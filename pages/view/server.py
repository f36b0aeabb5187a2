"""Options of Streamlit's server that depend on ours."""

from __future__ import annotations

from streamlit import config

from kdx_metrics.web.public_address import PublicAddress


def public_address(public_url: str) -> PublicAddress:
    """The address of KDX_PUBLIC_URL, or below `server.baseUrlPath`. Raises SettingsError where they differ.

    The outermost middleware takes the path off: Streamlit itself is at the root, and does not prefix own routes of an
    `st.App` (1.67). Pages of this origin may open its WebSocket also where a proxy does not pass the Host on.
    """
    public = PublicAddress.of(public_url, config.get_option("server.baseUrlPath") or "")
    config.set_option("server.baseUrlPath", "")
    if public.origin:
        origins = config.get_option("server.corsAllowedOrigins")
        config.set_option("server.corsAllowedOrigins", [*origins, public.origin])
    return public
