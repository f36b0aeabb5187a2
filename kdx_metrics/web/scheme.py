"""Light or dark follows the device while a page is open, as it does when a page is opened.

Streamlit repaints its own surfaces at dusk and leaves what our pages drew as it was, dark letters on a dark ground.
"""

from __future__ import annotations

PATH = "/scheme.js"

# "r" is Streamlit's own key for running a page again; the pause lets it take over the new colours first. Paper is
# always light, which is no reason to draw anew.
SCRIPT = """(() => {
  const again = () => {
    if (matchMedia("print").matches) return;
    const key = { key: "r", code: "KeyR", keyCode: 82, which: 82, bubbles: true };
    for (const type of ["keydown", "keyup"]) document.body.dispatchEvent(new KeyboardEvent(type, key));
  };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => setTimeout(again, 200));
})();
"""
