// Handing dossiers over: a pile is scanned and becomes a list, or a list is scanned off; each scan is answered at once.

import { get } from "../office/api.js";
import { byId } from "../office/dom.js";
import * as problems from "../office/problems.js";
import { listen } from "../office/scanner.js";
import "../office/session.js";
import { learn, say } from "../office/texts.js";
import { drawList, drawPile } from "./draw.js";
import { drawOpen, drawWaiting } from "./side.js";
import { made, struck, taken } from "./acts.js";

const LIST_ID = /^[0-9a-f]{20}$/i;
const gives = byId("main").dataset.gives === "true";

let pile = null; // {agency, name, outward, codes}: what is being put on a list
let list = null; // as GET /api/handover-lists/{id} gives: what is being taken from

/** Tell what a scan came to, in words and colour, where a screen reader hears it too. */
function tell(key, facts, good) {
  byId("said").className = `said num ${good ? "good" : "bad"}`;
  byId("said").textContent = say(key, facts);
}

const mayTake = () => list && (list.outward ? !gives : gives);

function draw() {
  const acts = { makeList, takeAll, strike, leaveOut };
  byId("heading").textContent = list ? say("list", { number: list.number }) : pile ? say(pile.outward ? "out_to" : "back_from", { agency: pile.name }) : say("title");
  byId("work").replaceChildren(...(list ? drawList(list, mayTake(), acts) : pile ? drawPile(pile, acts) : []));
}

/** Try an act; whatever it meets is shown, and the field has the focus again for the next scan. */
async function tried(act) {
  problems.clear();
  try {
    await act();
  } catch (failure) {
    problems.showFailure(failure);
    return;
  }
  byId("code").focus();
  void refreshSide();
}

/** What waits and what is open is drawn anew after each act; where the line is lost it stays as it was. */
async function refreshSide() {
  const found = await get("/api/handover-lists?open").catch(() => null);
  if (!found) return;
  byId("waiting").replaceChildren(...drawWaiting(found.waiting, gives));
  byId("open").replaceChildren(...drawOpen(found.items));
}

async function openList(id) {
  await tried(async () => {
    list = await get(`/api/handover-lists/${id}`);
    pile = null;
    history.replaceState(null, "", `/handovers?list=${id}`);
    tell(list.taken_at ? "said.closed" : "said.opened", { number: list.number, waiting: list.waiting }, !list.taken_at);
    draw();
  });
}

function openPile(button) {
  list = null;
  pile = { agency: button.dataset.agency, name: button.dataset.name, outward: button.dataset.outward === "true", codes: [] };
  tell("said.pile", { agency: pile.name }, true);
  draw();
  byId("code").focus();
}

/** Make the list of what was scanned, or of all that waits where nothing was; it is shown with its paper. */
async function makeList(all) {
  await tried(async () => {
    list = await made({ agency: pile.agency, outward: pile.outward, ...(all ? {} : { codes: pile.codes }) });
    pile = null;
    history.replaceState(null, "", `/handovers?list=${list.id}`);
    const left = list.outcomes.filter((row) => row.outcome !== "done");
    if (left.length) tell("said.left_out", { codes: left.map((row) => row.code).join(", ") }, false);
    else tell("said.made", { number: list.number, count: list.dossiers }, true);
    draw();
  });
}

function leaveOut(code) {
  pile.codes = pile.codes.filter((each) => each !== code);
  draw();
}

async function take(codes) {
  await tried(async () => {
    list = await taken(list.id, codes);
    const done = list.outcomes.filter((row) => row.outcome === "done").length;
    if (list.outcomes.length === 1) tell(`outcome.${list.outcomes[0].outcome}`, { code: list.outcomes[0].code, waiting: list.waiting }, done === 1);
    else tell("said.taken", { done, waiting: list.waiting }, done === list.outcomes.length);
    draw();
  });
}

const takeAll = () => take(list.rows.filter((row) => row.state === "waiting").map((row) => row.code));

async function strike(code) {
  await tried(async () => {
    list = await struck(list.id, code, say("strike_reason"));
    tell("said.struck", { code }, true);
    draw();
  });
}

/** A scanned or typed code: a list is opened, a dossier goes on the pile or off the list. */
async function entered(text) {
  const code = text.trim();
  if (!code) return;
  if (LIST_ID.test(code)) return openList(code.toLowerCase());
  if (mayTake()) return take([code]);
  if (!pile) return tell("said.choose", {}, false);
  const known = code.toUpperCase().replace(/\s+/g, "");
  if (pile.codes.includes(known)) return tell("outcome.twice", { code: known }, false);
  pile.codes.push(known);
  tell("said.added", { code: known, count: pile.codes.length }, true);
  draw();
}

byId("scan").addEventListener("submit", (event) => {
  event.preventDefault();
  const field = byId("code");
  const text = field.value;
  field.value = "";
  void entered(text);
});

byId("waiting").addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button) openPile(button);
});

byId("open").addEventListener("click", (event) => {
  const link = event.target.closest("a[data-list]");
  if (!link) return;
  event.preventDefault();
  void openList(link.dataset.list);
});

await learn("handover");
listen(({ text }) => void entered(text));
const asked = new URLSearchParams(location.search).get("list");
if (asked && LIST_ID.test(asked)) await openList(asked);
byId("main").dataset.ready = "true";
