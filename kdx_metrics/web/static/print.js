// Figures on paper: what plotly drew for a window is scaled to the sheet, since it does not draw again for printing.
// A figure of many rows would be cut by the sheet's edge in the middle of one: it is printed in strips of whole rows.
// The width of a sheet is not known yet when printing begins: a view box leaves the scaling to the print's own layout.
(() => {
  "use strict";
  const TALL = 900, ROWS = 3;
  // Heights of a sheet that a figure may take, in widths of the figure: A4 landscape, the first below the page's head.
  const FIRST_SHEET = 0.52, SHEET = 0.65;
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
  // The top of the first row, then halfway between two names, ROWS apart.
  const edges = (box, height) => {
    const top = box.getBoundingClientRect().top;
    const middle = (name) => { const box = name.getBoundingClientRect(); return (box.top + box.bottom) / 2 - top; };
    const names = [...box.querySelectorAll(".ytick text")].map(middle).sort((left, right) => left - right);
    const row = names.length > 1 ? names[1] - names[0] : 0;
    const cuts = [Math.max(0, Math.round(names[0] - row / 2))];
    for (let row = ROWS; row < names.length; row += ROWS) cuts.push(Math.round((names[row - 1] + names[row]) / 2));
    return [...cuts, height];
  };
  const strips = (box, width, height) => {
    const cuts = edges(box, height);
    // Each sheet begins with the figure's head (legend and years): a repeated table head would lose the places of texts.
    const strip = (around, top, bottom) => {
      const drawn = box.cloneNode(true);
      drawn.style.cssText = "position: relative; width: 100%; overflow: hidden; break-inside: avoid;"
        + `height: auto; aspect-ratio: ${width} / ${bottom - top}`;
      for (const drawing of drawn.querySelectorAll("svg.main-svg")) fit(drawing, top, width, bottom - top);
      around.append(drawn);
    };
    const all = document.createElement("div");
    let sheet = null, left = 0;
    for (let next = 1; next < cuts.length; next += 1) {
      const tall = cuts[next] - cuts[next - 1];
      if (!sheet || tall > left) {
        left = (sheet ? SHEET : FIRST_SHEET) * width - cuts[0];
        sheet = all.appendChild(document.createElement("div"));
        if (all.children.length > 1) sheet.style.breakBefore = "page";
        strip(sheet, 0, cuts[0]);
      }
      strip(sheet, cuts[next - 1], cuts[next]);
      left -= tall;
    }
    box.after(all);
    undo.push(() => all.remove());
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
