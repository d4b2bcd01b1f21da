// "I have a booking": its square code is scanned or its nine digits are keyed in, and a number comes out.
import { el, heading, icon } from "../dom.js";
import { go } from "../shell.js";
import { checkIn } from "../taking.js";
import { say } from "../text.js";
import { BOOKING, codeField } from "./codefield.js";

export function booking({ typed }) {
  const title = say("booking.title");
  const accept = (code) => checkIn(code, () => go("booking", { typed: code }));
  const field = codeField({ title, go: "booking.go", accept, typed, kind: BOOKING });
  const lead = el("p.lead", {}, say("booking.lead"));
  const words = el("div.intro", {}, icon("scan"), el("div", {}, heading(title), lead));
  return {
    title, kind: "scanning", body: [words, field.form], back: () => go("home"), focus: field.input,
    leave: field.leave, keep: () => ({ typed: field.typed() }),
  };
}
