// A barcode scanner is a fast keyboard that ends with Enter: this listens everywhere and tells scans from typing.

const FAST_MS = 80; // from key to key, on the average of a scan; nobody types eighteen characters like that
const PAUSE_MS = 250;
const IDLE_MS = 1000;
const SHORTEST = 6;
const IDENTITY = /\d{9,12}\|[^|]*\|.+$/s;
const CODE = /^[A-Z]\d{2}(?:\.[A-Z0-9]+)*-\d{6}-\d{3,}$/i;
const TAIL = /(?:https?:\/\/\S+|[A-Z]\d{2}(?:\.[A-Z0-9]+)*-\d{6}-\d{3,})$/i;

/** What a scanned text is: {kind: "identity" | "code" | "address" | "unknown", text} */
export function recognise(text) {
  const clean = text.trim();
  if (clean.search(IDENTITY) === 0) return { kind: "identity", text: clean };
  if (CODE.test(clean)) return { kind: "code", text: clean.toUpperCase() };
  if (/^https?:\/\//i.test(clean)) {
    const inside = clean.match(/\/(?:status|dossiers)\/([^/?#]+)/)?.[1] ?? "";
    return CODE.test(inside) ? { kind: "code", text: inside.toUpperCase() } : { kind: "address", text: clean };
  }
  return { kind: "unknown", text: clean };
}

/** The focused element when it takes text, else null. */
function field() {
  const focused = document.activeElement;
  if (focused instanceof HTMLTextAreaElement) return focused;
  return focused instanceof HTMLInputElement && !["checkbox", "radio", "button", "submit"].includes(focused.type) ? focused : null;
}

/** Listen for scans on the whole page; `onScan` gets what `recognise` says. Typing passes through untouched. */
export function listen(onScan) {
  let run = null; // {keys, stamps, field}: the keys since the last pause, when they came, and into what
  const sink = catcher();

  /** A scan into a field: the field gets back what it held. Letters with marks may come as composed text, slowly and
      never as keys, so a căn cước is known by its shape at the end of the field and not by its speed. */
  function fromField(target) {
    const at = target.value.search(IDENTITY);
    if (at >= 0) {
      const found = recognise(target.value.slice(at));
      put(target, target.value.slice(0, at));
      return found;
    }
    const tail = run?.field === target && run.keys.match(TAIL);
    if (!tail || !target.value.endsWith(tail[0]) || !fast(run.stamps.slice(tail.index))) return null;
    put(target, target.value.slice(0, -tail[0].length));
    return recognise(tail[0]);
  }

  function fromSink() {
    const text = sink.release();
    return text.length >= SHORTEST ? recognise(text) : null;
  }

  function onEnter(event) {
    const target = field();
    const caught = sink.open();
    if (!caught && !target) return;
    const found = caught ? fromSink() : fromField(target);
    run = null;
    // What was caught was no answer to the focused button either.
    if (!found && !caught) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (found) onScan(found);
  }

  function onCharacter(event) {
    const target = field();
    const goesOn = run && run.field === target && event.timeStamp - run.stamps.at(-1) <= PAUSE_MS;
    if (!goesOn) run = { keys: "", stamps: [], field: target };
    // The second quick key outside a field: the rest is caught in a field of our own, since only a field receives
    // letters with marks, and so that a space or a slash presses no button and opens no search.
    if (goesOn && !target) {
      sink.catch(run.keys);
      run.field = field();
    }
    run.keys += event.key;
    run.stamps.push(event.timeStamp);
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.isComposing) return;
    if (event.key === "Enter") onEnter(event);
    else if (event.key.length === 1) onCharacter(event);
    // No scanner sends arrows: who ticks rows with the space bar and goes on is a person, however quick.
    else if (event.key.startsWith("Arrow") || event.key === "Tab") run = null;
  }, true);

  document.addEventListener("paste", (event) => {
    const found = recognise(event.clipboardData?.getData("text") ?? "");
    if (found.kind !== "identity") return;
    event.preventDefault();
    onScan(found);
  });
}

const fast = (stamps) => stamps.at(-1) - stamps[0] <= FAST_MS * (stamps.length - 1);

function put(target, value) {
  target.value = value;
  target.dispatchEvent(new Event("input", { bubbles: true }));
}

/** A field that is there only while a scan runs; it gives the focus back at Enter, or when nothing comes any more. */
function catcher() {
  const input = document.createElement("input");
  input.className = "sink";
  input.tabIndex = -1;
  input.setAttribute("aria-hidden", "true");
  let before = null;
  let idle = null;

  const open = () => input.isConnected;

  function release() {
    clearTimeout(idle);
    const text = input.value;
    input.remove();
    if (before?.isConnected) before.focus();
    return text;
  }

  function wait() {
    clearTimeout(idle);
    idle = setTimeout(release, IDLE_MS);
  }

  input.addEventListener("input", wait);
  return {
    open,
    release,
    catch(first) {
      before = document.activeElement;
      input.value = first;
      (document.querySelector("dialog[open]") ?? document.body).append(input);
      input.focus();
      wait();
    },
  };
}
