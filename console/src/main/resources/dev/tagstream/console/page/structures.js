// Drawings of molecules, fetched once each. They come from the console's own depiction; even so only lines and shapes are taken over.

import { h, s } from "./dom.js";

const SHAPES = new Set(["svg", "g", "line", "path", "polygon", "rect", "circle", "ellipse"]);
const ATTRIBUTES = ["viewBox", "d", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "width", "height", "points", "transform",
  "fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-dasharray", "opacity"];

const drawings = new Map();
const KEPT = 400;

/** A place for the drawing of a compound; its SMILES until the drawing is there, or where there is none. */
export function structure(compound) {
  const place = h("div", { class: "structure" }, h("code", {}, compound.smiles ?? "no structure"));
  if (compound.drawing) {
    drawing(compound.drawing).then((svg) => {
      if (svg) {
        const copy = svg.cloneNode(true);
        copy.setAttribute("role", "img");
        copy.setAttribute("aria-label", `Structure of ${compound.compound}`);
        place.replaceChildren(copy);
      }
    });
  }
  return place;
}

function drawing(key) {
  if (!drawings.has(key)) {
    if (drawings.size >= KEPT) drawings.delete(drawings.keys().next().value);
    drawings.set(key, load(key));
  }
  return drawings.get(key);
}

async function load(key) {
  try {
    const response = await fetch(`console/structures/${encodeURIComponent(key)}`, { cache: "no-store" });
    if (!response.ok) throw new Error(`status ${response.status}`);
    const parsed = new DOMParser().parseFromString(await response.text(), "image/svg+xml").documentElement;
    return parsed.localName === "svg" ? shapes(parsed) : null;
  } catch {
    drawings.delete(key);
    return null;
  }
}

function shapes(element) {
  const copy = s(element.localName);
  for (const name of ATTRIBUTES) {
    if (element.hasAttribute(name)) copy.setAttribute(name, element.getAttribute(name));
  }
  copy.append(...[...element.children].filter((child) => SHAPES.has(child.localName)).map(shapes));
  return copy;
}
