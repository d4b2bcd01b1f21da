// The head of the left column: my line, my counter's state, who is next and why, and what F2 to F8 may do now.

import { allow, badge, byId, refill } from "../office/dom.js";
import { minutesSince } from "../office/dates.js";
import { say } from "../office/texts.js";
import { because, openPost, why } from "./moves.js";
import { concluded, present, state, watch } from "./state.js";

const POST = { open: ["ok", "ok"], break: ["hold", "pause"], closed: ["hold", "off"] };

function showHead({ counter, waiting }) {
  byId("waiting-count").textContent = waiting.length;
  byId("line-names").textContent = say("line.waiting", { letters: counter.lines.map((line) => line.letter).join(", ") });
  byId("line-sector").textContent = counter.lines.length === 1 ? counter.lines[0].name : say(`rule.${counter.rule.replaceAll("-", "_")}`);
}

function showPost({ counter }) {
  const mine = !counter.taken_by_other;
  const [kind, picture] = mine ? POST[counter.state] : ["near", "alert"];
  refill(byId("post-state"), [counter.state, mine], () => badge(kind, mine ? say(`post_state.${counter.state}`) : say("post_state.taken"), picture));
  byId("post-open").hidden = !mine || counter.state === "open";
  byId("post-open").textContent = say(counter.state === "break" ? "post.resume" : "post.open");
  byId("post-break").hidden = !mine || counter.state !== "open";
  byId("post-close").hidden = !mine || counter.state === "closed";
}

/** Who would be called next, and why it is their turn: what the officer answers when somebody asks. */
function showNext({ next, waiting }) {
  const first = next && waiting.find((ticket) => ticket.label === next.label);
  const facts = next && { label: next.label, why: because(next.why), n: first ? minutesSince(first.waiting_since) : 0 };
  byId("next-up").textContent = next ? say(first ? "line.next_up" : "line.next_up_plain", facts) : say("line.nobody");
}

/** One filled button on the page: what the officer most likely does now. */
function showMoves() {
  for (const id of ["call-next", "recall", "skip", "serve", "hold", "move", "finish"]) allow(byId(id), why(id) === null);
  const called = present()?.state === "called";
  byId("serve").classList.toggle("main", called);
  byId("call-next").classList.toggle("main", !called && !concluded());
  byId("call-next").lastElementChild.textContent = say(present() && concluded() ? "moves.finish_and_call" : "moves.call_next");
  byId("calls-why").textContent = sentence();
}

function sentence() {
  const { counter, waiting } = state.seen;
  if (counter.taken_by_other) return say("moves.why_taken");
  const current = present();
  const label = current?.label;
  if (current?.state === "called") return say("moves.why_called", { label });
  if (current && concluded()) return say("moves.why_concluded", { label });
  const [stop] = current?.stops ?? [];
  if (stop) return say("moves.why_stop", { label, line: `${stop.letter} · ${stop.name}` });
  if (current) return say("moves.why_serving", { label });
  if (counter.state !== "open") return say("moves.why_closed");
  return waiting.length ? say("moves.why_free") : say("moves.why_nobody");
}

export function start() {
  watch(({ seen }) => {
    if (!seen) return;
    showHead(seen);
    showPost(seen);
    showNext(seen);
    showMoves();
  });
  for (const act of ["open", "break", "close"]) byId(`post-${act}`).addEventListener("click", () => openPost(act));
}
