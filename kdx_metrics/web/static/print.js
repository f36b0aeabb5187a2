// Figures on paper: what plotly drew for a window is scaled to the sheet, since it does not draw again for printing.
// The width of a sheet is not known yet when printing begins: a view box leaves the scaling to the print's own layout.
(() => {
  "use strict";
  const undo = [];
  const set = (element, name, value) => {
    const before = element.getAttribute(name);
    undo.push(() => before === null ? element.removeAttribute(name) : element.setAttribute(name, before));
    if (value === null) element.removeAttribute(name); else element.setAttribute(name, value);
  };
  addEventListener("beforeprint", () => {
    for (const box of document.querySelectorAll('[data-testid="stPlotlyChart"] .svg-container')) {
      const drawings = box.querySelectorAll("svg.main-svg");
      if (!drawings.length) continue;
      const [width, height] = ["width", "height"].map((name) => Number(drawings[0].getAttribute(name)));
      set(box, "style", `position: relative; width: 100%; height: ${height}px`);
      for (const drawing of drawings) {
        set(drawing, "viewBox", `0 0 ${width} ${height}`);
        set(drawing, "preserveAspectRatio", "xMinYMin meet");
        set(drawing, "width", "100%");
        set(drawing, "height", "100%");
      }
    }
  });
  addEventListener("afterprint", () => { for (const step of undo.splice(0).reverse()) step(); });
})();
