// Finding the procedure: words without marks or the code, arrows and Enter (the combobox pattern of WAI-ARIA).

import { Unreachable, get } from "../office/api.js";
import { byId, h } from "../office/dom.js";
import { showFailure } from "../office/problems.js";
import { say } from "../office/texts.js";

const PAUSE_MS = 150;
const SHOWN = 8;

let found = [];
let at = -1;
let asked = 0;
let pause = null;
let answer = Promise.resolve();
let chosen = () => undefined;

function mark(position) {
  at = position;
  const input = byId("procedure-q");
  const options = [...byId("procedure-list").children];
  options.forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
  if (at >= 0) {
    input.setAttribute("aria-activedescendant", options[at].id);
    options[at].scrollIntoView({ block: "nearest" });
  } else input.removeAttribute("aria-activedescendant");
}

function show(procedures) {
  found = procedures;
  const list = byId("procedure-list");
  list.replaceChildren(...found.map((procedure, index) => h("li", { id: `procedure-${index}`, role: "option", "aria-selected": "false",
    onmousedown: (event) => event.preventDefault(), onclick: () => take(index) },
  h("b", {}, procedure.name), h("span", { className: "soft" }, facts(procedure)))));
  list.hidden = !found.length;
  byId("procedure-q").setAttribute("aria-expanded", String(found.length > 0));
  mark(found.length ? 0 : -1);
}

const online = (level) => (level === "toan_trinh" ? say("procedure.online_whole") : level === "mot_phan" && say("procedure.online_part"));

/** "1.012990 · Sở Y tế · 10 ngày làm việc · Phí: không · Trực tuyến toàn trình · Nộp trực tuyến giảm 50%" */
export function facts(procedure) {
  const fee = procedure.fee_text && say("procedure.fee", { fee: procedure.fee_text });
  const percent = procedure.online_discount_percent;
  const discount = Boolean(percent) && say("procedure.discount", { percent });
  return [procedure.code, procedure.agency?.name, procedure.allowance_text, fee, online(procedure.online_level), discount].filter(Boolean).join(" · ");
}

async function search() {
  const typed = byId("procedure-q").value.trim();
  asked += 1;
  const mine = asked;
  byId("procedure-none").textContent = "";
  if (!typed) return show([]);
  try {
    const procedures = await get(`/api/procedures?q=${encodeURIComponent(typed)}&limit=${SHOWN}`);
    if (mine !== asked) return undefined;
    show(procedures);
    byId("procedure-none").textContent = procedures.length ? "" : say("procedure.none", { typed });
  } catch (failure) {
    if (mine !== asked) return undefined;
    if (failure instanceof Unreachable) byId("procedure-none").textContent = say("errors.unreachable");
    else showFailure(failure);
  }
}

function take(index) {
  const procedure = found[index];
  close();
  chosen(procedure.code);
}

function close() {
  clearTimeout(pause);
  pause = null;
  asked += 1;
  show([]);
}

async function onKey(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && found.length) {
    event.preventDefault();
    mark((at + step + found.length) % found.length);
  } else if (event.key === "Enter" && !event.ctrlKey) {
    event.preventDefault();
    clearTimeout(pause);
    // Enter may come before the pause has ended, or before the answer has come: what was typed counts, not
    // what an earlier search showed.
    if (pause !== null) answer = search();
    pause = null;
    await answer;
    if (at >= 0) take(at);
  } else if (event.key === "Escape") {
    event.stopPropagation();
    close();
    byId("procedure-q").dispatchEvent(new CustomEvent("left"));
  }
}

export function reset() {
  byId("procedure-q").value = "";
  byId("procedure-none").textContent = "";
  close();
}

/** `onChoose` gets the code; `onLeave` is told when Esc leaves the search. */
export function start({ onChoose, onLeave }) {
  chosen = onChoose;
  const input = byId("procedure-q");
  input.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(() => {
      pause = null;
      answer = search();
    }, PAUSE_MS);
  });
  input.addEventListener("keydown", onKey);
  input.addEventListener("left", onLeave);
}
