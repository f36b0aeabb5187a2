// Keys of 会議モード beside the arrows of 前へ and 次へ (pages/deck/deck.py), for a keyboard and for a clicker: Streamlit
// gives a button one key, and each button is a message of its own.
(() => {
  "use strict";
  const steps = { " ": "next", PageDown: "next", PageUp: "back" };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.target.closest?.("input, textarea, [contenteditable]")) return;  // a date is typed into the last
    const step = steps[event.key];
    const buttons = [...document.querySelectorAll(`[class*="st-key-deck-${step ?? "keys"}"] button`)];
    const button = step ? buttons[0] : buttons.find((choice) => choice.textContent === event.key);
    if (!button) return;
    event.preventDefault();
    button.click();
  });
})();
