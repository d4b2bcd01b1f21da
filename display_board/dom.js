// Small tools for building the page: elements, icons, and drawing only what changed.

const SPACE = "http://www.w3.org/2000/svg";
const drawn = new Map();

/** Replace the children of an element, but only when what they show (`key`) has changed. `after` may measure them. */
export function once(id, key, children, after = () => {}) {
  const text = JSON.stringify(key);
  if (drawn.get(id) === text) return;
  drawn.set(id, text);
  byId(id).replaceChildren(...children());
  after();
}

/** Forget what was drawn: everything is drawn anew, in other words or another look. */
export function drawAnew() {
  drawn.clear();
}

export function scoped(scope, ...children) {
  const made = el("th", "", ...children);
  made.scope = scope;
  return made;
}

export function el(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children.filter((child) => child || child === 0));
  return made;
}

export function icon(name, className = "i", box = "0 0 24 24") {
  const made = document.createElementNS(SPACE, "svg");
  made.setAttribute("class", className);
  made.setAttribute("viewBox", box);
  made.setAttribute("aria-hidden", "true");
  made.setAttribute("focusable", "false");
  const use = document.createElementNS(SPACE, "use");
  use.setAttribute("href", `#${name}`);
  made.append(use);
  return made;
}

export function byId(id) {
  return document.getElementById(id);
}

/** Tell whether a text that is clamped to some lines has more than fits. */
export function spills(element) {
  return element.scrollHeight > element.clientHeight + 1;
}

/**
 * Take the pictures into the page; throws when the server does not answer.
 *
 * Why not point at the file, as other pages do? The browser asks for it again with each new icon, and the
 * icon that says "the server is away" is needed just when nobody answers.
 */
export async function loadIcons() {
  const answer = await fetch("/static/sprite.svg", { signal: AbortSignal.timeout(10_000) });
  if (!answer.ok) throw new Error(`sprite: ${answer.status}`);
  const sprite = new DOMParser().parseFromString(await answer.text(), "image/svg+xml").documentElement;
  const here = document.importNode(sprite, true);
  here.setAttribute("class", "vh");
  document.body.prepend(here);
}
