"""Security headers on every answer, and the content security policy that Streamlit's front end can live with."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Each allowance beyond 'self' was seen to be needed in Chromium: taken away, the console names what was blocked.
POLICY = {
    "default-src": "'self'",
    # No 'unsafe-inline', 'unsafe-eval' or blob: — every script is a file of this server. Streamlit's index.html has
    # one inline script, which first_page.py leaves out; plotly and st.dataframe draw without eval.
    "script-src": "'self'",
    # Emotion (Streamlit's styling) and plotly insert <style> elements and style attributes as they draw.
    "style-src": "'self' 'unsafe-inline'",
    # data: for small pictures inside style sheets, blob: for a figure on its way to 「PNGで保存」.
    "img-src": "'self' data: blob:",
    # data: for an icon font inside Streamlit's style sheet.
    "font-src": "'self' data:",
    # The WebSocket too: 'self' covers ws: and wss: to the same host and port.
    "connect-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-src": "'none'",
    "frame-ancestors": "'none'",
}
CONTENT_SECURITY_POLICY = "; ".join(f"{name} {value}" for name, value in POLICY.items())

MEDIA = "/media/"  # what one person downloads: papers, CSVs, the audit log
NOT_KEPT = "private, no-store"

POLICY_NAME = "content-security-policy"

HEADERS = {
    POLICY_NAME: CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",  # frame-ancestors for browsers that are too old for it
    # Not no-referrer: a form's POST would then carry `Origin: null` and look foreign to the gate.
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


class SecurityHeaders:
    """ASGI middleware that sets HEADERS on every HTTP answer, files and errors too; an answer's own policy stays."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, adding the headers as the answer starts."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                own = headers.get(POLICY_NAME)
                headers.update(HEADERS)
                if own is not None:  # pages outside Streamlit bring a stricter one
                    headers[POLICY_NAME] = own
                if scope["path"].startswith(MEDIA):
                    headers["cache-control"] = NOT_KEPT
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)
