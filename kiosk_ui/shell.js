// The frame round every screen: header with clock, the screen, footer with language, text size and the way back.
import { speak } from "./api.js";
import { now } from "./clock.js";
import { el, hem, icon, seal } from "./dom.js";
import { restartIdle } from "./idle.js";
import { state } from "./state.js";
import { readIn, say } from "./text.js";
import { digits } from "./when.js";

const screens = {};
let here = { name: null, facts: {}, view: null, visit: 0 };

const part = (id) => document.getElementById(id);

/** Name the screens once, so that they can lead to one another without importing one another. */
export function register(all) {
  Object.assign(screens, all);
}

/**
 * Show a screen. A screen is a function of facts that gives
 * {title, body, banner?, kind?, back?, focus?, idle?, leave?, keep?}: `title` for the window, `body` for <main>,
 * `back` what the footer's button does, `focus` what takes focus instead of the heading, `idle` seconds
 * until home (null: never), `leave` what to stop when another screen comes, `keep` the facts to draw it again with.
 */
export function go(name, facts = {}) {
  here.view?.leave?.();
  const view = screens[name](facts);
  here = { name, facts, view, visit: here.visit + 1 };
  draw(view);
  restartIdle(view.idle === undefined ? 30 : view.idle);
  (view.focus ?? document.querySelector("h1"))?.focus({ preventScroll: true });
}

export const shown = () => here.name;

/** The view on the screen now. */
export const current = () => here.view;

/** Counts the screens shown; a slow answer compares it to see whether somebody still waits for it. */
export const visit = () => here.visit;

function draw(view) {
  document.title = say("page.title", { screen: view.title });
  document.documentElement.lang = state.lang;
  document.documentElement.className = `kiosk size-${state.size}`;
  const top = part("top");
  top.className = view.banner ? "welcome on-dark" : "top";
  top.replaceChildren(...(view.banner ? [nameplate(), ...view.banner, hem()] : [el("div.thread"), nameplate()]));
  const main = part("main");
  main.className = `km ${view.kind ?? ""}`;
  main.replaceChildren(...view.body.flat().filter(Boolean));
  main.scrollTop = 0;
  drawFoot(view);
  announce("");
}

function nameplate() {
  const name = state.centre
    ? el("b", { lang: "vi" }, state.centre.name, el("br"), state.centre.place)
    : el("b", {}, say("page.machine"));
  return el("div.kh", {}, seal(), name, clock());
}

function clock() {
  const at = now();
  return el("time", { id: "clock", datetime: at && digits(at) }, at ? digits(at) : "");
}

/** Move the clock on; called every second, writes only when the minute has changed. */
export function tick() {
  const at = now();
  const shownClock = part("clock");
  if (at && shownClock && shownClock.textContent !== digits(at)) shownClock.replaceWith(clock());
}

function drawFoot(view) {
  const back = view.back && el("button.back", { type: "button", on: { click: view.back } }, icon("left"), say("page.back"));
  part("foot").replaceChildren(...[languages(), sizes(), back].filter(Boolean));
}

function choice(setting, value, attributes, words) {
  const press = () => {
    state[setting] = value;
    applySettings();
    redraw();
    document.querySelector(`#foot [data-${setting}="${value}"]`)?.focus();
  };
  const marks = { "aria-pressed": String(state[setting] === value), [`data-${setting}`]: value, on: { click: press } };
  return el("button", { type: "button", ...marks, ...attributes }, words);
}

const languages = () => el("fieldset", {},
  el("legend.vh", {}, say("page.language")),
  choice("lang", "vi", { lang: "vi" }, say("page.vietnamese")),
  choice("lang", "en", { lang: "en" }, say("page.english")));

const sizes = () => el("fieldset", {},
  el("legend.vh", {}, say("page.size")),
  ...["normal", "large", "largest"].map((size) =>
    choice("size", size, { "aria-label": say(`page.size_${size}`), class: size }, "A")));

function applySettings() {
  readIn(state.lang);
  speak(state.lang);
}

/** Draw the same screen again in another language or size; what it began (a print, a question) goes on. */
function redraw() {
  here.view?.leave?.();
  Object.assign(here.facts, here.view?.keep?.());
  const view = screens[here.name](here.facts);
  here.view = view;
  draw(view);
  restartIdle(view.idle === undefined ? 30 : view.idle);
}

/** The next citizen may be another: Vietnamese and normal letters again. */
export function resetSettings() {
  state.lang = "vi";
  state.size = "normal";
  applySettings();
}

/** Tell a screen reader something that moved no focus. */
export function announce(words) {
  part("live").textContent = words;
}
