// Nobody there: a warning ten seconds before, then home. Any touch, key or scan means somebody is there.
import { el } from "./dom.js";
import { say } from "./text.js";

const WARNING_SECONDS = 10;

let left = null; // seconds until home; null while a screen waits for nobody
let whole = null;
let goHome = () => {};

export function restartIdle(seconds) {
  whole = seconds;
  left = seconds;
  hide();
}

function hide() {
  const strip = document.getElementById("stay");
  strip.hidden = true;
  strip.replaceChildren();
}

function warn() {
  const strip = document.getElementById("stay");
  const words = say("page.stay", { seconds: left });
  if (strip.hidden) {
    // The sentence is announced once; counting down aloud would drown everything else.
    const button = el("button", { type: "button", on: { click: () => restartIdle(whole) } }, say("page.stay_button"));
    strip.replaceChildren(el("p", { role: "status" }, words), el("p.count", { "aria-hidden": "true" }), button);
    strip.hidden = false;
  }
  strip.querySelector(".count").textContent = words;
}

function second() {
  if (left === null) return;
  left -= 1;
  if (left <= 0) {
    left = null;
    hide();
    goHome();
  } else if (left <= WARNING_SECONDS) warn();
}

/** Begin to watch; `home` is what happens when nobody has been there for the seconds a screen allows. */
export function watchIdle(home) {
  goHome = home;
  const somebody = (event) => {
    // A touch on the strip itself: it goes when the touch has ended, or its end would meet what lies beneath.
    if (left !== null && !event.target.closest?.("#stay")) restartIdle(whole);
  };
  for (const sign of ["pointerdown", "keydown", "input", "wheel"]) {
    addEventListener(sign, somebody, { capture: true, passive: true });
  }
  setInterval(second, 1_000);
}
