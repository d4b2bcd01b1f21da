// Ending an intake: accept it, ask for what is missing (form 02), or decline it (form 03); each sent once, however often.

import { Problem, newKey, post } from "../office/api.js";
import { ask } from "../office/dialogs.js";
import { allowed, byId, h } from "../office/dom.js";
import { drop, keep, read } from "../office/drafts.js";
import { show, showFailure } from "../office/problems.js";
import { say } from "../office/texts.js";
import * as checklist from "./checklist.js";
import { remember } from "./day.js";
import * as draft from "./draft.js";
import * as intake from "./intake.js";
import { refresh as look } from "./live.js";
import * as person from "./person.js";
import * as promise from "./promise.js";
import { change, here, state, watch } from "./state.js";
import * as terms from "./terms.js";

/** Send a pending request under its key. The key and the very body stay in the draft until an answer comes, across reloads too. */
async function deliver() {
  const { pending } = draft.now();
  change({ busy: pending.button });
  try {
    const answer = await post(pending.path, pending.body, { key: pending.key });
    draft.now().pending = null;
    return answer;
  } catch (failure) {
    if (failure instanceof Problem) draft.now().pending = null;
    throw failure;
  } finally {
    draft.save();
    change({ busy: null });
  }
}

function whole(extra = {}) {
  const { subject } = draft.now();
  return { ...(subject === "post" ? {} : { ticket: subject }), procedure: draft.now().procedure, ...person.asSent(), ...terms.asSent(), documents: checklist.asSent(), ...extra };
}

async function send(kind, button, path, body) {
  if (state.busy) return;
  draft.now().pending ??= { kind, button, path, body, key: newKey() };
  draft.save();
  try {
    const { pending } = draft.now();
    conclude(pending.kind, await deliver());
  } catch (failure) {
    intake.refresh();
    refuse(failure);
  }
}

/** Fields as the server names them, with our words and our field for each. */
const FIELDS = {
  "applicant.name": ["person.no_name", "p-name"], "applicant.identity_no": ["person.bad_identity_no", "p-identity"],
  "applicant.birth_on": ["person.bad_birth_on", "p-birth"], "applicant.address": ["person.no_address", "p-address"],
  "applicant.phone": ["person.bad_phone", "p-phone"], "applicant.email": ["person.bad_email", "p-email"],
  "representative.name": ["person.no_representative_name", "r-name"], "representative.identity_no": ["person.no_representative_identity", "r-identity"],
  sets: ["give.no_sets", "sets"], fee_dong: ["give.bad_fee", "fee"], return_address: ["give.no_return_address", "return-address"], paid_by: ["give.bad_way", "paid-by"], paid_reference: ["give.no_reference", "paid-reference"], reason: ["act.no_reason", "decline"],
};

/** A refused field opens its place and is told in the words of this page; every other refusal in the server's. */
function refuse(failure) {
  const [key, target] = (failure instanceof Problem && failure.code === "malformed" && FIELDS[failure.facts.field]) || [];
  if (!key) return showFailure(failure, missingOf(failure));
  if (target.startsWith("p-") || target.startsWith("r-")) person.unfold();
  return show(say("errors.refused"), [{ text: say(key), target }]);
}

/** The rows that the server found wanting, with links to their fields. */
const missingOf = ({ facts }) => (facts?.missing ?? []).map(({ position, name }) => ({ text: say("act.short", { paper: name }), target: checklist.targetOf(position) }));

/** What is due the same day is settled in this visit, unless the agency of another place has to have it first. */
const settledHere = ({ because = [] }) => intake.chosen()?.allowance?.unit === "same_day" && !because.some(({ rule }) => rule === "elsewhere-awaited");

