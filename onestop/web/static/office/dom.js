// Building and finding elements without a framework and without markup in strings: what a person typed can never become markup.

const SVG = "http://www.w3.org/2000/svg";

export const byId = (id) => document.getElementById(id);

/** An element with its properties, `data-*`/`aria-*` attributes and children; null and false children are left out. */
export function h(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name in made && !name.includes("-")) made[name] = value;
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

let near = "/static/sprite.svg";

/** Bring the sprite into the page, so that its pictures are there when the line to the server is not. */
export async function bringSprite() {
  const drawn = new DOMParser().parseFromString(await (await fetch(near)).text(), "image/svg+xml").documentElement;
  drawn.setAttribute("class", "vh");
  document.body.append(document.importNode(drawn, true));
  near = "";
}

/** A picture of the sprite, for the eye only. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "i");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("focusable", "false");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${near}#i-${name}`);
  svg.append(use);
  return svg;
}

const PICTURES = { ok: "ok", near: "clock", late: "alert", hold: "pause" };

/** A status: picture, word and colour together. */
export function badge(kind, word, picture = PICTURES[kind]) {
  return h("span", { className: `st ${kind}` }, icon(picture), word);
}

/** Replace what an element holds, only when `key` differs from the last time: no flicker, no lost focus while polling. */
export function refill(element, key, make) {
  const seen = JSON.stringify(key);
  if (element.dataset.seen === seen) return;
  element.dataset.seen = seen;
  const focused = element.contains(document.activeElement) ? document.activeElement.id : "";
  element.replaceChildren(...[make()].flat().filter(Boolean));
  if (focused) byId(focused)?.focus({ preventScroll: true });
}

/** Switch a button off so that it stays in the tab order and its reason can be read. */
export function allow(button, allowed) {
  if (allowed) button.removeAttribute("aria-disabled");
  else button.setAttribute("aria-disabled", "true");
}

export const allowed = (button) => button.getAttribute("aria-disabled") !== "true" && button.getAttribute("aria-busy") !== "true";
