// Taking the last move back within the minute: the button that says what would be undone.

import { post } from "../office/api.js";
import { byId, refill } from "../office/dom.js";
import { show } from "../office/problems.js";
import { say } from "../office/texts.js";
import { remember } from "./day.js";
import * as draft from "./draft.js";
import { carryOut, note } from "./moves.js";
import { state, watch } from "./state.js";

const STEPS = ["called", "serving", "held", "absent", "served", "waiting", "left"];

const named = ({ label, state: after }) => ({ label, step: say(`undo.${STEPS.includes(after) ? after : "move"}`) });

/** Take back what the button names. */
export async function run() {
  const last = state.seen?.undo;
  if (!last) return show(say("moves.not_now"), [{ text: say("undo.nothing") }]);
  const done = await carryOut("undo", async () => {
    await post(`/api/tickets/${last.id}/undo`);
    draft.giveBack(last.id);
  });
  if (!done) return undefined;
  note(say("undo.done", named(last)));
  return remember({ kind: "undone", code: null, label: last.label });
}

/** Ctrl+Z belongs to the field that is being typed in; where nothing was typed yet it belongs to the counter. */
export function mayUndo() {
  const field = document.activeElement;
  const text = field?.matches("input:not([type=checkbox], [type=radio]), textarea") ?? false;
  return !text || (field.value === "" && !draft.begun());
}

function follow({ seen }) {
  const button = byId("undo");
  const last = seen?.undo && !seen.counter.taken_by_other ? seen.undo : null;
  if (!last && document.activeElement === button) byId("call-next").focus();
  button.hidden = !last;
  if (last) refill(button.lastElementChild, last, () => say("undo.button", named(last)));
}

export function start() {
  watch(follow);
  byId("undo").addEventListener("click", run);
}
