// Signing in: posts the form, tells what is wrong beside the field and at the top, and goes on to the work.

import { Problem, Unreachable, get, post } from "../office/api.js";
import { byId } from "../office/dom.js";
import { forget } from "../office/drafts.js";
import { show } from "../office/problems.js";
import { learn, say } from "../office/texts.js";

const form = byId("login");

function tell(name, sentence) {
  byId(`${name}-row`).classList.toggle("bad", Boolean(sentence));
  byId(`${name}-why`).hidden = !sentence;
  byId(`${name}-why`).textContent = sentence ?? "";
  if (sentence) byId(name).setAttribute("aria-invalid", "true");
  else byId(name).removeAttribute("aria-invalid");
}

/** Only a path of this server is followed: `next` comes from an address that anybody can write. */
function whither(officer) {
  const next = form.dataset.next ?? new URLSearchParams(location.search).get("next") ?? "";
  if (/^\/(?![/\\])/.test(next) && !next.startsWith("/login")) return next;
  if (officer.counter) return "/counter";
  return (officer.rights ?? []).includes("set-up-hall") ? "/setup" : "/dossiers";
}

function explain(failure) {
  if (failure instanceof Unreachable) return show(say("unreachable"), [{ text: say("unreachable_do") }]);
  if (!(failure instanceof Problem)) throw failure;
  byId("password").value = "";
  return show(say("refused"), [{ text: failure.message, target: "username" }]);
}

async function enter() {
  const given = { username: byId("username").value.trim(), password: byId("password").value };
  tell("username", given.username ? null : say("no_username"));
  tell("password", given.password ? null : say("no_password"));
  const empty = Object.keys(given).filter((name) => !given[name]);
  if (empty.length) return show(say("refused"), empty.map((name) => ({ text: say(`no_${name}`), target: name })));
  const button = byId("enter");
  if (button.getAttribute("aria-busy")) return undefined;
  button.setAttribute("aria-busy", "true");
  try {
    await get("/api/session"); // sets the cookie whose value the next request echoes
    const { officer } = await post("/api/session", given);
    forget(officer.id);
    location.assign(whither(officer));
  } catch (failure) {
    explain(failure);
  } finally {
    button.removeAttribute("aria-busy");
  }
}

const learned = learn("login");
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  await learned;
  await enter();
});
byId("enter").disabled = false;
