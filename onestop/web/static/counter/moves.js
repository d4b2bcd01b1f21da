// What F2 to F8 do to a person's turn, when they may, and why not.

import { Problem, newKey, post } from "../office/api.js";
import { byId } from "../office/dom.js";
import { drop } from "../office/drafts.js";
import { clear, show, showFailure } from "../office/problems.js";
import { say } from "../office/texts.js";
import { ask } from "./dialogs.js";
import * as draft from "./draft.js";
import { refresh } from "./live.js";
import { concluded, change, here, state } from "./state.js";

/** A call's key lives until the server has answered, so a lost answer never calls a second person. */
let callKey = null;

/** Null when the move may be made now, else the key of the sentence that says why not. */
export function why(id) {
  const { seen } = state;
  if (!seen) return "moves.why_loading";
  const { current, counter, waiting } = seen;
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
  if (state.seen.current) await endTurn();
  else if (concluded()) change({ outcome: null, ticketless: false });
  callKey ??= newKey();
  try {
    const ticket = await post(`/api/counters/${here.counter}/call-next`, {}, { key: callKey });
    callKey = null;
    byId("said").textContent = say("moves.called", { label: ticket.label });
  } catch (failure) {
    if (failure instanceof Problem) callKey = null;
    throw failure;
  }
}

/** The person leaves: so does everything that was typed for them. */
async function endTurn() {
  const { id } = state.seen.current;
  await move("finish");
  drop(here.officer, id);
  drop(here.officer, `outcome.${id}`);
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

/** Do what a button or an F key asks, after its question if it has one. */
export async function run(id) {
  const reason = why(id);
  if (reason) return show(say("moves.not_now"), [{ text: say(reason, { label: state.seen?.current?.label ?? "" }) }]);
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

/** Bring back somebody who was put aside: a held person resumes, an absent one is called. */
export async function aside(ticket, kind) {
  if (state.seen.current) return run("call-next");
  return carryOut(`aside-${ticket.id}`, () => post(`/api/tickets/${ticket.id}/${kind === "held" ? "resume" : "call"}`));
}

/** A căn cước that is scanned while a number is called means that the person has come. */
export async function cameIfCalled() {
  if (state.seen?.current?.state === "called") await run("serve");
}

export const openPost = (act) => carryOut(`post-${act}`, () => post(`/api/counters/${here.counter}/${act}`));

export function start() {
  for (const id of ["call-next", "recall", "skip", "serve", "hold", "move", "finish"]) byId(id).addEventListener("click", () => run(id));
}
