// The applicant: typed, or filled by a scanned căn cước; folded into the head, masked, once it is complete.

import { post } from "../office/api.js";
import { byId, h } from "../office/dom.js";
import { isoDay, typedDay } from "../office/dates.js";
import { goTo, showFailure } from "../office/problems.js";
import { say } from "../office/texts.js";
import { firstOpen } from "./checklist.js";
import * as draft from "./draft.js";

const fields = () => [...byId("ident").querySelectorAll("[data-field]")];

const value = (name) => (draft.now().person[name] ?? "").trim();

/** So much of a number that its owner knows it again, hidden as the server hides it. */
function masked(number, shown, gap) {
  const plain = number.replace(/[\s.-]+/g, "");
  return plain.length < 9 ? `••• ${plain.slice(-2)}` : `${plain.slice(0, shown)} ${gap} ${plain.slice(-3)}`;
}

const IDENTITY = /^(\d{12}|\d{9}|(?=.*[A-Z])(?=.*\d)[A-Z0-9]{6,12})$/i;
const PHONE = /^\+?\d{8,15}$/;
const BIRTH = (typed) => isoDay(typed) ?? (/^(19|20)\d\d$/.test(typed) ? typed : null);

/** What the applicant still lacks: [{text, target}] */
export function lacks() {
  const found = [];
  const need = (name, target, good) => {
    if (!value(name)) found.push({ text: say(`person.no_${name}`), target });
    else if (good && !good(value(name))) found.push({ text: say(`person.bad_${name}`), target });
  };
  need("name", "p-name");
  need("identity_no", "p-identity", (typed) => IDENTITY.test(typed.replace(/[\s.-]/g, "")));
  if (value("birth_on") && !BIRTH(value("birth_on"))) found.push({ text: say("person.bad_birth_on"), target: "p-birth" });
  need("address", "p-address");
  if (value("phone") && !PHONE.test(value("phone").replace(/[\s.()–-]/g, ""))) found.push({ text: say("person.bad_phone"), target: "p-phone" });
  if (value("representative_name") && !value("representative_identity")) found.push({ text: say("person.no_representative_identity"), target: "r-identity" });
  return found;
}

/** The applicant as the API takes them. */
export function asSent() {
  const person = {
    name: value("name"),
    identity_no: value("identity_no").replace(/\s/g, "").toUpperCase(),
    birth_on: BIRTH(value("birth_on")),
    sex: draft.now().person.sex ?? null,
    address: value("address"),
    phone: value("phone") || null,
    email: value("email") || null,
  };
  const sent = { applicant: person };
  if (value("representative_name")) {
    sent.representative = { name: value("representative_name"), identity_no: value("representative_identity"), paper: value("representative_paper") };
  }
  if (value("owner_name")) Object.assign(sent, { owner_name: value("owner_name"), owner_address: value("owner_address") || person.address });
  return sent;
}

/** Name and masked numbers in the head of the column. */
export function brief(label) {
  byId("person-name").textContent = value("name") || say("person.serving", { label });
  const known = [
    value("identity_no") && say("person.identity_brief", { number: masked(value("identity_no"), 3, "••• •••") }),
    value("phone") && masked(value("phone"), 4, "•••"),
    value("address"),
  ].filter(Boolean).join(" · ");
  const change = draft.now().folded && h("button", { className: "b bare plain", type: "button", onclick: () => unfold("p-name") }, say("person.change"));
  byId("person-brief").replaceChildren(...[known || say("person.scan_or_type"), change && " ", change].filter(Boolean));
}

let changed = () => undefined;

export function unfold(target) {
  draft.now().folded = false;
  changed();
  if (target) goTo(target);
}

/** Fold the fields away when nothing is missing; said by an act of the officer, never by the mere loss of focus. */
export function fold() {
  if (lacks().length === 0) draft.now().folded = true;
}

/** Put the draft into the fields. */
export function fill() {
  for (const input of fields()) input.value = draft.now().person[input.dataset.field] ?? "";
  byId("others").open = ["email", "owner_name", "representative_name"].some((name) => value(name));
}

/** Read a scanned căn cước and go to the first field that it does not give: what is needed, else the telephone. */
export async function takeIdentity(text) {
  try {
    const read = await post("/api/identity/parse", { text });
    Object.assign(draft.now().person, {
      name: read.name, identity_no: read.identity_no, birth_on: typedDay(read.birth_on), sex: read.sex, address: read.address ?? "",
    });
    draft.now().folded = Boolean(value("phone")) && lacks().length === 0;
    fill();
    changed();
    byId("said").textContent = say("person.scanned", { name: read.name });
    if (!draft.now().folded) return goTo(lacks()[0]?.target ?? "p-phone");
    return goTo(byId("find").hidden ? firstOpen() : "procedure-q");
  } catch (failure) {
    return showFailure(failure, [{ text: say("person.type_instead"), target: "p-name" }]);
  }
}

export function start(onChange) {
  changed = onChange;
  for (const input of fields()) {
    input.addEventListener("input", () => {
      draft.now().person[input.dataset.field] = input.value;
      changed();
    });
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.ctrlKey) return;
      event.preventDefault();
      advance(input);
    });
  }
}

/** Enter goes on: to the next empty field that is needed, then to the procedure. */
function advance(input) {
  const order = fields().map((field) => field.id);
  const next = lacks().map((lack) => lack.target).find((target) => order.indexOf(target) > order.indexOf(input.id)) ?? lacks()[0]?.target;
  if (next) return goTo(next);
  if (input.id !== "p-phone" && !value("phone") && !draft.now().procedure) return goTo("p-phone");
  fold();
  changed();
  goTo(byId("find").hidden ? firstOpen() : "procedure-q");
}
