// The loudspeaker itself: sounds one after the other, each whole, as far as the browser lets a page be heard.

const SLACK_S = 2;
const ASK_AGAIN_MS = 1_500; // the voice may still be speaking this clip into its file
const CHIME = [{ hertz: 659.3, at: 0 }, { hertz: 523.3, at: 0.45 }];
const CHIME_S = 1.3;

export class Loudspeaker {
  #audio = null;
  #changed;

  /** `changed()` is told when the browser begins or stops to allow sound. */
  constructor(changed) {
    this.#changed = changed;
  }

  /** Open the loudspeaker. Browsers let a page make a sound only after a touch, unless set up otherwise. */
  start() {
    if (!globalThis.AudioContext) return;
    this.#audio = new AudioContext();
    this.#audio.addEventListener("statechange", () => this.#changed());
    for (const touch of ["pointerdown", "keydown"]) addEventListener(touch, () => this.#unblock());
    this.#unblock();
    // A browser that allows sound needs an instant to say so; do not flash the button meanwhile.
    setTimeout(() => this.#changed(), 500);
  }

  get works() {
    return this.#audio !== null;
  }

  get blocked() {
    return this.#audio !== null && !this.#audible;
  }

  get chime() {
    return chime(this.#audio);
  }

  /** Play to the end; a sound that the browser stopped in the middle is played again from its start. */
  async play(buffer, detail) {
    let whole = false;
    while (!whole) {
      await this.audible();
      tell("sound", detail);
      const source = this.#audio.createBufferSource();
      source.buffer = buffer;
      source.connect(this.#audio.destination);
      const ended = new Promise((resolve) => source.addEventListener("ended", resolve, { once: true }));
      source.start();
      // Without a limit a loudspeaker that was pulled out would hold up the queue for ever.
      await Promise.race([ended, seconds(buffer.duration + SLACK_S)]);
      whole = this.#audible;
      source.disconnect();
    }
  }

  /** Wait until the browser lets this page be heard. */
  async audible() {
    if (this.#audible) return;
    await new Promise((resolve) => {
      const look = () => {
        if (!this.#audible) return;
        this.#audio.removeEventListener("statechange", look);
        resolve();
      };
      this.#audio.addEventListener("statechange", look);
      look();
    });
  }

  /** Fetch a clip: its sound or null, and whether the server has none. */
  async fetch(digest) {
    const answer = (await ask(digest, "default")) ?? (await this.#later(digest));
    const usable = answer?.ok && this.#audio;
    try {
      const sound = usable ? await this.#audio.decodeAudioData(await answer.arrayBuffer()) : null;
      return { sound, missing: answer?.status === 404 };
    } catch {
      return { sound: null, missing: false }; // cut off in the middle
    }
  }

  async #later(digest) {
    await seconds(ASK_AGAIN_MS / 1000);
    return ask(digest, "no-store", true);
  }

  get #audible() {
    return this.#audio?.state === "running";
  }

  #unblock() {
    if (this.#audio && !this.#audible) this.#audio.resume().catch(() => {});
  }
}

/** Ask for a clip; null when the line is down, or (the first time) when it is not spoken yet. */
async function ask(digest, cache, last = false) {
  try {
    const answer = await fetch(`/api/clips/${encodeURIComponent(digest)}`, { cache });
    return answer.status === 404 && !last ? null : answer;
  } catch {
    return null;
  }
}

export function seconds(length) {
  return new Promise((resolve) => setTimeout(resolve, length * 1000));
}

export function tell(name, detail) {
  document.dispatchEvent(new CustomEvent(name, { detail }));
}

/** Two falling notes, made here: a sound file would be one more thing to miss. */
function chime(audio) {
  const rate = audio.sampleRate;
  const buffer = audio.createBuffer(1, Math.round(CHIME_S * rate), rate);
  const samples = buffer.getChannelData(0);
  for (const { hertz, at } of CHIME) {
    for (let index = Math.round(at * rate); index < samples.length; index += 1) {
      const since = index / rate - at;
      const loud = 0.35 * Math.min(since * 200, 1) * Math.exp(-4 * since);
      samples[index] += loud * Math.sin(2 * Math.PI * hertz * since);
    }
  }
  return buffer;
}
