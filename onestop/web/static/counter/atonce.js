// What is settled in the same visit: the result noted and given to the applicant, with no receipt in between (art. 17.4).

import { post } from "../office/api.js";
import { keep } from "../office/drafts.js";
import { clear, showFailure } from "../office/problems.js";
import { remember } from "./day.js";
import { refresh } from "./live.js";
import { change, here, state } from "./state.js";

/** Both moves bear the version that the one before left, so a second press, or another officer, makes neither twice. */
async function move(outcome, name, body) {
  const { version } = await post(`/api/dossiers/${encodeURIComponent(outcome.code)}/${name}`, body, { version: outcome.version });
  const next = { ...outcome, version, fresh: false, [name]: true };
  const { secret, applicant, ...kept } = next;
  if (next.subject !== "post") keep(here.officer, `outcome.${next.subject}`, kept);
  change({ outcome: next });
  return next;
}

/** Give the result to the applicant now; what was done before a refusal stays done and is not done again. */
export async function giveAtOnce() {
  if (state.busy) return;
  change({ busy: "at-once" });
  clear();
  try {
    let { outcome } = state;
    if (!outcome.result_ready) outcome = await move(outcome, "result_ready");
    await move(outcome, "hand_over", { collector: { kind: "applicant" } });
    remember({ kind: "returned", code: outcome.code, label: state.seen.current?.label ?? "" });
  } catch (failure) {
    showFailure(failure);
  } finally {
    change({ busy: null });
  }
  refresh();
}
