// The own password: what is wrong stands beside its field; once it is set, the work begins.

import { Problem, Unreachable, get, post } from "../office/api.js";
import { byId } from "../office/dom.js";
import { show, signInAgain } from "../office/problems.js";
import "../office/session.js";
import { learn, say } from "../office/texts.js";

const form = byId("password-form");
const FIELDS = ["present", "password", "again"];

function tell(name, sentence) {
  byId(`${name}-row`).classList.toggle("bad", Boolean(sentence));
  byId(`${name}-why`).hidden = !sentence;
  byId(`${name}-why`).textContent = sentence ?? "";
  if (sentence) byId(name).setAttribute("aria-invalid", "true");
  else byId(name).removeAttribute("aria-invalid");
}

function refuse(wrong) {
  for (const [name, sentence] of wrong) tell(name, sentence);
  show(say("refused"), wrong.map(([name, text]) => ({ text, target: name })));
}

function explain(failure) {
  if (failure instanceof Unreachable) return show(say("unreachable"), [{ text: say("unreachable_do") }]);
  if (!(failure instanceof Problem)) throw failure;
  if (failure.status === 401) return signInAgain();
  return refuse([[failure.code === "malformed" ? "password" : "present", failure.message]]);
}

async function change(event) {
  event.preventDefault();
  const typed = Object.fromEntries(FIELDS.map((name) => [name, byId(name).value]));
  for (const name of FIELDS) tell(name, null);
  const empty = FIELDS.filter((name) => !typed[name]).map((name) => [name, say("empty")]);
  if (empty.length) return refuse(empty);
  if (typed.password !== typed.again) return refuse([["again", say("differ")]]);
  const button = byId("set");
  if (button.getAttribute("aria-busy")) return undefined;
  button.setAttribute("aria-busy", "true");
  try {
    await post("/api/password", { present: typed.present, password: typed.password });
    const { officer } = await get("/api/session");
    location.assign(officer.counter ? "/counter" : officer.rights.includes("set-up-hall") ? "/setup" : "/dossiers");
  } catch (failure) {
    explain(failure);
  } finally {
    button.removeAttribute("aria-busy");
  }
}

await learn("password");
form.addEventListener("submit", change);
