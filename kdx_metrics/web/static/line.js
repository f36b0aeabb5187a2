// A cut line shows as one thin strip in place of Streamlit's dialog, which covers the screen before the whole room and
// asks about the internet; the last key of the deck that was pressed meanwhile is pressed again when the line is back.
(() => {
  "use strict";
  const turning = new Set(["ArrowLeft", "ArrowRight", " ", "PageDown", "PageUp", "Home", "End", ..."123456789"]);
  const strip = Object.assign(document.createElement("div"), { id: "kdx-line", textContent: "つなぎ直しています" });
  strip.setAttribute("role", "status");
  let app = null, wasConnected = false, missed = null;
  const isConnected = () => app.dataset.testConnectionState === "CONNECTED";
  const isCut = () => document.documentElement.classList.contains("kdx-cut");
  const pressAgain = () => {
    if (!missed || isCut()) return;
    if (app.dataset.testScriptState !== "notRunning") return setTimeout(pressAgain, 100);
    for (const type of ["keydown", "keyup"]) document.body.dispatchEvent(new KeyboardEvent(type, missed));
    missed = null;
  };
  const look = () => {
    wasConnected ||= isConnected();
    const cut = wasConnected && !isConnected();
    if (cut === isCut()) return;
    document.documentElement.classList.toggle("kdx-cut", cut);
    if (cut) document.body.append(strip);
    else { strip.remove(); pressAgain(); }
  };
  addEventListener("keydown", (event) => {
    if (!isCut() || !turning.has(event.key) || !document.querySelector(".st-key-deck")) return;
    if (event.target.closest?.("input, textarea")) return;
    const { key, code, keyCode } = event;
    missed = { key, code, keyCode, which: keyCode, bubbles: true };
    event.stopImmediatePropagation();
    event.preventDefault();
  }, true);
  const start = () => {
    app = document.querySelector('[data-testid="stApp"]');
    if (!app) return setTimeout(start, 200);
    new MutationObserver(look).observe(app, { attributes: true, attributeFilter: ["data-test-connection-state"] });
    look();
  };
  start();
})();
