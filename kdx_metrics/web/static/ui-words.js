// Streamlit's English on screen → Japanese. `kdxWords` (web/ui_words.py) is set by the server before this line.
(() => {
  "use strict";
  const phrases = new Map(Object.entries(kdxWords.phrases));
  const patterns = kdxWords.patterns.map(([from, to]) => [new RegExp(from, "u"), to]);
  const attributes = ["aria-label", "title", "placeholder", "aria-placeholder", "aria-valuetext", "data-tooltip"];
  const latin = /[A-Za-z]/;
  const translated = (text) => {
    const core = text.trim();
    if (!latin.test(core)) return text;
    const exact = phrases.get(core);
    if (exact !== undefined) return text.replace(core, exact);
    const named = /^([^:]+): (.+)$/u.exec(core);  // "Search: 取組の一覧"
    if (named && phrases.has(named[1])) return `${phrases.get(named[1])}: ${named[2]}`;
    for (const [from, to] of patterns) if (from.test(core)) return core.replace(from, to).trim();
    return text;
  };
  const text = (node) => { const now = translated(node.nodeValue); if (now !== node.nodeValue) node.nodeValue = now; };
  const mark = (element) => {
    for (const name of attributes) {
      const value = element.getAttribute(name);
      if (value) { const now = translated(value); if (now !== value) element.setAttribute(name, now); }
    }
  };
  // What people typed and what data holds stays as it is: only the frame's own words are replaced.
  const ours = (node) => (node.nodeType === 1 ? node : node.parentElement)
    ?.closest('[class^="kdx-"],[data-testid="stMarkdown"],[data-testid="stText"],code,textarea,script,style');
  const visit = (root) => {
    if (ours(root)) return;
    if (root.nodeType === 3) return text(root);
    if (root.nodeType !== 1) return;
    mark(root);
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.nodeType === 1) mark(node);
      else if (latin.test(node.nodeValue) && !ours(node)) text(node);  // the cheaper question first
    }
  };
  const start = () => {
    visit(document.body);
    new MutationObserver((records) => {
      for (const record of records) {
        if (record.target instanceof SVGElement) continue;  // figures, thousands of nodes of our own words
        if (record.type === "attributes") mark(record.target);
        else if (record.type === "characterData") visit(record.target);
        else record.addedNodes.forEach(visit);
      }
    }).observe(document.body, {
      subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: attributes,
    });
  };
  if (document.body) start(); else addEventListener("DOMContentLoaded", start);
})();
