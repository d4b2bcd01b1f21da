// The number, as large as the screen allows, and home eight seconds after the slip was sent to the printer.
import { el, heading, icon, button } from "../dom.js";
import { goHome } from "../journey.js";
import { qrAddress } from "../slip.js";
import { named } from "../state.js";
import { noSlip, slipOut, slipTaken } from "../taking.js";
import { people, range, rich, say, spoken } from "../text.js";

const SECONDS = 8;

export function ticket({ ticket: given, left = null }) {
  const countdown = makeCountdown(left, () => { slipOut(given); goHome(); });
  return {
    title: say("ticket.screen", { label: given.label }),
    kind: "given",
    body: [number(given), subject(given), queue(given), advice(given), actions(given), countdown.strip],
    idle: null,
    leave: countdown.stop,
    keep: () => ({ left: countdown.left() }),
    printed: countdown.start,
  };
}

export const number = ({ label }) =>
  heading(say("ticket.yours"), " ", el(`strong.num${label.length > 4 ? ".long" : ""}`, {}, label));

const subject = ({ line, priority }) =>
  el("p.lead.of", {}, named(line), priority && el("b.first", {}, icon("check"), say("ticket.priority")));

function queue({ ahead, wait_minutes: minutes }) {
  const pair = (key, words) => el("div", {}, el("dt", {}, say(key)), el("dd", {}, words));
  const wait = range(minutes) ?? say("wait.unknown");
  return el("dl.ahead.num", {}, pair("ticket.ahead", people("ticket", ahead)), pair("ticket.wait", wait));
}

export const qr = (given) => {
  const picture = el("img.qr", { src: qrAddress(given), alt: say("ticket.qr") });
  picture.addEventListener("error", () => picture.closest("li").remove());
  return picture;
};

function advice(given) {
  const { label } = given;
  return el("ul.todo", {},
    el("li", {}, icon("print"), el("span", {}, ...rich("ticket.printing"))),
    el("li", {}, icon("say"), el("span", {}, ...rich("ticket.listen", { label, spoken: spoken(label) }))),
    el("li.code", {}, qr(given), el("span", {}, ...rich("ticket.phone"))));
}

function actions(given) {
  const done = () => { slipTaken(given); goHome(); };
  return el("div.kbs", {},
    button(say("ticket.taken"), done, { main: true, symbol: "check" }),
    button(say("ticket.no_slip"), () => noSlip(given), { small: true }));
}

/** Eight seconds, begun again by any touch or key: whoever still reads is not sent away. */
function makeCountdown(begun, ended) {
  let left = SECONDS;
  let timer = null;
  const words = el("span");
  const blocks = Array.from({ length: SECONDS }, () => el("i"));
  const strip = el("p.left8", { "aria-hidden": "true" }, words, ...blocks);
  const draw = () => {
    words.textContent = say("ticket.leaving", { seconds: left });
    blocks.forEach((block, place) => block.classList.toggle("gone", place >= left));
  };
  const second = () => {
    left -= 1;
    draw();
    if (left <= 0) ended();
  };
  const again = () => { left = SECONDS; draw(); };
  const signs = ["pointerdown", "keydown"];
  const start = () => {
    if (timer) return;
    timer = setInterval(second, 1_000);
    strip.classList.add("on");
    for (const sign of signs) addEventListener(sign, again);
  };
  const stop = () => {
    clearInterval(timer);
    for (const sign of signs) removeEventListener(sign, again);
  };
  draw();
  if (begun !== null) start();
  return { strip, start, stop, left: () => (timer ? left : null) };
}
