"use strict";
// Text from articles is only ever put in as textContent: nothing of it can act.
(function () {
  const SPACE = "http://www.w3.org/2000/svg";
  const data = JSON.parse(document.getElementById("data").textContent);
  const names = ["term", "nTarget", "nReference", "articlesTarget", "articlesReference", "rateTarget", "rateReference",
    "odds", "low", "high", "q", "z", "frequency", "lines"];
  const terms = data.terms.map(function (row) {
    return Object.fromEntries(names.map(function (name, i) { return [name, row[i]]; }));
  });
  const plot = document.getElementById("plot"), tip = document.getElementById("tip");
  const list = document.getElementById("list"), detail = document.getElementById("detail");
  const search = document.getElementById("search"), found = document.getElementById("found");
  const size = { left: 52, right: 748, top: 14, bottom: 488 };
  const MOST_LISTED = 400, MOST_NAMED = 45;

  function make(parent, tag, attributes, text) {
    const element = parent.namespaceURI === SPACE ? document.createElementNS(SPACE, tag) : document.createElement(tag);
    for (const [key, value] of Object.entries(attributes || {})) element.setAttribute(key, value);
    if (text !== undefined) element.textContent = text;
    parent.appendChild(element);
    return element;
  }

  function signed(value) {
    if (value === null) return "–";
    const digits = Math.abs(value) < 0.1 ? 3 : 2;
    return (value > 0 ? "+" : value < 0 ? "−" : "") + Math.abs(value).toFixed(digits);
  }

  function short(value) { return value === null ? "–" : String(Number(value.toPrecision(2))); }

  function isClear(term) { return term.low !== null && (term.low > 0 || term.high < 0); }

  function interval(term) {
    if (term.low === null) return "no interval";
    return signed(term.low) + " to " + signed(term.high) + (isClear(term) ? "" : ", could be none");
  }

  function summary(term) {
    return term.term + ": log-odds " + signed(term.odds) + ", interval " + interval(term) + "; " + term.nTarget +
      " against " + term.nReference + " times, " + term.articlesTarget + " and " + term.articlesReference + " articles";
  }

  // Places
  const logs = terms.map(function (term) { return Math.log10(term.frequency); });
  const odds = terms.map(function (term) { return term.odds; });
  function range(values, room) {
    const low = Math.min.apply(null, values), high = Math.max.apply(null, values), more = (high - low) * room || 0.5;
    return [low - more, high + more];
  }
  const [xLow, xHigh] = range(logs, 0.04), [yLow, yHigh] = range(odds.concat([0]), 0.04);
  function x(value) { return size.left + (Math.log10(value) - xLow) / (xHigh - xLow) * (size.right - size.left); }
  function y(value) { return size.bottom - (value - yLow) / (yHigh - yLow) * (size.bottom - size.top); }
  for (const term of terms) { term.x = x(term.frequency); term.y = y(term.odds); }

  function line(kind, x1, y1, x2, y2) { make(plot, "line", { class: kind, x1: x1, y1: y1, x2: x2, y2: y2 }); }

  function axes() {
    const step = yHigh - yLow > 8 ? 2 : yHigh - yLow > 3 ? 1 : 0.5;
    for (let value = Math.ceil(yLow / step) * step; value <= yHigh; value += step) {
      line(Math.abs(value) < 1e-9 ? "zero" : "grid", size.left, y(value), size.right, y(value));
      make(plot, "text", { x: size.left - 6, y: y(value) + 4, "text-anchor": "end" }, value === 0 ? "0" : signed(value).replace(/\.?0+$/, ""));
    }
    line("axis", size.left, size.bottom, size.right, size.bottom);
    for (let power = Math.floor(xLow); power <= Math.ceil(xHigh); power += 1) {
      for (const factor of [1, 2, 5]) {
        const value = factor * Math.pow(10, power);
        if (Math.log10(value) < xLow || Math.log10(value) > xHigh) continue;
        line("axis", x(value), size.bottom, x(value), size.bottom + 5);
        make(plot, "text", { x: x(value), y: size.bottom + 19, "text-anchor": "middle" }, String(Number(value.toPrecision(1))));
      }
    }
    make(plot, "text", { x: (size.left + size.right) / 2, y: size.bottom + 42, "text-anchor": "middle" }, "occurrences per 1,000 words, both sides together");
    make(plot, "text", { x: 14, y: (size.top + size.bottom) / 2, "text-anchor": "middle", transform: "rotate(-90 14 " + (size.top + size.bottom) / 2 + ")" }, "log-odds");
  }

  function draw(term, number) {
    const kind = isClear(term) ? (term.odds > 0 ? "more" : "less") : "none";
    const common = { class: "term " + kind, id: "t" + number, role: "option", "aria-label": summary(term), "aria-selected": "false" };
    term.mark = kind === "less"
      ? make(plot, "rect", Object.assign(common, { x: term.x - 4, y: term.y - 4, width: 8, height: 8 }))
      : make(plot, "circle", Object.assign(common, { cx: term.x, cy: term.y, r: kind === "more" ? 4.5 : 3 }));
    term.number = number;
  }

  function nameThem(among) {
    for (const old of plot.querySelectorAll(".name")) old.remove();
    const taken = [];
    for (const term of among.slice(0, MOST_NAMED)) {
      const width = 6.6 * term.term.length + 4, end = term.x + 6 + width > size.right;
      const box = [end ? term.x - 6 - width : term.x + 6, term.y - 12, end ? term.x - 6 : term.x + 6 + width, term.y + 3];
      if (taken.some(function (other) { return box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]; })) continue;
      taken.push(box);
      make(plot, "text", { class: "name", "aria-hidden": "true", x: end ? term.x - 6 : term.x + 6, y: term.y - 1, "text-anchor": end ? "end" : "start" }, term.term);
    }
  }

  // Which terms are shown
  let shown = terms, current = null;
  function filter() {
    const wanted = search.value.trim().toLowerCase();
    shown = wanted ? terms.filter(function (term) { return term.term.includes(wanted); }) : terms;
    const kept = new Set(shown);
    for (const term of terms) term.mark.classList.toggle("away", !kept.has(term));
    found.textContent = wanted ? shown.length.toLocaleString("en") + (shown.length === 1 ? " term" : " terms") : "";
    listThem();
    nameThem(shown);
    if (current && !kept.has(current)) choose(null);
  }

  function listThem() {
    list.textContent = "";
    const rows = shown.slice(0, MOST_LISTED).sort(function (a, b) { return b.z - a.z; });
    for (const term of rows) {
      const button = make(make(list, "li"), "button", { type: "button", "aria-pressed": String(term === current) });
      make(button, "span", {}, term.term);
      make(button, "span", { class: "number" }, signed(term.odds) + (isClear(term) ? " ◆" : ""));
      button.setAttribute("aria-label", summary(term));
      button.addEventListener("click", function () { choose(term, true); });
      term.button = button;
    }
    if (shown.length > MOST_LISTED) make(list, "li", { class: "quiet" }, "and " + (shown.length - MOST_LISTED).toLocaleString("en") + " more: search");
  }

  const ring = make(plot, "circle", { class: "ring", r: 8, visibility: "hidden" });
  function choose(term, open) {
    if (current) {
      current.mark.setAttribute("aria-selected", "false");
      if (current.button) current.button.setAttribute("aria-pressed", "false");
    }
    current = term;
    ring.setAttribute("visibility", term ? "visible" : "hidden");
    if (!term) { plot.removeAttribute("aria-activedescendant"); return; }
    term.mark.setAttribute("aria-selected", "true");
    if (term.button) term.button.setAttribute("aria-pressed", "true");
    plot.setAttribute("aria-activedescendant", term.mark.id);
    ring.setAttribute("cx", term.x);
    ring.setAttribute("cy", term.y);
    plot.appendChild(ring);
    if (open) show(term);
  }

  function fact(parent, name, value) {
    const row = make(parent, "div");
    make(row, "dt", {}, name);
    make(row, "dd", {}, value);
  }

  function show(term) {
    detail.textContent = "";
    make(detail, "h2", {}, term.term);
    const facts = make(detail, "dl");
    fact(facts, "Log-odds", signed(term.odds) + " (" + Math.round(100 * data.level) + "% interval " + interval(term) + ")");
    fact(facts, "q", short(term.q));
    fact(facts, "z", signed(term.z));
    fact(facts, data.target, term.nTarget + " times, " + short(term.rateTarget) + " per 1,000, " + term.articlesTarget + " articles");
    fact(facts, data.reference, term.nReference + " times, " + short(term.rateReference) + " per 1,000, " + term.articlesReference + " articles");
    if (!term.lines.length) make(detail, "p", { class: "quiet" }, "No lines of this term are on the page.");
    const lines = make(detail, "ul");
    for (const one of term.lines) {
      const item = make(lines, "li"), text = make(item, "bdi");
      text.appendChild(document.createTextNode(one[3]));
      make(text, "mark", {}, one[4]);
      text.appendChild(document.createTextNode(one[5]));
      item.appendChild(document.createTextNode(" "));
      make(item, "small", {}, [data.outlets[one[0]], one[1], one[2]].filter(Boolean).join(", "));
    }
  }

  // Mouse
  function nearest(event) {
    const box = plot.getBoundingClientRect(), scale = 760 / box.width;
    const px = (event.clientX - box.left) * scale, py = (event.clientY - box.top) * scale;
    let best = null, least = 14 * 14;
    for (const term of shown) {
      const apart = (term.x - px) * (term.x - px) + (term.y - py) * (term.y - py);
      if (apart < least) { least = apart; best = term; }
    }
    return best;
  }
  function hint(term) {
    tip.hidden = !term;
    if (!term) return;
    tip.textContent = summary(term);
    const scale = plot.getBoundingClientRect().width / 760;
    const right = term.x < 400;
    tip.style.left = right ? (term.x + 14) * scale + "px" : "auto";
    tip.style.right = right ? "auto" : (760 - term.x + 14) * scale + "px";
    tip.style.top = (term.y + 10) * scale + "px";
  }
  plot.addEventListener("mousemove", function (event) { hint(nearest(event)); });
  plot.addEventListener("mouseleave", function () { hint(null); });
  plot.addEventListener("click", function (event) { const term = nearest(event); if (term) choose(term, true); });

  // Keyboard
  const orders = { x: terms.slice().sort(function (a, b) { return a.x - b.x || a.y - b.y; }), y: terms.slice().sort(function (a, b) { return b.y - a.y || a.x - b.x; }) };
  function move(axis, step) {
    const kept = new Set(shown), order = orders[axis].filter(function (term) { return kept.has(term); });
    if (!order.length) return;
    const at = current ? order.indexOf(current) + step : order.indexOf(shown[0]);
    choose(order[Math.max(0, Math.min(order.length - 1, at))]);
    hint(current);
  }
  plot.addEventListener("keydown", function (event) {
    const moves = { ArrowRight: ["x", 1], ArrowLeft: ["x", -1], ArrowDown: ["y", 1], ArrowUp: ["y", -1] }[event.key];
    if (moves) { event.preventDefault(); move(moves[0], moves[1]); }
    if ((event.key === "Enter" || event.key === " ") && current) { event.preventDefault(); show(current); }
    if (event.key === "Escape") { choose(null); hint(null); }
  });
  plot.addEventListener("focus", function () { if (!current) move("x", 0); else hint(current); });
  plot.addEventListener("blur", function () { hint(null); });
  let waiting = 0;
  search.addEventListener("input", function () { clearTimeout(waiting); waiting = setTimeout(filter, 120); });

  axes();
  // Rings first, so that they do not lie on what is clear.
  [false, true].forEach(function (clear) { terms.forEach(function (term, i) { if (isClear(term) === clear) draw(term, i); }); });
  filter();
  const asked = decodeURIComponent(location.hash.slice(1));
  const first = terms.find(function (term) { return term.term === asked; });
  if (first) choose(first, true);
})();
