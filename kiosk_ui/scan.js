// What a barcode scanner or a finger has typed, understood: a code, a token, or a mistake with a name.

const TOKEN_PATH = /\/s\/([^/?#\s]{8,})/;
const CODE_PATH = /\/status\/([^/?#]+)/;
const BOOKING_PATH = /\/b\/(\d{9})\./;
const SLIP_PATH = /\/t\/([^/?#\s]+)/;
const CODE = /^[0-9A-Z][0-9A-Z.-]{5,39}$/;

/** {ok: code or token}, {slip: link of a number's slip}, or {wrong: key of the sentence that says what it is instead}. */
export function understand(typed) {
  const text = typed.normalize("NFC").trim();
  if (!text) return { wrong: "scan.empty" };
  if (text.includes("|")) return { wrong: "scan.identity" }; // never sent anywhere
  if (/^https?:/i.test(text)) return understandAddress(text);
  const code = punctuate(text.toUpperCase().replace(/\s/g, ""));
  return CODE.test(code) && /\d/.test(code) ? { ok: code } : { wrong: "scan.unfit" };
}

function understandAddress(address) {
  const found = address.match(TOKEN_PATH) ?? address.match(CODE_PATH);
  if (found) return { ok: decodeURIComponent(found[1]) };
  if (BOOKING_PATH.test(address)) return { wrong: "scan.booking" };
  const slip = address.match(SLIP_PATH);
  return slip ? { slip: slip[1] } : { wrong: "scan.unfit" };
}

/** The same for a booking: nine digits in any grouping, or the address in its square code. */
export function understandBooking(typed) {
  const text = typed.normalize("NFC").trim();
  if (!text) return { wrong: "booking.empty" };
  const code = text.match(BOOKING_PATH)?.[1] ?? text.replace(/[\s.-]/g, "");
  return /^\d{9}$/.test(code) ? { ok: code } : { wrong: "booking.unfit" };
}

/** Nine digits in groups of three, as they stand on the citizen's page. */
export const inGroups = (typed) => typed.replace(/\D/g, "").slice(0, 9).replace(/(\d{3})(?=\d)/g, "$1 ");

// The two shapes of a code that offices use; dots, dashes and the letter need not be typed.
const OLD_SHAPE = "###.##.##.H##-######-####";
const NEW_SHAPE = "H##.##-######-####";

/** Put the marks of a code where they belong; what fits no shape stays as it is. */
export function punctuate(typed) {
  if (!/^[0-9H.-]*$/.test(typed)) return typed;
  const figures = typed.replace(/[^0-9]/g, "");
  const shape = typed.startsWith("H") ? NEW_SHAPE : OLD_SHAPE;
  const bare = typed.replace(/[.-]/g, "");
  const place = shape.replace(/[.-]/g, "").indexOf("H");
  if (bare.includes("H") && bare.indexOf("H") !== place) return typed;
  if (figures.length > shape.replace(/[^#]/g, "").length) return typed;
  return lay(figures, shape, typed.startsWith("H"));
}

function lay(figures, shape, opened) {
  let next = 0;
  let laid = "";
  for (const mark of shape) {
    if (next === figures.length && !(opened && laid === "")) break;
    laid += mark === "#" ? figures[next++] : mark;
  }
  return laid;
}
