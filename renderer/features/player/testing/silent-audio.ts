import { vi } from 'vitest';

/** Where Node has no sound: what the auditioner uses of audio elements and of Web Audio, on the test's clock. */
const now = (): number => Date.now() / 1000;

interface Curve {
  readonly values: Float32Array;
  readonly start: number;
  readonly seconds: number;
}

/** A parameter with one curve at a time; like Web Audio's it refuses what would lie over a curve. */
class Param {
  #held: number;
  #curve: Curve | null = null;

  constructor(value: number) {
    this.#held = value;
  }

  get value(): number {
    const curve = this.#curve;
    if (curve === null) {
      return this.#held;
    }
    const place = Math.min(1, (now() - curve.start) / curve.seconds) * (curve.values.length - 1);
    const step = Math.min(curve.values.length - 2, Math.floor(place));
    const [from = 0, to = 0] = curve.values.subarray(step, step + 2);
    return from + (to - from) * (place - step);
  }

  set value(value: number) {
    this.#refuseOver();
    this.#held = value;
    this.#curve = null;
  }

  setValueCurveAtTime(values: Float32Array, start: number, seconds: number): void {
    this.#refuseOver();
    this.#curve = { values, start, seconds };
  }

  setTargetAtTime(value: number): void {
    this.value = value;
  }

  cancelScheduledValues(): void {
    this.#held = this.value;
    this.#curve = null;
  }

  #refuseOver(): void {
    const curve = this.#curve;
    if (curve !== null && now() < curve.start + curve.seconds) {
      throw new DOMException('It lies over a curve.', 'NotSupportedError');
    }
  }
}

class Node {
  next: Node | null = null;

  connect(next: Node): Node {
    this.next = next;
    return next;
  }
}

class Gain extends Node {
  readonly gain: Param;

  constructor(_context: unknown, { gain = 1 }: { readonly gain?: number } = {}) {
    super();
    this.gain = new Param(gain);
  }
}

class Analyser extends Node {
  getFloatTimeDomainData(samples: Float32Array): void {
    samples.forEach((_, at) => {
      samples[at] = at % 2 === 0 ? 0.1 : -0.1;
    });
  }
}

class Source extends Node {
  constructor(_context: unknown, { mediaElement }: { readonly mediaElement: Element }) {
    super();
    mediaElement.way = this;
  }
}

class Context {
  readonly destination = new Node();

  get currentTime(): number {
    return now();
  }

  resume(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** An audio element whose song arrives when the test says so. */
export class Element extends EventTarget {
  readonly dataset: Record<string, string> = {};
  readonly duration = 60;
  readonly seeking = false;
  readonly error = null;
  onloadedmetadata: ((event: Event) => void) | null = null;
  readyState = 0;
  way: Node | null = null;
  /** How often something began to play. */
  begun = 0;
  #src = '';
  #at = 0;
  #since: number | null = null;

  get src(): string {
    return this.#src;
  }

  set src(src: string) {
    this.#src = src;
    this.load();
  }

  get paused(): boolean {
    return this.#since === null;
  }

  get ended(): boolean {
    return this.currentTime >= this.duration;
  }

  get currentTime(): number {
    return this.#at + (this.#since === null ? 0 : now() - this.#since);
  }

  set currentTime(seconds: number) {
    this.#at = seconds;
  }

  /** What was there is let go. */
  load(): void {
    this.#since = null;
    this.#at = 0;
    this.readyState = 0;
  }

  play(): Promise<void> {
    this.begun++;
    this.#since ??= now();
    return Promise.resolve();
  }

  pause(): void {
    this.#at = this.currentTime;
    this.#since = null;
  }

  arrive(): void {
    this.readyState = 4;
    const event = new Event('loadedmetadata');
    this.dispatchEvent(event);
    this.onloadedmetadata?.(event);
  }

  /** The song that runs and how much of it is heard, leaving its loudness aside; null when nothing runs. */
  get heard(): { readonly id: string; readonly share: number } | null {
    if (this.paused) {
      return null;
    }
    const gains: Gain[] = [];
    for (let node = this.way; node !== null; node = node.next) {
      if (node instanceof Gain) {
        gains.push(node);
      }
    }
    return { id: this.#src.split('/').at(-1) ?? '', share: gains.at(-1)?.gain.value ?? 1 };
  }
}

/** Puts it all in the place of the browser's; `vi.unstubAllGlobals` takes it away. */
export function stubAudio(): void {
  vi.stubGlobal('window', globalThis);
  vi.stubGlobal('HTMLMediaElement', { HAVE_CURRENT_DATA: 2 });
  vi.stubGlobal('AudioContext', Context);
  vi.stubGlobal('AnalyserNode', Analyser);
  vi.stubGlobal('GainNode', Gain);
  vi.stubGlobal('MediaElementAudioSourceNode', Source);
}
