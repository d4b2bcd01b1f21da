// Every move of a dossier: its dialog, its fields read into the body of the call, what was refused beside the field.

import { Problem, get, newKey, post } from "../office/api.js";
import { settled, takeUp } from "../office/dialog_drafts.js";
import { byId, h } from "../office/dom.js";
import { show, showFailure } from "../office/problems.js";
import { say } from "../office/texts.js";
import { readCount, readPapers } from "./correction.js";
import * as rows from "./rows.js";

const { code, version, agency, officer } = byId("main").dataset;
const path = `/api/dossiers/${encodeURIComponent(code)}`;

const value = (field) => field.value.trim();
const number = (field) => Number.parseInt(field.value, 10) || 0;

/** How each kind of field is read; undefined is left out of the body. */
const READ = {
  text: (field) => value(field) || undefined,
  officer: (field) => value(field) || undefined,
  count: readCount,
  papers: readPapers,
  items: (field) => rowsOf(field).map((row) => ({
    name: value(row.querySelector("[data-part=name]")),
    ...counted(row),
    ...(value(row.querySelector("[data-part=note]")) ? { note: value(row.querySelector("[data-part=note]")) } : {}),
  })).filter((item) => item.name),
  legs: (field) => {
    const legs = rowsOf(field).map((row) => ({
      agency: value(row.querySelector("[data-part=agency]")),
      amount: value(row.querySelector("[data-part=amount]")),
      ...(value(row.querySelector("[data-part=work]")) ? { work: value(row.querySelector("[data-part=work]")) } : {}),
    })).filter((leg) => leg.agency);
    return legs.length ? legs : undefined;
  },
};

const rowsOf = (field) => [...field.querySelectorAll(".chosen > li")].filter((row) => row.querySelector("[data-part=chosen]")?.checked ?? true);

const counted = (row) => {
  const kind = row.querySelector("[data-part=kind]").value;
  const count = number(row.querySelector("[data-part=count]"));
  return count ? { [kind]: count } : {};
};

/** The body of a move as its dialog has it; a dotted name goes one deeper. */
export function bodyOf(dialog) {
  const body = {};
  for (const field of dialog.querySelectorAll("[data-field]")) {
    const read = READ[field.dataset.kind](field);
    if (read === undefined) continue;
    const [outer, inner] = field.dataset.field.split(".");
    if (inner) body[outer] = { ...body[outer], [inner]: read };
    else body[outer] = read;
  }
  return body;
}

/** What is missing, before the server is asked: [field, words]. */
function missing(dialog) {
  return [...dialog.querySelectorAll("[data-field][required], [data-kind=items]")].filter((field) => {
    const read = READ[field.dataset.kind](field);
    return read === undefined || read.length === 0;
  }).map((field) => [field, say("ask.needed")]);
}

function quiet(dialog) {
  dialog.querySelector(".refused").hidden = true;
  for (const why of dialog.querySelectorAll(".why")) why.textContent = "";
  for (const field of dialog.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
}

/** Words beside each field that something is wrong with; the first takes the focus. */
function complain(wrong) {
  for (const [field, words] of wrong) {
    byId(`${field.id}-why`).textContent = words;
    field.setAttribute("aria-invalid", "true");
  }
  const [first] = wrong[0];
  (first.matches("fieldset") ? first.querySelector("input, button") : first).focus();
}

function refuse(dialog, failure) {
  const named = failure.code === "incomplete" ? "documents" : failure instanceof Problem ? String(failure.facts.field ?? "") : "";
  const fields = [...dialog.querySelectorAll("[data-field], [name][aria-describedby]")].filter((one) => !one.closest("[hidden]"));
  const nameOf = (one) => one.dataset.field ?? one.name;
  const last = named.split(".").at(-1);
  const field = named && (fields.find((one) => nameOf(one) === named)
    ?? fields.find((one) => named.startsWith(nameOf(one)) || nameOf(one).split(".").at(-1) === last));
  if (field && byId(`${field.id}-why`)) return complain([[field, failure.message]]);
  const said = dialog.querySelector(".refused");
  said.textContent = failure instanceof Problem ? failure.message : say("errors.unreachable_do");
  said.hidden = false;
  dialog.querySelector(".answers .main").focus();
}

/** Send a move; what was typed stays until it is taken. */
async function make(dialog, move, body, key) {
  const button = dialog.querySelector(".answers .main");
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  quiet(dialog);
  try {
    await post(`${path}/${move}`, body, { version, key });
    settled(dialog.querySelector("form"), officer, subjectOf(move));
    location.reload();
  } catch (failure) {
    // Somebody else moved it first: their change is kept, and this page has to be read again.
    if (failure instanceof Problem && failure.status === 412) {
      dialog.close("no");
      showStale(failure);
    } else if (failure instanceof Problem && failure.status === 401) showFailure(failure);
    else refuse(dialog, failure);
  } finally {
    button.removeAttribute("aria-busy");
  }
}

function showStale(failure) {
  show(say("one.stale"), [{ text: failure.message }]);
  byId("errors-list").append(h("li", {}, h("a", { href: location.href }, say("one.reload"))));
}

/** Officers for a select, once; who is on leave is said so. */
async function fillOfficers(select) {
  if (select.options.length > 1) return;
  const found = await get(`/api/officers?agency=${encodeURIComponent(agency)}`).catch(() => []);
  for (const { id, name, on_leave: away } of found) {
    select.append(h("option", { value: id }, away ? say("ask.on_leave", { name }) : name));
  }
}

/** What was typed for a move of this dossier is kept under its own name. */
const subjectOf = (move) => `${code}.${move}`;

/** Open the dialog of a move, with what was typed in it before and not sent; the key is the attempt's own. */
export async function open(move, { prepare, body = bodyOf, check = missing } = {}) {
  const dialog = byId(`ask-${move.replaceAll("_", "-")}`);
  const form = dialog.querySelector("form");
  const key = newKey();
  quiet(dialog);
  form.onsubmit = (submitted) => {
    if (submitted.submitter?.value !== "yes") return;
    submitted.preventDefault();
    quiet(dialog);
    const wrong = check(dialog);
    if (wrong.length) complain(wrong);
    else make(dialog, move, body(dialog), key);
  };
  dialog.showModal();
  const officers = [...dialog.querySelectorAll("[data-kind=officer]")];
  const lay = async () => { await Promise.all([rows.lay(form), ...officers.map(fillOfficers)]); };
  await takeUp(form, { officer, subject: subjectOf(move), rows: { ...rows, lay }, blank: prepare });
}

/** Show the whole numbers; that somebody looked is written down. */
export async function unmask() {
  const seen = await post(`${path}/unmask`);
  byId("identity").textContent = seen.identity_no || "–";
  byId("phone").textContent = seen.phone || "–";
  byId("unmask").parentElement.hidden = true;
  byId("identity").setAttribute("tabindex", "-1");
  byId("identity").focus();
}

const EVERY_MS = 30_000;
let looking = false;

/** Say that somebody changed the dossier meanwhile, before anything is typed; a lost line says nothing. */
async function lookAgain() {
  if (looking || document.hidden || !byId("changed").hidden) return;
  looking = true;
  const now = await get(path).catch(() => null);
  looking = false;
  if (now && String(now.version) !== version) byId("changed").hidden = false;
}

/** Look every half minute, and whenever the officer comes back to the page. */
export function watchVersion() {
  setInterval(lookAgain, EVERY_MS);
  addEventListener("focus", lookAgain);
  document.addEventListener("visibilitychange", lookAgain);
}

