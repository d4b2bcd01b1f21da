// Shaking and ringing at a call: only after a tap that allows it, since a phone in a pocket belongs to its owner.

const SHAKE = [400, 200, 400, 200, 800];
const BEEPS = [0, 0.5, 1]; // seconds after the call
const HERTZ = 880;

let sound = null; // the phone's sound, once a tap has opened it
let on = false;

function beep() {
  for (const start of BEEPS) {
    const tone = new OscillatorNode(sound, { frequency: HERTZ });
    const volume = new GainNode(sound, { gain: 0.4 });
    tone.connect(volume).connect(sound.destination);
    tone.start(sound.currentTime + start);
    tone.stop(sound.currentTime + start + 0.3);
  }
}

function ring() {
  navigator.vibrate?.(SHAKE);
  if (sound) beep();
}

/** What to do at a call, or null as long as nobody has allowed anything. */
export const allowed = () => (on ? ring : null);

/** The button is drawn only where it can do something. */
export function startAlarm(button) {
  const canSound = "AudioContext" in window;
  if (!button || (!canSound && !navigator.vibrate)) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    on = !on;
    button.setAttribute("aria-pressed", String(on));
    if (!on) return;
    navigator.vibrate?.(80);
    // A page may sound only from within a tap: it is opened here and kept.
    if (canSound) sound ??= new AudioContext();
    sound?.resume();
  });
}
