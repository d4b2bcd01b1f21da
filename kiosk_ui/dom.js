// Elements without markup in strings: nothing that comes from a server can become a tag.

/** Make an element: `el("p.lead.num", {id: "x", on: {click: f}}, "text", child, null)`. */
export function el(kind, attributes = {}, ...children) {
  const [tag, ...classes] = kind.split(".");
  const node = document.createElement(tag);
  if (classes.length) node.className = classes.join(" ");
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") for (const [event, act] of Object.entries(value)) node.addEventListener(event, act);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

const SVG = "http://www.w3.org/2000/svg";

function picture(symbol, attributes) {
  const svg = document.createElementNS(SVG, "svg");
  for (const [name, value] of Object.entries(attributes)) svg.setAttribute(name, value);
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("focusable", "false");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `/static/sprite.svg#${symbol}`);
  svg.append(use);
  return svg;
}

export const icon = (name) => picture(`i-${name}`, { class: "i", viewBox: "0 0 24 24" });
export const seal = () => picture("seal", { class: "seal", viewBox: "0 0 40 40" });
export const hem = () => picture("hem", { class: "hem" });

/** The one heading of a screen; focus is moved to it, so a screen reader begins there. */
export const heading = (...children) => el("h1", { tabindex: "-1" }, ...children);

/** A large button: icon (or null), words, what it does. */
export function button(words, act, { main = false, symbol = null, small = false } = {}) {
  const kind = `button.kb${main ? ".main" : ""}${small ? ".small" : ""}`;
  return el(kind, { type: "button", on: { click: act } }, symbol && icon(symbol), words);
}
