// One dossier: its buttons, who collects a result, what a scanner reads, the strip of days.

import { get, post } from "../office/api.js";
import { byId } from "../office/dom.js";
import { followWay, paidHow } from "../office/paying.js";
import { show, showFailure } from "../office/problems.js";
import { listen } from "../office/scanner.js";
import "../office/session.js";
import { learn, say } from "../office/texts.js";
import { watchChanges } from "./correction.js";
import { open, unmask, watchVersion } from "./moves.js";
import { draw } from "./strip.js";

const hand = byId("ask-hand-over");
const settles = hand.querySelector("[name=fee_paid]");
const showWay = settles && followWay("hand-paid", () => settles.checked);

/** How the fee was paid is asked for when it was. */
function showPaid() {
  if (!settles) return;
  byId("hand-paid").hidden = !settles.checked;
  showWay();
}

/** Who collects, and whether the fee was paid, as the call wants it. */
function handedTo() {
  const given = new FormData(hand.querySelector("form"));
  const kind = given.get("kind");
  const name = kind === "representative" ? given.get("name").trim() : hand.querySelector("[value=applicant]").dataset.name;
  const collector = { kind, name };
  if (kind === "post") collector.paper = given.get("tracking").trim() || null;
  if (kind === "representative") Object.assign(collector, { identity_no: given.get("identity_no").trim() || null, paper: given.get("paper").trim() || null });
  const body = { collector };
  if (settles) body.fee_paid = settles.checked;
  if (settles?.checked) Object.assign(body, paidHow(Object.fromEntries(given)));
  if (given.get("signature")) body.signature = given.get("signature");
  return body;
}

const unnamed = () => [...hand.querySelectorAll("input[required]")].filter((field) => !field.value.trim()).map((field) => [field, say("ask.needed")]);

const handOver = () => open("hand_over", {
  body: handedTo,
  check: unnamed,
  prepare: () => {
    hand.querySelector("form").reset();
    showOther();
    showPaid();
  },
});

/** A representative is named, with the number of their card; the post has a number of its own; the applicant is known. */
function showOther() {
  const kind = hand.querySelector("[name=kind]:checked").value;
  byId("hand-other").hidden = kind !== "representative";
  byId("hand-post").hidden = kind !== "post";
  for (const id of ["hand-name", "hand-identity"]) byId(id).required = kind === "representative";
  byId("hand-tracking").required = kind === "post";
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
  byId("hand-name").dispatchEvent(new Event("input", { bubbles: true }));
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
settles?.addEventListener("change", showPaid);
for (const button of document.querySelectorAll("[data-move]")) {
  const { move } = button.dataset;
  button.addEventListener("click", whenLearned(() => (move === "hand_over" ? handOver() : open(move))));
}
byId("unmask")?.addEventListener("click", whenLearned(() => unmask().catch(showFailure)));
watchVersion();
await learned;
watchChanges();
draw(byId("strip"));
listen(onScan);
