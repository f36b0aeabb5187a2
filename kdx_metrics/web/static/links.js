// Links in our own HTML that lead to a page of the dashboard keep the session: Streamlit reads the address anew when the
// browser goes back or forth, and this says so to it. It knows no such links of its own (Streamlit 1.67); without this
// the browser would load everything again.
(() => {
  "use strict";
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a.kdx-page");
    if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    history.pushState(null, "", link.href);
    dispatchEvent(new PopStateEvent("popstate"));
  });
})();
