// What F2 to F8 do to a person's turn, when they may, and why not.

import { Problem, newKey, post } from "../office/api.js";
import { ask } from "../office/dialogs.js";
import { byId } from "../office/dom.js";
import { drop } from "../office/drafts.js";
import { clear, show, showFailure } from "../office/problems.js";
import { say } from "../office/texts.js";
import * as draft from "./draft.js";
import { remember } from "./day.js";
import { refresh } from "./live.js";
import { concluded, change, here, present, state, watch } from "./state.js";

/** A call's key lives until the server has answered, so a lost answer never calls a second person. */
let callKey = null;

/** The words for why it is, or was, somebody's turn. */
export const because = (reason) => say(`why.${reason.replaceAll("-", "_")}`);

/** Tell what came of an act, to the eye of a screen reader; what others must know stays in the list of the day. */
export const note = (words) => { byId("said").textContent = words; };

/** Null when the move may be made now, else the key of the sentence that says why not. `chosen`: somebody is, so it may be empty. */
export function why(id, { chosen = false } = {}) {
  const { seen } = state;
  if (!seen) return "moves.why_loading";
  const { counter, waiting } = seen;
  if (counter.taken_by_other) return "moves.why_taken";
  const current = present();
  if (chosen) {
    if (current) return current.state === "called" ? "moves.why_called" : "moves.why_serving";
    return counter.state === "open" ? null : "moves.why_closed";
  }
  if (id === "call-next") {
    if (current && !concluded()) return current.state === "called" ? "moves.why_called" : "moves.why_serving";
    if (counter.state !== "open") return "moves.why_closed";
    return waiting.length ? null : "moves.why_nobody";
  }
  if (!current) return "moves.why_nobody_here";
  return current.moves.includes(id) ? null : "moves.why_not_now";
}

/** Carry out one act at a time: mark its button busy, then look again; a refusal is shown and nothing is lost. */
export async function carryOut(id, act) {
  if (state.busy) return false;
  change({ busy: id });
  clear();
  try {
    await act();
    return true;
  } catch (failure) {
    showFailure(failure);
    return false;
  } finally {
    // Busy until the new state is there: the next key means what the screen shows.
    await refresh();
    change({ busy: null });
  }
}

const move = (name, body) => post(`/api/tickets/${state.seen.current.id}/${name}`, body);

async function callNext() {
  if (present()) await endTurn();
  else if (concluded()) change({ outcome: null, ticketless: false });
  callKey ??= newKey();
  try {
    const ticket = await post(`/api/counters/${here.counter}/call-next`, {}, { key: callKey });
    callKey = null;
    note(say(ticket.why ? "moves.called_because" : "moves.called", { label: ticket.label, why: ticket.why && because(ticket.why) }));
  } catch (failure) {
    if (failure instanceof Problem) callKey = null;
    throw failure;
  }
}

/** The person leaves: so does everything that was typed for them, once the move can no longer be taken back. */
async function endTurn() {
  const { id, label } = state.seen.current;
  const { state: after, line } = await move("finish");
  if (after === "waiting") {
    note(say("moves.sent_on", { label, line: `${line.letter} · ${line.name}` }));
    remember({ kind: "sent_on", code: null, label: `${label} → ${line.letter}` });
  }
  draft.setAside(id);
  drop(here.officer, id);
  for (const kept of [`outcome.${id}`, `${id}.decline`, `${id}.supplement`]) drop(here.officer, kept);
  draft.leave();
  change({ outcome: null, seen: { ...state.seen, current: null } });
}

const acts = {
  "call-next": callNext,
  recall: () => move("recall"),
  skip: () => move("skip"),
  serve: () => move("serve"),
  finish: endTurn,
};

/** Say why something may not be done now. */
export const refuse = (reason) => show(say("moves.not_now"), [{ text: say(reason, { label: state.seen?.current?.label ?? "" }) }]);

/** Do what a button or an F key asks, after its question if it has one. */
export async function run(id) {
  const reason = why(id);
  if (reason) return refuse(reason);
  if (id === "hold") return holdTurn();
  if (id === "move") return moveTurn();
  if (id === "finish" && draft.begun() && !state.outcome && !(await ask("ask-finish"))) return undefined;
  return carryOut(id, acts[id]);
}

async function holdTurn() {
  const answer = await ask("ask-hold");
  if (answer) await carryOut("hold", () => move("hold", { reason: answer.other?.trim() || answer.reason }));
}

async function moveTurn() {
  const answer = await ask("ask-move");
  if (!answer) return;
  const [kind, id] = answer.to.split(/:(.*)/s);
  await carryOut("move", () => move("move", { [kind]: id, reason: answer.reason?.trim() || null }));
}

/** A căn cước that is scanned while a number is called means that the person has come. */
export async function cameIfCalled() {
  if (present()?.state === "called") await run("serve");
}

/** Open, pause, close or take over the counter. Nobody is left standing before a closed one, and that is told before it is asked. */
export async function openPost(act) {
  const current = present();
  if (act === "close" && current) return show(say("post.cannot_close"), [{ text: say("post.why_not_close", { label: current.label }) }]);
  return carryOut(`post-${act}`, () => post(`/api/counters/${here.counter}/${act}`));
}

/** The button whose act is under way, wherever it stands. */
function showBusy({ busy }) {
  for (const button of document.querySelectorAll("[aria-busy=true]")) if (button.id !== busy) button.removeAttribute("aria-busy");
  if (busy) byId(busy)?.setAttribute("aria-busy", "true");
}

export function start() {
  watch(showBusy);
  for (const id of ["call-next", "recall", "skip", "serve", "hold", "move", "finish"]) byId(id).addEventListener("click", () => run(id));
}
