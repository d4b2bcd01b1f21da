// How the dossier came, how the result goes back, sets, fee and a remark.

import { byId } from "../office/dom.js";
import { say } from "../office/texts.js";
import * as draft from "./draft.js";

const NAMES = ["return_address", "sets", "fee_paid", "note"];
const input = (name) => byId("papers").querySelector(`[data-field="${name}"]`);
const radios = (name) => [...byId("papers").querySelectorAll(`input[name="${name}"]`)];

let fee = 0;

/** What the terms still lack: [{text, target}] */
export function lacks() {
  const { terms } = draft.now();
  const found = [];
  if (terms.return_via === "post" && !terms.return_address?.trim()) found.push({ text: say("give.no_return_address"), target: "return-address" });
  if (!(Number(terms.sets) >= 1)) found.push({ text: say("give.no_sets"), target: "sets" });
  return found;
}

/** The terms as the API takes them. */
export function asSent() {
  const { terms, channel } = draft.now();
  return {
    channel,
    sets: Number(terms.sets),
    return_via: terms.return_via,
    return_address: terms.return_via === "post" ? terms.return_address.trim() : null,
    fee_paid: fee > 0 ? Boolean(terms.fee_paid) : false,
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

function showFee(procedure) {
  const channel = procedure.channels?.find((offer) => offer.channel === draft.now().channel);
  fee = channel?.fee_dong ?? 0;
  byId("fee-row").hidden = !fee;
  byId("fee-text").textContent = say("give.fee_paid", { amount: fee.toLocaleString(document.documentElement.lang === "vi" ? "vi-VN" : "en-GB") });
}

let procedure = null;

/** Lay out what a procedure offers, with what the draft already says. */
export function lay(found) {
  procedure = found;
  const { terms } = draft.now();
  showChannels(found.channels);
  showFee(found);
  for (const name of NAMES) {
    if (input(name).type === "checkbox") input(name).checked = Boolean(terms[name]);
    else input(name).value = terms[name] ?? "";
  }
  for (const radio of radios("return_via")) radio.checked = radio.value === terms.return_via;
  byId("return-address-row").hidden = terms.return_via !== "post";
}

export function start({ onChange, onChannel }) {
  for (const name of NAMES) {
    input(name).addEventListener("input", ({ target }) => {
      draft.now().terms[name] = target.type === "checkbox" ? target.checked : target.value;
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
      showFee(procedure);
      onChannel();
    });
  }
}