function conclude(kind, answer) {
  const { subject } = draft.now();
  const outcome = { kind, subject, ...answer, procedure: intake.chosen()?.name ?? "", atOnce: kind === "accepted" && settledHere(answer) };
  const { secret, ...kept } = outcome;
  for (const form of ["decline", "supplement"]) drop(here.officer, `${subject}.${form}`);
  if (subject !== "post") keep(here.officer, `outcome.${subject}`, kept);
  remember({ kind, code: answer.code ?? null, label: state.seen.current?.label ?? "" });
  if (kind === "accepted") {
    outcome.applicant = draft.now().person;
    draft.discard();
  }
  change({ outcome: { ...outcome, fresh: true } });
  look();
}

/** After a reload: what became of this subject, without its secret, which is on the printed receipt only. */
export const recall = (subject) => read(here.officer, `outcome.${subject}`);

/** Back to the intake: to what was typed after form 02 or 03, to another dossier of the same person after *accept*. */
export function reopen() {
  const { applicant, subject } = state.outcome;
  drop(here.officer, `outcome.${subject}`);
  if (applicant) draft.carry(applicant);
  draft.leave();
  change({ outcome: null });
}

async function accept() {
  if (draft.now()?.pending) return send();
  await promise.settled();
  const lacks = intake.lacks();
  if (lacks.length) return show(say("act.cannot"), lacks);
  return send("accepted", "accept", "/api/dossiers", whole());
}

/** What is typed into a question about this intake is kept with it. */
const typedFor = (form) => ({ officer: here.officer, subject: `${draft.now().subject}.${form}` });

/** F9: at once when every paper was checked; when some were not, first show that the form would ask for them too. */
async function supplement() {
  if (draft.now()?.pending) return send();
  if (!allowed(byId("supplement"))) return show(say("act.cannot_supplement"), [{ text: say("act.no_procedure"), target: "procedure-q" }]);
  const who = person.lacks().filter(({ target }) => ["p-name"].includes(target));
  if (who.length) return show(say("act.cannot_supplement"), who);
  const { unchecked, short } = checklist.missing();
  if (!unchecked.length && !short.length) return show(say("act.cannot_supplement"), [{ text: say("act.nothing_missing") }]);
  let missing = checklist.asMissing(short);
  if (unchecked.length) {
    const answer = await ask("ask-supplement", () => list([...short, ...unchecked]), typedFor("supplement"));
    if (!answer) return undefined;
    missing = pick(answer, [...short, ...unchecked]);
    if (!missing.length) return show(say("act.cannot_supplement"), [{ text: say("act.nothing_missing") }]);
  }
  return send("supplement", "supplement", "/api/intakes", whole({ outcome: "supplement", missing }));
}

function list(rows) {
  byId("supplement-list").replaceChildren(...rows.map(({ position, name }) =>
    h("label", {}, h("input", { type: "checkbox", name: `missing-${position}`, checked: true }), name)));
}

function pick(answer, rows) {
  const asked = checklist.asMissing(rows.filter(({ position }) => answer[`missing-${position}`]));
  const note = answer.note?.trim();
  return note ? [...asked, { name: note }] : asked;
}

async function decline() {
  if (draft.now()?.pending) return send();
  if (!allowed(byId("decline"))) return show(say("act.cannot_decline"), [{ text: say("act.no_procedure"), target: "procedure-q" }]);
  const who = person.lacks().filter(({ target }) => target === "p-name");
  if (who.length) return show(say("act.cannot_decline"), who);
  const answer = await ask("ask-decline", undefined, typedFor("decline"));
  if (answer?.reason.trim()) await send("declined", "decline", "/api/intakes", whole({ outcome: "decline", reason: answer.reason.trim() }));
  return undefined;
}

let wasLost = false;

/** The line is back: what was sent into the dark is sent again under its key. */
function sendAgain({ lostAt, busy }) {
  const back = wasLost && lostAt === null;
  wasLost = lostAt !== null;
  if (back && !busy && draft.now()?.pending) send();
}

export function start() {
  watch(sendAgain);
  byId("accept").addEventListener("click", accept);
  byId("supplement").addEventListener("click", supplement);
  byId("decline").addEventListener("click", decline);
}
