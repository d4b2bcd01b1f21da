// The administrator's forms: sent as they are typed, told what is wrong beside the field, nothing typed is lost.

import { Problem, newKey, send } from "../office/api.js";
import { byId } from "../office/dom.js";
import { drop, keep, read as recall } from "../office/drafts.js";
import { clear, show, showFailure, signInAgain } from "../office/problems.js";
import "../office/session.js";
import { learn, say } from "../office/texts.js";
import { ask } from "./ask.js";
import { recount, rowsOf } from "./rows.js";
import { Unreadable, inputOf, read, retype, typed } from "./fields.js";
import { showToken } from "./token.js";

const SAID = "onestop-setup-said";
const FIELD_OF = {
  "band-taken": () => "letter",
  "name-taken": ({ kind }) => ({ counter: "number", room: "key", blackout: "day", officer: "username", agency: "code" })[kind] ?? "name",
  "agency-loop": () => "parent",
  "cover-out-of-reach": () => "cover",
  "cover-in-circle": () => "cover",
  "absence-overlaps": () => "from",
  "code-unreadable": () => "code",
  "draft-exists": () => "code",
  "allowance-refused": () => "amount",
  "allowance-not-stated": () => "amount",
  "legs-do-not-sum": () => "steps",
  "past-version": () => "valid_from",
  "not-found": ({ kind }) => ({ officer: "officer", sector: "sector", agency: "agency", enrolment: "code", room: "room", board: "board", device: "printer", profile: "profile" })[kind],
};
const officer = byId("main").dataset.officer;
const keys = new WeakMap();

const fieldOf = (problem) => problem.facts.field ?? FIELD_OF[problem.code]?.(problem.facts);

/** The label of a field; of a field in a numbered row with what and which row it is. */
function labelOf(input) {
  const own = (input.labels?.[0] ?? input.querySelector("legend, summary"))?.textContent.trim() ?? "";
  const row = input.closest("[data-item]")?.querySelector("[data-place]")?.textContent.trim();
  return row ? `${row}, ${own}` : own;
}

function mark(input, sentence) {
  const row = input.closest("[data-field]");
  const why = byId(`${input.id}-why`);
  row?.classList.toggle("bad", Boolean(sentence));
  if (why) {
    why.hidden = !sentence;
    why.textContent = sentence ?? "";
  }
  if (sentence) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
}

function unmark(form) {
  clear();
  for (const input of form.querySelectorAll("[aria-invalid]")) mark(input, null);
}

/** Beside the field where there is one, and in the summary, which takes the focus. */
function point(input, sentence) {
  const words = labelOf(input);
  mark(input, sentence);
  show(say("errors.refused"), [{ text: words ? `${words}: ${sentence}` : sentence, target: input.id }]);
}

function explain(form, failure) {
  if (failure instanceof Unreadable) return point(failure.input, say(`errors.${failure.why}`));
  if (!(failure instanceof Problem)) return showFailure(failure);
  if (failure.status === 401) {
    keep(officer, `${location.pathname}#${form.id}`, { values: typed(form), rows: rowsOf(form) });
    return signInAgain();
  }
  const field = fieldOf(failure);
  const input = field && inputOf(form, field);
  if (!input?.id) return showFailure(failure);
  return point(input, failure.message.replace(field, labelOf(input)));
}

function finish(words, to) {
  sessionStorage.setItem(SAID, words);
  if (to) location.assign(to);
  else location.reload();
}

/** What was done, and what of it the office has to know: bookings that stay, or that were called off. */
function doneWords(form, answer) {
  if (form.dataset.done) return form.dataset.done;
  if (form.id === "enrol") return say("said.let_in");
  if (form.dataset.path.startsWith("/api/setup/procedures") || form.dataset.path === "/api/setup/successions") return say("said.kept");
  if (answer.cancelled) return say("said.called_off", answer);
  if (answer.fuller) return say("said.fuller", answer);
  if (answer.booked) return say(form.id === "blackout" ? "said.still_booked" : "said.plan_booked", answer);
  return say("said.saved");
}

async function submit(event) {
  event.preventDefault();
  const form = event.target;
  const button = form.querySelector("[type=submit]");
  if (button.getAttribute("aria-busy")) return;
  unmark(form);
  button.setAttribute("aria-busy", "true");
  try {
    const body = read(form);
    if (body.cancel && !(await ask(form.dataset.ask, form.dataset.why, form.dataset.yes))) return;
    // The same key as long as the same thing is asked: a lost answer does not make it twice.
    const asked = JSON.stringify(body);
    if (keys.get(form)?.asked !== asked) keys.set(form, { asked, key: newKey() });
    const answer = await send(form.dataset.method, form.dataset.path, { body, key: keys.get(form).key });
    if (answer?.token || answer?.password) await showToken(answer.token ?? answer.password, body.kind);
    finish(doneWords(form, answer ?? {}), form.dataset.then && form.dataset.then + answer.id);
  } catch (failure) {
    explain(form, failure);
  } finally {
    button.removeAttribute("aria-busy");
  }
}

function saidOf(path) {
  if (path.startsWith("/api/deliveries/")) return "owed";
  return path.startsWith("/api/setup/procedures") ? "kept" : "done";
}

async function act(event) {
  const { act: method, path, ask: question, why, yes, done } = event.currentTarget.dataset;
  if (!(await ask(question, why, yes))) return;
  clear();
  try {
    const answer = await send(method, path, { body: method === "POST" ? {} : undefined, key: newKey() });
    if (answer?.token || answer?.password) await showToken(answer.token ?? answer.password);
    finish(done ?? say(`said.${saidOf(path)}`));
  } catch (failure) {
    showFailure(failure);
  }
}

function sayWhatWasDone() {
  const words = sessionStorage.getItem(SAID);
  if (!words) return;
  sessionStorage.removeItem(SAID);
  byId("said").textContent = words;
  byId("said").hidden = false;
  byId("said").focus();
}

/** What was typed when the session ended stands in its form again. */
function bringBack(form) {
  const subject = `${location.pathname}#${form.id}`;
  const kept = recall(officer, subject);
  if (!kept) return;
  drop(officer, subject);
  recount(form, kept.rows);
  retype(form, kept.values);
  const folded = form.closest("details");
  if (folded) folded.open = true;
}

await learn("setup");
for (const form of document.querySelectorAll("form.plan-form")) {
  form.addEventListener("submit", submit);
  bringBack(form);
}
for (const button of document.querySelectorAll("[data-act]")) button.addEventListener("click", act);
sayWhatWasDone();
