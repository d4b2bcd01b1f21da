// What is done with several dossiers of the inbox at once: ticked with the space bar, assigned or forwarded together.

import { get, newKey, post } from "../office/api.js";
import { byId } from "../office/dom.js";
import { clear, show, showFailure } from "../office/problems.js";
import { learn, say } from "../office/texts.js";
import "./list.js";

const ticks = [...document.querySelectorAll("input.pick")];
const picked = () => ticks.filter((one) => one.checked);

function count() {
  const many = picked().length;
  byId("chosen").textContent = many ? say("inbox.chosen", { n: many }) : "";
  byId("all").checked = many > 0 && many === ticks.length;
  byId("all").indeterminate = many > 0 && many < ticks.length;
}

/** Up and down go from row to row; the space bar is the box's own. */
function step(pressed) {
  const here = ticks.indexOf(document.activeElement);
  const by = { ArrowDown: 1, ArrowUp: -1 }[pressed.key];
  if (here < 0 || !by) return;
  pressed.preventDefault();
  ticks[Math.min(Math.max(here + by, 0), ticks.length - 1)].focus();
}

async function fillOfficers(select) {
  const own = byId("main").dataset.agency || ticks[0]?.dataset.agency || "";
  const found = await get(`/api/officers?agency=${encodeURIComponent(own)}`).catch(() => []);
  for (const { id, name, on_leave: away } of found) select.append(new Option(away ? say("ask.on_leave", { name }) : name, id));
}

const call = (kind, codes) => (kind === "assign" ? ["/api/assignments", { codes, officer: byId("officer").value }] : ["/api/forwardings", { codes }]);

async function act(button) {
  const chosen = picked();
  const kind = button.dataset.bulk;
  if (!chosen.length) return show(say("inbox.nobody_chosen"), [{ text: say("inbox.nobody_chosen_do"), target: "all" }]);
  if (kind === "assign" && !byId("officer").value) return show(say("inbox.no_officer"), [{ text: say("inbox.no_officer_do"), target: "officer" }]);
  if (button.getAttribute("aria-busy") === "true") return undefined;
  button.setAttribute("aria-busy", "true");
  clear();
  try {
    const [path, body] = call(kind, chosen.map((one) => one.value));
    const { rows } = await post(path, body, { key: newKey() });
    const refused = rows.filter((row) => row.refused);
    if (refused.length) showRefused(refused);
    else location.reload();
  } catch (failure) {
    showFailure(failure);
  } finally {
    button.removeAttribute("aria-busy");
  }
  return undefined;
}

/** Those that were refused stay ticked and are named; the others are done. */
function showRefused(rows) {
  const codes = new Set(rows.map((row) => row.code));
  for (const one of ticks) one.checked = codes.has(one.value);
  count();
  show(say("inbox.some_refused", { n: rows.length }), rows.map((row) => ({ text: say("inbox.refused_row", { code: row.code, why: row.detail }) })));
}

const bulk = byId("bulk");
if (bulk) {
  await learn("dossier");
  bulk.hidden = false;
  byId("all").addEventListener("change", ({ target }) => {
    for (const one of ticks) one.checked = target.checked;
    count();
  });
  for (const one of ticks) one.addEventListener("change", count);
  document.addEventListener("keydown", step);
  for (const button of bulk.querySelectorAll("[data-bulk]")) button.addEventListener("click", () => act(button));
  if (byId("officer")) await fillOfficers(byId("officer"));
}
