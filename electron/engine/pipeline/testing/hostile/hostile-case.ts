import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ErrorKind } from '../../../../shared/errors';

/** One name in the folder, and what a scan must make of it. */
export interface HostileCase {
  /** Its path in the folder; with U+FFFD where it is no UTF-8. */
  readonly name: string;
  readonly is:
    | 'song' // a path of an analysed track
    | 'problem' // in the problems list, with one of `kinds`
    | 'either' // one of the two
    | 'nothing'; // neither: no name of a song
  readonly kinds: readonly ErrorKind[];
}

/** What may be said of a file that has sound of some sort in it. */
export const DAMAGE: readonly ErrorKind[] = [
  'damaged-audio',
  'not-audio',
  'unsupported-format',
  'too-short',
  'no-audio-samples',
  'silent',
];

/** Writes the cases and keeps what is to come out of each. */
export class CaseWriter {
  readonly folder: string;
  readonly cases: HostileCase[] = [];
  /** What could not be made on this system, and why. */
  readonly leftOut: string[] = [];

  constructor(folder: string) {
    this.folder = folder;
  }

  async song(name: string, bytes: Uint8Array): Promise<void> {
    await this.#write(name, bytes);
    this.add(name, 'song');
  }

  async problem(name: string, bytes: Uint8Array, ...kinds: readonly ErrorKind[]): Promise<void> {
    await this.#write(name, bytes);
    this.add(name, 'problem', kinds);
  }

  /** `kinds` is what may go wrong; all that damage may bring when left out. */
  async either(name: string, bytes: Uint8Array, kinds = DAMAGE): Promise<void> {
    await this.#write(name, bytes);
    this.add(name, 'either', kinds);
  }

  async nothing(name: string, bytes: Uint8Array): Promise<void> {
    await this.#write(name, bytes);
    this.add(name, 'nothing');
  }

  /** A case whose file was made by other means. */
  add(name: string, is: HostileCase['is'], kinds: readonly ErrorKind[] = []): void {
    this.cases.push({ name, is, kinds });
  }

  path(name: string): string {
    return path.join(this.folder, name);
  }

  async #write(name: string, bytes: Uint8Array): Promise<void> {
    const file = this.path(name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, bytes);
  }
}

/** Numbers that look random and are the same for the same seed (mulberry32). */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** In [0, below). */
  whole(below: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  }

  bytes(length: number): Buffer {
    return Buffer.from(Array.from({ length }, () => this.whole(256)));
  }
}

export function le32(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, index) => bytes.writeUInt32LE(value >>> 0, 4 * index));
  return bytes;
}

export function be32(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, index) => bytes.writeUInt32BE(value >>> 0, 4 * index));
  return bytes;
}

/** The bytes with others in one place. */
export function patched(bytes: Uint8Array, at: number, other: Uint8Array | string): Buffer {
  const copy = Buffer.from(bytes);
  copy.set(typeof other === 'string' ? Buffer.from(other, 'latin1') : other, at);
  return copy;
}
