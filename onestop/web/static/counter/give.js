// A number given at the counter, for a citizen who came past the kiosk: one key for one wish, and never two numbers unmeant.

import { Problem, newKey, post } from "../office/api.js";
import { ask } from "../office/dialogs.js";
import { byId } from "../office/dom.js";
import { clear, showFailure } from "../office/problems.js";
import { say } from "../office/texts.js";
import { fill } from "./classes.js";
import { remember } from "./day.js";
import { refresh } from "./live.js";
import { note } from "./moves.js";
import { change, state } from "./state.js";

const SLIP = /\/t\/([^/?#\s]+)/;

let scanned = {}; // what the scanner read into the open question: identity, carried or dossier_code
let unanswered = null; // {wish, key} of a request that no answer has come to

export const giving = () => byId("ask-give").open;

/** Take a scan into the open question: a card, a slip of an earlier day, or a receipt. */
export function takeScan({ kind, text }) {
  const slip = kind === "address" ? text.match(SLIP)?.[1] : null;
  if (kind === "identity") scanned = { identity: text };
  else if (slip) scanned = { carried: slip };
  else if (kind === "code" || kind === "address") scanned = { dossier_code: text };
  else return tell(say("give_number.unknown"));
  return tell(say(`give_number.scanned_${Object.keys(scanned)[0]}`));
}

const tell = (words) => { byId("give-scanned").textContent = words; };

function prepare() {
  scanned = {};
  tell("");
  fill();
  const mine = state.seen?.counter.lines[0]?.id;
  if (mine) byId("give-line").value = mine;
}

function wishOf(answer) {
  const also = Object.keys(answer).filter((name) => name.startsWith("also-")).map((name) => name.slice(5));
  return { line: answer.line, priority: answer.priority || null, also: also.filter((line) => line !== answer.line), ...scanned };
}

/** Send a wish; the same wish again after a lost answer bears the same key, so it is one number. */
async function send(wish) {
  const same = unanswered && JSON.stringify(unanswered.wish) === JSON.stringify(wish);
  if (!same) unanswered = { wish, key: newKey() };
  change({ busy: "give" });
  try {
    const ticket = await post("/api/tickets", wish, { key: unanswered.key });
    unanswered = null;
    return ticket;
  } catch (failure) {
    if (failure instanceof Problem) unanswered = null;
    throw failure;
  } finally {
    change({ busy: null });
  }
}

async function give(wish) {
  try {
    return await send(wish);
  } catch (failure) {
    if (!(failure instanceof Problem) || failure.code !== "duplicate-visit") throw failure;
    const answer = await ask("ask-again", () => { byId("ask-again-text").textContent = failure.message; });
    return answer ? send({ ...wish, again: true }) : null;
  }
}

/** Ask whom the number is for, give it, and show it large enough to be written down. */
export async function run() {
  if (state.busy) return;
  const answer = await ask("ask-give", prepare);
  if (!answer) return;
  clear();
  try {
    const ticket = await give(wishOf(answer));
    if (ticket) await tellNumber(ticket);
  } catch (failure) {
    showFailure(failure);
  }
  refresh();
}

function tellNumber(ticket) {
  remember({ kind: "gave", code: null, label: ticket.label });
  const words = say(ticket.ahead ? "give_number.ahead" : "give_number.ahead_none", { n: ticket.ahead });
  note(`${ticket.label}. ${words}`);
  return ask("given", () => {
    byId("given-label").textContent = ticket.label;
    byId("given-line").textContent = `${ticket.line.letter} · ${ticket.line.name}`;
    byId("given-ahead").textContent = words;
    byId("given-qr").src = `/api/tickets/${encodeURIComponent(ticket.id)}/qr.svg`;
  });
}

export const start = () => byId("give").addEventListener("click", run);
