// The middle column: nobody, somebody who is being called, an intake, or what became of it.

import { Problem, get } from "../office/api.js";
import { allow, badge, byId, h, icon, refill } from "../office/dom.js";
import { goTo, showFailure } from "../office/problems.js";
import { hour } from "../office/dates.js";
import { say } from "../office/texts.js";
import * as checklist from "./checklist.js";
import * as draft from "./draft.js";
import { because, openPost } from "./moves.js";
import * as person from "./person.js";
import * as procedures from "./procedure.js";
import * as promise from "./promise.js";
import * as terms from "./terms.js";
import { change, here, present, state, subject, watch } from "./state.js";

let procedure = null; // the chosen one with its requirements
let searching = false;

export const chosen = () => procedure;

/** Everything that stands between the officer and *accept*: [{text, target}] */
export function lacks() {
  const found = person.lacks();
  if (!procedure) return [...found, { text: say("act.no_procedure"), target: "procedure-q" }];
  const name = ({ position, name: paper }, key) => ({ text: say(key, { paper }), target: checklist.targetOf(position) });
  found.push(...checklist.short().map((row) => name(row, "act.short")), ...checklist.unchecked().map((row) => name(row, "act.unchecked")), ...terms.lacks());
  if (promise.lack()) found.push({ text: promise.lack() });
  return found;
}

/** Show anew what follows from the draft, and keep it. */
export function refresh() {
  const now = draft.now();
  if (!now || now.subject !== subject()) return;
  draft.save();
  const { current } = state.seen;
  person.brief(current?.label ?? say("rest.by_post"));
  byId("ident").hidden = now.folded;
  byId("find").hidden = procedure !== null && !searching;
  byId("papers").hidden = procedure === null || searching;
  if (procedure) checklist.refresh();
  showAct();
}

function summary(found) {
  if (draft.now().pending) return badge("near", say(state.busy ? "act.sending" : "act.unanswered"));
  if (!found.length) return badge("ok", say("act.complete"));
  const [papers, others] = [checklist.unchecked().length, found.length - checklist.unchecked().length];
  if (procedure && papers && !others) return badge("near", say("act.unchecked_count", { n: papers }));
  return badge("near", found.length > 1 ? say("act.first_of", { first: found[0].text, n: found.length - 1 }) : found[0].text);
}

function showAct() {
  const found = lacks();
  const badgeNow = summary(found);
  byId("cant").className = `${badgeNow.className} grow`;
  if (byId("cant").textContent !== badgeNow.textContent) byId("cant").replaceChildren(...badgeNow.childNodes);
  const pending = draft.now().pending !== null;
  allow(byId("accept"), found.length === 0 || pending);
  allow(byId("supplement"), procedure !== null);
  allow(byId("decline"), procedure !== null);
  byId("intake").inert = pending;
}

async function choose(code) {
  const now = draft.now();
  // What was counted and collected for one procedure says nothing about another.
  if (now.procedure !== code) Object.assign(now, { procedure: code, papers: {}, terms: { ...now.terms, fee: "", fee_paid: false, paid_by: "cash", paid_reference: "", agency: "" } });
  person.fold();
  await load(code);
  if (procedure) goTo(person.lacks()[0]?.target ?? checklist.firstOpen());
}

/** Fetch a procedure and lay out its papers; what was counted for it before a reload is still in the draft. */
async function load(code) {
  const { subject: about } = draft.now();
  try {
    const found = await get(`/api/procedures/${encodeURIComponent(code)}`);
    if (draft.now()?.subject !== about || draft.now().procedure !== code) return;
    lay(found);
  } catch (failure) {
    if (failure instanceof Problem) draft.now().procedure = null;
    showFailure(failure);
  }
}

function lay(found) {
  procedure = found;
  searching = false;
  byId("procedure-name").textContent = found.name;
  byId("procedure-facts").textContent = procedures.facts(found);
  checklist.build(found.requirements);
  terms.lay(found);
  askDate();
  refresh();
}

async function askDate() {
  await promise.preview(procedure.code, terms.question());
  refresh();
}

function open(about) {
  procedure = null;
  searching = false;
  promise.forget();
  procedures.reset();
  draft.enter(about);
  person.fill();
  refresh();
  if (draft.now().procedure) load(draft.now().procedure);
  else goTo(person.lacks()[0]?.target ?? "procedure-q");
}

function showHead({ counter }, about) {
  const current = present();
  byId("tick").hidden = !current;
  byId("tick").textContent = current?.label ?? "";
  byId("for").hidden = !current;
  byId("for-word").textContent = current ? say(current.state === "called" ? "rest.called_for" : "rest.serving_for") : "";
  document.title = current ? say("page.title_with", { label: current.label, number: here.number }) : say("page.title", { number: here.number });
  if (about) return;
  const nobody = counter.taken_by_other ? "taken.title" : "rest.nobody";
  byId("person-name").textContent = current ? say("rest.called", { label: current.label }) : say(nobody);
  byId("person-brief").textContent = current?.called_at ? calledAt(current) : "";
}

function calledAt({ called_at: at, why }) {
  return why ? say("rest.called_because", { time: hour(at), why: because(why) }) : say("rest.called_at", { time: hour(at) });
}

/** A number that was taken for a dossier (to collect a result, to bring what was missing) leads to it. */
function showAbout() {
  const current = present();
  const code = current?.dossier_code;
  byId("about").hidden = !code;
  refill(byId("about"), code ?? "", () => code && [icon("file"), h("span", {}, say("rest.about"), " ", h("a", { href: `/dossiers/${encodeURIComponent(code)}` }, code))]);
}

function showRest({ counter }) {
  if (counter.taken_by_other) return showTaken(counter);
  const current = present();
  const sentence = current ? "rest.called_do" : counter.state === "open" ? "rest.nobody_do" : "rest.closed_do";
  const byPost = !current && h("button", { className: "b", type: "button", onclick: () => change({ ticketless: true }) }, say("rest.without_ticket"));
  return refill(byId("rest"), [sentence, Boolean(byPost)], () => [h("p", {}, say(sentence)), byPost]);
}

/** Two officers at one counter would call over each other: the second takes it over in so many words, or leaves it. */
function showTaken({ state: post }) {
  refill(byId("rest"), ["taken", post], () => [h("p", {}, say("taken.do")),
    h("button", { className: "b main", type: "button", id: "post-take-over", onclick: () => openPost("take-over") }, icon("key"), say("taken.take_over"))]);
}

function follow({ seen, outcome }) {
  if (!seen) return;
  const about = subject();
  const ended = outcome !== null && outcome.subject === about;
  showHead(seen, about);
  showAbout();
  byId("rest").hidden = about !== null;
  byId("intake").hidden = about === null || ended;
  byId("act").hidden = about === null || ended;
  if (about === null) {
    draft.leave();
    showRest(seen);
  } else if (!ended && draft.now()?.subject !== about) open(about);
  else if (!ended) showAct();
}

/** "/" and the button: look for a procedure, another one if there is one already. */
export function toProcedure() {
  if (!draft.now() || byId("intake").hidden || byId("intake").inert) return;
  person.fold();
  searching = true;
  refresh();
  goTo("procedure-q");
}

export function start() {
  person.start(refresh);
  checklist.start(refresh);
  terms.start({ onChange: refresh, onChannel: askDate });
  promise.start(refresh);
  procedures.start({ onChoose: choose, onLeave: () => { searching = false; refresh(); } });
  byId("procedure-change").addEventListener("click", toProcedure);
  watch(follow);
}
