// Elements from plain values. Text always goes in as text, so nothing that comes from a topic can become markup.

const SVG = "http://www.w3.org/2000/svg";

/** An element with attributes (a function listens, null is left out) and children (elements or text). */
export function h(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/** The same in SVG. */
export function s(name, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

function fill(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(key, value);
    else if (value !== null && value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return element;
}

const shown = new WeakMap();

/** Replaces what is in an element if what it is drawn from has changed; the focus and open details stay. */
export function draw(element, from, make) {
  const key = JSON.stringify(from);
  if (shown.get(element) === key) return;
  shown.set(element, key);
  const focused = element.contains(document.activeElement) ? document.activeElement.id : "";
  const open = [...element.querySelectorAll("details[open][id]")].map((details) => details.id);
  element.replaceChildren(...[make()].flat(Infinity).filter(Boolean));
  open.forEach((id) => document.getElementById(id)?.setAttribute("open", ""));
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

/** A table in a box of its own that scrolls where the page is narrow. Cells are text or elements; numbers are right-aligned. */
export function table(label, columns, rows) {
  const cell = (value, i) =>
    h(i === 0 ? "th" : "td", { class: columns[i].number ? "number" : columns[i].wide ? "wide" : null, scope: i === 0 ? "row" : null }, value);
  return h("div", { class: "scroll", role: "region", tabindex: 0, "aria-label": label },
    h("table", {},
      h("thead", {}, h("tr", {}, columns.map((column) => h("th", { scope: "col", class: column.number ? "number" : null }, column.name)))),
      h("tbody", {}, rows.map((row) => h("tr", {}, row.map(cell))))));
}

/** One of several choices, kept in the address behind the #. */
export function choices(label, key, names, chosen, href) {
  return h("div", { class: "choices", role: "group", "aria-label": label }, names.map((name) =>
    h("a", { id: `choose-${key}-${name}`, href: href({ [key]: name }), "aria-current": name === chosen ? "true" : null }, name)));
}
