// Who waits and who was put aside, each with what may be done: call out of turn, resume, came back, gone home.

import { post } from "../office/api.js";
import { ask } from "../office/dialogs.js";
import { allow, badge, byId, h, refill } from "../office/dom.js";
import { minutesSince } from "../office/dates.js";
import { say } from "../office/texts.js";
import * as classes from "./classes.js";
import { remember } from "./day.js";
import { because, carryOut, note, refuse, why } from "./moves.js";
import { slipless } from "./slipless.js";
import { state, watch } from "./state.js";

/** So many rows that who was put aside is in sight as well; the rest is one press away. */
const most = () => Math.max(3, Math.min(5, Math.floor((innerHeight - 660) / 56)));

/** What an officer may do with somebody who was put aside: the move, and whether it brings them to the counter now. */
const ASIDE = { held: [["resume", true], ["leave", false]], absent: [["return", false], ["call", true], ["leave", false]] };

let whole = false;

const first = (waiting) => (whole ? waiting : waiting.slice(0, most()));

function marks(ticket) {
  return h("span", { className: "marks" },
    ticket.sent_here && badge("ok", say("line.sent_here"), "pin"),
    ticket.stands_back && badge("hold", say("line.stands_back"), "wait"),
    ticket.priority && classes.mark(ticket.priority));
}

function waitingRow(ticket) {
  const pick = h("button", { className: "b bare pick", type: "button", id: `pick-${ticket.id}`, "aria-label": say("line.pick", { label: ticket.label }),
    onclick: () => choose(ticket) }, ticket.label);
  return h("li", {}, pick, marks(ticket), h("span", {}, say("line.minutes", { n: minutesSince(ticket.waiting_since) })), slipless(ticket));
}

function showWaiting({ waiting }) {
  const shown = first(waiting);
  refill(byId("waiting"), [shown, shown.map((ticket) => minutesSince(ticket.waiting_since)), classes.version()], () =>
    shown.length ? shown.map(waitingRow) : h("li", { className: "nobody" }, say("line.nobody")));
  const button = byId("waiting-all");
  button.hidden = waiting.length <= most();
  button.textContent = whole ? say("line.fewer") : say("line.all", { n: waiting.length });
  button.setAttribute("aria-expanded", String(whole));
}

/** Out of turn is a choice that others pay for: asked first, with whose turn it is. */
async function choose(ticket) {
  const { next } = state.seen;
  const answer = await ask("ask-pick", () => {
    byId("ask-pick-title").textContent = say("ask.pick_title", { label: ticket.label });
    const turn = next && next.label !== ticket.label;
    byId("ask-pick-text").textContent = turn ? say("ask.pick_turn", { label: ticket.label, next: next.label, why: because(next.why) }) : say("ask.pick_text", { label: ticket.label });
  });
  if (answer) await act(ticket, answer.verb);
}

/** Call, bring back, or note that a person has gone; only a call needs the counter to be free. */
async function act(ticket, move, button = `pick-${ticket.id}`) {
  const reason = ["call", "resume"].includes(move) ? why("call-next", { chosen: true }) : null;
  if (reason) return refuse(reason);
  const done = await carryOut(button, () => post(`/api/tickets/${ticket.id}/${move}`));
  if (done && ["leave", "return"].includes(move)) {
    note(say(`line.did_${move}`, { label: ticket.label }));
    remember({ kind: move, code: null, label: ticket.label });
  }
  // The row is gone, and with it the button that had the focus.
  if (document.activeElement === document.body) byId("call-next").focus();
  return done;
}

function asideRow(ticket, kind) {
  const since = ticket.held_since ?? ticket.called_at;
  const word = kind === "held" ? ticket.reason || say("line.held") : say("line.absent");
  const buttons = ASIDE[kind].map(([move, brings]) => {
    const id = `aside-${move}-${ticket.id}`;
    const button = h("button", { className: `b${brings ? "" : " bare"}`, type: "button", id, "aria-label": `${say(`aside.${move}`)} ${ticket.label}`,
      "aria-describedby": "calls-why", onclick: () => act(ticket, move, id) }, say(`aside.${move}`));
    allow(button, !brings || why("call-next", { chosen: true }) === null);
    return button;
  });
  return h("li", {}, h("b", {}, ticket.label), h("span", {}, word), h("span", { className: "soft" }, say("line.minutes", { n: minutesSince(since) })),
    h("span", { className: "aside-acts" }, ...buttons));
}

function showAside({ held, absent, current, counter }) {
  byId("aside").hidden = !held.length && !absent.length;
  const minutes = [...held, ...absent].map((ticket) => minutesSince(ticket.held_since ?? ticket.called_at));
  refill(byId("absentees"), [held, absent, minutes, Boolean(current), counter.state, counter.taken_by_other], () =>
    [...held.map((ticket) => asideRow(ticket, "held")), ...absent.map((ticket) => asideRow(ticket, "absent"))]);
}

export function start() {
  watch(({ seen }) => {
    if (!seen) return;
    showWaiting(seen);
    showAside(seen);
  });
  byId("waiting-all").addEventListener("click", () => {
    whole = !whole;
    showWaiting(state.seen);
  });
}
