// What was paid for a dossier, and the mishaps with its papers: shown, and acted on; money changes the dossier, so the page is read anew.

import { get, newKey, post } from "../office/api.js";
import { day, hour } from "../office/dates.js";
import { settled } from "../office/dialog_drafts.js";
import { ask } from "../office/dialogs.js";
import { byId, h } from "../office/dom.js";
import { followWay, paidHow } from "../office/paying.js";
import { showFailure } from "../office/problems.js";
import { learn, say } from "../office/texts.js";

const panel = byId("money");
const dossier = `/api/dossiers/${encodeURIComponent(panel.dataset.code)}`;
const when = (instant) => `${day(instant)} ${hour(instant)}`;
const dong = (amount) => say("one.dong", { amount: String(amount).replace(/\B(?=(\d{3})+$)/g, ".") });

const guarded = (act) => async () => {
  try {
    await act();
  } catch (failure) {
    showFailure(failure);
  }
};

function paymentRow(payment) {
  const slip = payment.void_at ? payment.number : h("a", { href: payment.paper, target: "_blank", rel: "noopener" }, payment.number);
  const told = payment.void_at ? say("files.is_void", { reason: payment.void_reason }) : payment.payer;
  const act = !payment.void_at && panel.dataset.takes
    ? h("button", { className: "b bare", type: "button", "aria-label": `${say("money.void")}: ${payment.number}`, onclick: guarded(() => voidPayment(payment)) }, say("money.void"))
    : null;
  return h("tr", {},
    h("th", { scope: "row", className: payment.void_at ? "gone" : "" }, slip),
    h("td", { className: "r" }, dong(payment.fee_dong)),
    h("td", { className: "r" }, dong(payment.charge_dong)),
    h("td", {}, say(`money.way.${payment.paid_by}`), payment.paid_reference && ` ${payment.paid_reference}`, h("div", { className: "soft" }, told)),
    h("td", {}, when(payment.paid_at)),
    h("td", {}, act));
}

function mishapRow(mishap) {
  const told = mishap.settled_at ? say("money.was_mended", { how: mishap.settlement, at: when(mishap.settled_at) }) : say("money.not_mended");
  const act = !mishap.settled_at && panel.dataset.keeps
    ? h("button", { className: "b bare", type: "button", onclick: guarded(() => mend(mishap)) }, say("money.mend"))
    : null;
  return h("li", {}, h("b", {}, say(`money.of.${mishap.what}`)), ` ${when(mishap.noted_at)}: ${mishap.account} `, h("span", { className: "soft" }, told), act);
}

async function list() {
  const [payments, mishaps] = await Promise.all([get(`${dossier}/payments`), get(`${dossier}/mishaps`)]);
  byId("money-table").hidden = payments.length === 0;
  byId("money-rows").replaceChildren(...payments.map(paymentRow));
  byId("mishap-rows").replaceChildren(...(mishaps.length ? mishaps.map(mishapRow) : [h("li", { className: "soft" }, say("money.no_mishaps"))]));
}

/** A key of the question, not of the answer: pressed again after a lost answer it is the same payment. */
let key = newKey();

const { officer } = byId("main").dataset;

/** Ask, and keep what is typed until `act` was done with it: a refusal or a lost line costs no words. */
async function asked(id, about, act) {
  const subject = `${panel.dataset.code}.${about}`;
  const answer = await ask(id, undefined, { officer, subject });
  if (!answer) return;
  await act(answer);
  settled(byId(id).querySelector("form"), officer, subject);
}

const takeFee = () => asked("ask-fee", "fee", async (answer) => {
  await post(`${dossier}/payments`, { ...paidHow(answer), payer: answer.payer.trim() || null }, { key });
  key = newKey();
  location.reload();
});

const voidPayment = (payment) => asked("ask-void-payment", `void.${payment.id}`, async (answer) => {
  await post(`/api/payments/${payment.id}/void`, { reason: answer.reason });
  location.reload();
});

const noteMishap = () => asked("ask-mishap", "mishap", async (answer) => {
  await post(`${dossier}/mishaps`, { what: answer.what, account: answer.account }, { key: newKey() });
  await list();
});

const mend = (mishap) => asked("ask-mended", `mend.${mishap.id}`, async (answer) => {
  await post(`/api/mishaps/${mishap.id}/settle`, { settlement: answer.settlement });
  await list();
});

followWay("fee");
await learn("dossier");
byId("take-fee")?.addEventListener("click", guarded(takeFee));
byId("note-mishap")?.addEventListener("click", guarded(noteMishap));
await guarded(list)();
