// The left column: my line, my counter's state, who waits, who was put aside.

import { allow, badge, byId, h, refill } from "../office/dom.js";
import { minutesSince } from "../office/dates.js";
import { say } from "../office/texts.js";
import { aside, openPost, why } from "./moves.js";
import { slipless } from "./slipless.js";
import { concluded, state, watch } from "./state.js";

const FIRST = 5;
const PRIORITY = { elderly: "elder", disabled: "wheel", pregnant: "preg", child: "child", merit: "medal" };
const POST = { open: ["ok", "ok"], break: ["hold", "pause"], closed: ["hold", "off"] };

let whole = false;

function showHead({ counter, waiting }) {
  byId("waiting-count").textContent = waiting.length;
  byId("line-names").textContent = say("line.waiting", { letters: counter.lines.map((line) => line.letter).join(", ") });
  byId("line-sector").textContent = counter.lines.length === 1 ? counter.lines[0].name : "";
}

function showPost({ counter }) {
  const [kind, picture] = POST[counter.state];
  refill(byId("post-state"), counter.state, () => badge(kind, say(`post_state.${counter.state}`), picture));
  byId("post-open").hidden = counter.state === "open";
  byId("post-open").textContent = say(counter.state === "break" ? "post.resume" : "post.open");
  byId("post-break").hidden = counter.state !== "open";
  byId("post-close").hidden = counter.state === "closed";
}

function waitingRow(ticket) {
  const urgent = ticket.priority && badge("hold", say(`priority.${ticket.priority}`), PRIORITY[ticket.priority] ?? "user");
  return h("li", {}, h("b", {}, ticket.label), urgent || h("span"), h("span", {}, say("line.minutes", { n: minutesSince(ticket.waiting_since) })), slipless(ticket));
}

function showWaiting({ waiting }) {
  const shown = whole ? waiting : waiting.slice(0, FIRST);
  refill(byId("waiting"), [shown, shown.map((ticket) => minutesSince(ticket.waiting_since))], () =>
    shown.length ? shown.map(waitingRow) : h("li", { className: "nobody" }, say("line.nobody")));
  const button = byId("waiting-all");
  button.hidden = waiting.length <= FIRST;
  button.textContent = whole ? say("line.fewer") : say("line.all", { n: waiting.length });
  button.setAttribute("aria-expanded", String(whole));
}

function asideRow(ticket, kind) {
  const since = ticket.held_since ?? ticket.called_at;
  const word = kind === "held" ? ticket.reason || say("line.held") : say("line.absent");
  const verb = say(kind === "held" ? "line.resume" : "line.call_again");
  const button = h("button", { className: "b", type: "button", id: `aside-${ticket.id}`, "aria-label": `${verb} ${ticket.label}`, "aria-describedby": "calls-why",
    onclick: () => aside(ticket, kind) }, verb);
  allow(button, !state.seen.current);
  return h("li", {}, h("b", {}, ticket.label), h("span", {}, word, h("span", { className: "soft" }, ` ${say("line.minutes", { n: minutesSince(since) })}`)), button);
}

function showAside({ held, absent, current }) {
  byId("aside").hidden = !held.length && !absent.length;
  const minutes = [...held, ...absent].map((ticket) => minutesSince(ticket.held_since ?? ticket.called_at));
  refill(byId("absentees"), [held, absent, minutes, Boolean(current)], () =>
    [...held.map((ticket) => asideRow(ticket, "held")), ...absent.map((ticket) => asideRow(ticket, "absent"))]);
}

/** One filled button on the page: what the officer most likely does now. */
function showMoves() {
  for (const id of ["call-next", "recall", "skip", "serve", "hold", "move", "finish"]) {
    const button = byId(id);
    allow(button, why(id) === null);
    if (state.busy === id) button.setAttribute("aria-busy", "true");
    else button.removeAttribute("aria-busy");
  }
  const called = state.seen.current?.state === "called";
  byId("serve").classList.toggle("main", called);
  byId("call-next").classList.toggle("main", !called && !concluded());
  byId("call-next").lastElementChild.textContent = say(state.seen.current && concluded() ? "moves.finish_and_call" : "moves.call_next");
  byId("calls-why").textContent = sentence();
}

function sentence() {
  const { current, counter, waiting } = state.seen;
  if (current?.state === "called") return say("moves.why_called", { label: current.label });
  if (current) return say(concluded() ? "moves.why_concluded" : "moves.why_serving", { label: current.label });
  if (counter.state !== "open") return say("moves.why_closed");
  return waiting.length ? say("moves.why_free") : say("moves.why_nobody");
}

export function start() {
  watch(({ seen }) => {
    if (!seen) return;
    showHead(seen);
    showPost(seen);
    showWaiting(seen);
    showAside(seen);
    showMoves();
  });
  byId("waiting-all").addEventListener("click", () => {
    whole = !whole;
    showWaiting(state.seen);
  });
  for (const act of ["open", "break", "close"]) byId(`post-${act}`).addEventListener("click", () => openPost(act));
}
