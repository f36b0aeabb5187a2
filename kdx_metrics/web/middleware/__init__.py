"""ASGI middleware around Streamlit: security headers, sign-in, refusals, compressed files."""
