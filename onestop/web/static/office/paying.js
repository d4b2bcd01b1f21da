// How a fee was paid, in a dialog: cash unless told otherwise; every other way has a reference, and a transfer needs it.

import { byId } from "./dom.js";

/** Keep the fields of `paid_how(id)` to the way that is chosen; `settled` tells whether anything was paid at all. Gives what to call when that changes. */
export function followWay(id, settled = () => true) {
  const [way, reference, row] = [`${id}-by`, `${id}-reference`, `${id}-reference-row`].map(byId);
  const show = () => {
    row.hidden = way.value === "cash";
    reference.required = settled() && way.value === "transfer";
  };
  way.addEventListener("change", show);
  // A form is reset after its event: then the usual way stands there again.
  way.form.addEventListener("reset", () => setTimeout(show));
  show();
  return show;
}

/** What was told of it, as the calls take it; a reference that was typed before the way changed is not sent. */
export const paidHow = (given) => ({
  paid_by: given.paid_by,
  ...(given.paid_by !== "cash" && given.paid_reference.trim() ? { paid_reference: given.paid_reference.trim() } : {}),
});
