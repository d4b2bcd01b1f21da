// Two screens with a code: collecting a result takes a number, looking up shows the step and the dates.
import { get, Refused } from "../api.js";
import { el, heading, icon } from "../dom.js";
import { isUnenrolled } from "../server.js";
import { go, visit } from "../shell.js";
import { returnLine } from "../state.js";
import { take } from "../taking.js";
import { say } from "../text.js";
import { codeField } from "./codefield.js";

function scanScreen(name, goKey, accept, facts) {
  const title = say(`scan.${name}_title`);
  const field = codeField({ title, go: goKey, accept, typed: facts.typed });
  const lead = el("p.lead", {}, say(`scan.${name}_lead`));
  const words = el("div.intro", {}, icon("scan"), el("div", {}, heading(title), lead));
  return {
    title, kind: "scanning", body: [words, field.form], back: () => go("home"), focus: field.input,
    leave: field.leave, keep: () => ({ typed: field.typed() }),
  };
}

export const collect = (facts) =>
  scanScreen("collect", "scan.collect_go", (code) => take({ line: returnLine().id, dossier_code: code }), facts);

export const lookup = (facts) => scanScreen("lookup", "scan.lookup_go", show, facts);

/** A code is shown again to be put right; a token off a receipt is a secret and is not. */
const typedBack = (code) => (/^[0-9H.-]+$/.test(code) ? code : "");

async function show(code) {
  go("busy", { words: "busy.lookup" });
  const asked = visit();
  try {
    const dossier = await get(`/api/status/${encodeURIComponent(code)}`);
    if (visit() === asked) go("status", { dossier });
  } catch (error) {
    if (visit() === asked) explain(error, code);
  }
}

function explain(error, code) {
  const lookAgain = () => go("lookup", { typed: typedBack(code) });
  if (!(error instanceof Refused)) return go("lost", { lookup: lookAgain });
  if (isUnenrolled(error)) return go("unenrolled");
  const { status, problem } = error;
  const why = status >= 500 ? { body: "trouble.server_lookup_body" } : { detail: problem.detail };
  return go("refused", { title: "trouble.unfound_title", again: lookAgain, againWords: "trouble.key_again", ...why });
}
