// How the dossier came, how the result goes back, sets, fee and a remark.

import { byId } from "../office/dom.js";
import { say } from "../office/texts.js";
import * as draft from "./draft.js";

const NAMES = ["return_address", "agency", "sets", "fee", "fee_paid", "paid_by", "paid_reference", "note"];
const input = (name) => byId("papers").querySelector(`[data-field="${name}"]`);
const radios = (name) => [...byId("papers").querySelectorAll(`input[name="${name}"]`)];

/** What the terms still lack: [{text, target}] */
export function lacks() {
  const { terms } = draft.now();
  const found = [];
  if (!(Number(terms.sets) >= 1)) found.push({ text: say("give.no_sets"), target: "sets" });
  if (terms.fee?.trim() && dong(terms.fee) === null) found.push({ text: say("give.bad_fee"), target: "fee" });
  if (reference().needed && !terms.paid_reference?.trim()) found.push({ text: say("give.no_reference"), target: "paid-reference" });
  return found;
}

/** Whether a fee that was collected bears the reference of its way, and whether it must: cash has none. */
function reference() {
  const { fee_paid: paid, paid_by: way } = draft.now().terms;
  const settled = Boolean(paid) && !byId("fee-paid").closest("label").hidden;
  return { settled, shown: settled && (way ?? "cash") !== "cash", needed: settled && way === "transfer" };
}

/** 20000 from "20.000", "20,000" or "20 000"; null when nothing or no amount was typed. */
function dong(typed) {
  const plain = (typed ?? "").replace(/[\s.,]/g, "");
  return /^\d{1,12}$/.test(plain) ? Number(plain) : null;
}

/** What the date depends on besides the procedure. */
export const question = () => ({ channel: draft.now().channel, agency: draft.now().terms.agency || null });

/** The terms as the API takes them. */
export function asSent() {
  const { terms, channel } = draft.now();
  const { settled, shown } = reference();
  return {
    channel,
    sets: Number(terms.sets),
    return_via: terms.return_via,
    return_address: (terms.return_via === "post" && terms.return_address?.trim()) || null,
    agency: terms.agency || null,
    fee_dong: dong(terms.fee),
    fee_paid: settled,
    paid_by: settled ? terms.paid_by ?? "cash" : null,
    paid_reference: (shown && terms.paid_reference?.trim()) || null,
    note: terms.note?.trim() || null,
  };
}

function showChannels(channels) {
  const offered = channels?.map(({ channel }) => channel) ?? [];
  if (offered.length && !offered.includes(draft.now().channel)) draft.now().channel = offered[0];
  byId("channels").hidden = offered.length < 2;
  for (const radio of radios("channel")) {
    radio.parentElement.hidden = !offered.includes(radio.value);
    radio.checked = radio.value === draft.now().channel;
  }
}

/** What the catalogue states stands in the field as a hint: left empty, the server takes it. */
function showFee() {
  const stated = procedure.channels?.find((offer) => offer.channel === draft.now().channel)?.fee_dong;
  const amount = stated?.toLocaleString(document.documentElement.lang === "vi" ? "vi-VN" : "en-GB");
  input("fee").placeholder = amount ?? say("give.fee_stated");
  for (const name of ["fee", "fee_paid"]) input(name).closest("label").hidden = stated === 0;
  showPaid();
}

function showPaid() {
  const { settled, shown } = reference();
  byId("paid-by-row").hidden = !settled;
  byId("paid-reference-row").hidden = !shown;
}

let procedure = null;

/** Lay out what a procedure offers, with what the draft already says. */
export function lay(found) {
  procedure = found;
  const { terms } = draft.now();
  showChannels(found.channels);
  byId("agency-row").hidden = found.agency !== null || byId("agency").options.length < 2;
  for (const name of NAMES) {
    if (input(name).type === "checkbox") input(name).checked = Boolean(terms[name]);
    else input(name).value = terms[name] ?? (name === "paid_by" ? "cash" : "");
  }
  showFee();
  for (const radio of radios("return_via")) radio.checked = radio.value === terms.return_via;
  byId("return-address-row").hidden = terms.return_via !== "post";
}

export function start({ onChange, onChannel }) {
  for (const name of NAMES) {
    input(name).addEventListener("input", ({ target }) => {
      draft.now().terms[name] = target.type === "checkbox" ? target.checked : target.value;
      if (name === "agency") onChannel();
      showPaid();
      onChange();
    });
  }
  for (const radio of radios("return_via")) {
    radio.addEventListener("change", () => {
      draft.now().terms.return_via = radio.value;
      byId("return-address-row").hidden = radio.value !== "post";
      onChange();
    });
  }
  for (const radio of radios("channel")) {
    radio.addEventListener("change", () => {
      draft.now().channel = radio.value;
      showFee();
      onChannel();
    });
  }
}
