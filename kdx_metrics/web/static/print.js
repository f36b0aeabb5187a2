// Figures on paper: what plotly drew for a window is scaled to the sheet, since it does not draw again for printing.
// A figure of many rows would be cut by the sheet's edge in the middle of one: it is printed in strips of whole rows.
// The width of a sheet is not known yet when printing begins: a view box leaves the scaling to the print's own layout.
(() => {
  "use strict";
  const TALL = 900, ROWS = 4;
  const undo = [];
  const set = (element, name, value) => {
    const before = element.getAttribute(name);
    undo.push(() => before === null ? element.removeAttribute(name) : element.setAttribute(name, before));
    if (value === null) element.removeAttribute(name); else element.setAttribute(name, value);
  };
  const fit = (drawing, top, width, height) => {
    set(drawing, "viewBox", `0 ${top} ${width} ${height}`);
    set(drawing, "preserveAspectRatio", "xMinYMin meet");
    set(drawing, "width", "100%");
    set(drawing, "height", "100%");
  };
  // Halfway between two names, ROWS apart; the last strip takes the axis along.
  const edges = (box, height) => {
    const top = box.getBoundingClientRect().top;
    const middle = (name) => { const box = name.getBoundingClientRect(); return (box.top + box.bottom) / 2 - top; };
    const names = [...box.querySelectorAll(".ytick text")].map(middle).sort((left, right) => left - right);
    const cuts = [0];
    for (let row = ROWS; row < names.length; row += ROWS) cuts.push(Math.round((names[row - 1] + names[row]) / 2));
    return [...cuts, height];
  };
  const strips = (box, width, height) => {
    const cuts = edges(box, height);
    for (let last = cuts.length - 1; last > 0; last -= 1) {
      const strip = box.cloneNode(true), tall = cuts[last] - cuts[last - 1];
      strip.style.cssText = "position: relative; width: 100%; overflow: hidden; break-inside: avoid;"
        + `height: auto; aspect-ratio: ${width} / ${tall}`;
      for (const drawing of strip.querySelectorAll("svg.main-svg")) fit(drawing, cuts[last - 1], width, tall);
      box.after(strip);
      undo.push(() => strip.remove());
    }
    // Flat, not gone: the strips look up its patterns and clips.
    set(box, "style", "position: absolute; width: 100%; height: 0; overflow: hidden");
    for (let around = box.parentElement; !around.matches('[class*="st-key-card-"]'); around = around.parentElement) {
      set(around, "style", `${around.getAttribute("style") ?? ""}; height: auto; contain: none; overflow: visible`);
    }
  };
  addEventListener("beforeprint", () => {
    for (const box of document.querySelectorAll('[data-testid="stPlotlyChart"] .svg-container')) {
      const drawings = box.querySelectorAll("svg.main-svg");
      if (!drawings.length) continue;
      const [width, height] = ["width", "height"].map((name) => Number(drawings[0].getAttribute(name)));
      if (height > TALL) { strips(box, width, height); continue; }
      set(box, "style", `position: relative; width: 100%; height: ${height}px`);
      for (const drawing of drawings) fit(drawing, 0, width, height);
    }
  });
  addEventListener("afterprint", () => { for (const step of undo.splice(0).reverse()) step(); });
})();
