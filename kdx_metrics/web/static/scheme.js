// Light or dark follows the device while a page is open, as it does when a page is opened. Streamlit repaints its own
// surfaces at dusk and leaves what our pages drew as it was, dark letters on a dark ground.
// "r" is Streamlit's own key for running a page again; the pause lets it take over the new colours first. While a page
// is being drawn Streamlit does not hear it, so it is pressed until the page is drawn in the device's colours, ten times
// at most. Paper is always light, which is no reason to draw anew.
(() => {
  "use strict";
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const drawn = () => getComputedStyle(document.documentElement).getPropertyValue("--kdx-mode").trim();
  let next = 0, left = 0;
  const again = () => {
    if (matchMedia("print").matches || drawn() === (dark.matches ? "dark" : "light") || left === 0) return;
    left -= 1;
    const key = { key: "r", code: "KeyR", keyCode: 82, which: 82, bubbles: true };
    for (const type of ["keydown", "keyup"]) document.body.dispatchEvent(new KeyboardEvent(type, key));
    next = setTimeout(again, 1000);
  };
  dark.addEventListener("change", () => {
    clearTimeout(next);
    left = 10;
    next = setTimeout(again, 200);
  });
})();
