// The moves of one dossier: result ready, handed over; with the version that was read, so nobody is overwritten in silence.

import { Problem, get, post } from "../office/api.js";
import { byId, h } from "../office/dom.js";
import { show, showFailure } from "../office/problems.js";
import { listen } from "../office/scanner.js";
import "../office/session.js";
import { learn, say } from "../office/texts.js";
import { draw } from "./strip.js";

const { code, version } = byId("main").dataset;
const hand = byId("ask-hand-over");

function answerOf(dialog) {
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes" ? new FormData(dialog.querySelector("form")) : null), { once: true });
  });
}

async function makeMove(name, body) {
  const button = document.querySelector(`[data-move="${name}"]`);
  button.setAttribute("aria-busy", "true");
  try {
    await post(`/api/dossiers/${encodeURIComponent(code)}/${name}`, body, { version });
    location.reload();
  } catch (failure) {
    // Somebody else moved it first: their change is kept, and this page has to be read again.
    if (failure instanceof Problem && failure.status === 412) showStale(failure);
    else showFailure(failure);
  } finally {
    button.removeAttribute("aria-busy");
  }
}

function showStale(failure) {
  show(say("one.stale"), [{ text: failure.message }]);
  byId("errors-list").append(h("li", {}, h("a", { href: location.href }, say("one.reload"))));
}

async function resultReady() {
  if (await answerOf(byId("ask-result-ready"))) await makeMove("result_ready", {});
}

async function handOver() {
  hand.querySelector("form").reset();
  showOther();
  const given = await answerOf(hand);
  if (!given) return;
  const kind = given.get("kind");
  const name = kind === "applicant" ? hand.querySelector("[value=applicant]").dataset.name : given.get("name").trim();
  const collector = { kind, name };
  if (kind === "representative") Object.assign(collector, { identity_no: given.get("identity_no").trim() || null, paper: given.get("paper").trim() || null });
  const body = { collector };
  if (hand.querySelector("[name=fee_paid]")) body.fee_paid = given.get("fee_paid") === "yes";
  if (given.get("signature")) body.signature = given.get("signature");
  await makeMove("hand_over", body);
}

/** A representative is named, with the number of their card; the applicant is known. */
function showOther() {
  const other = hand.querySelector("[name=kind]:checked").value === "representative";
  byId("hand-other").hidden = !other;
  for (const id of ["hand-name", "hand-identity"]) byId(id).required = other;
}

async function onScan({ kind, text }) {
  try {
    if (kind === "identity" && hand.open) await fillCollector(text);
    else if (kind === "code") location.assign(`/dossiers/${encodeURIComponent(text)}`);
    else if (kind === "address") await openByAddress(text);
  } catch (failure) {
    hand.close("no");
    showFailure(failure);
  }
}

async function fillCollector(text) {
  const read = await post("/api/identity/parse", { text });
  hand.querySelector("[value=representative]").checked = true;
  showOther();
  byId("hand-name").value = read.name;
  byId("hand-identity").value = read.identity_no;
  byId("hand-name").focus();
}

async function openByAddress(address) {
  const { items } = await get(`/api/dossiers?q=${encodeURIComponent(address)}`);
  if (items.length === 1) location.assign(`/dossiers/${encodeURIComponent(items[0].code)}`);
  else show(say("one.not_found"), [{ text: say("one.not_found_why") }]);
}

const learned = learn("dossier");
// A button pressed before the words have come is not pressed in vain: it acts when they are there.
const whenLearned = (act) => async () => {
  await learned;
  await act();
};
for (const choice of hand.querySelectorAll("[name=kind]")) choice.addEventListener("change", showOther);
document.querySelector("[data-move=result_ready]")?.addEventListener("click", whenLearned(resultReady));
document.querySelector("[data-move=hand_over]")?.addEventListener("click", whenLearned(handOver));
await learned;
draw(byId("strip"));
listen(onScan);
