import { stat } from 'node:fs/promises';
import type { ErrorRecord } from '../../shared/errors';
import { MugleError } from '../../shared/errors';
import type { Waveform } from '../../shared/ipc/library-contract';
import type { TrackId, TrackTags } from '../../shared/records';
import { contentId } from '../scan/content-id';
import { hasDrive } from '../scan/drives';
import type { FoundFile } from '../scan/find-files';
import { findFiles } from '../scan/find-files';
import type { WatchAnswers } from '../scan/watch-questions';
import { askSystem } from '../scan/watch-questions';
import { readCover, readTags } from '../tags/read-tags';
import { checkFolder, resolveFolder } from './folders';
import type { PlayAnswers, PlayJob } from './play-jobs';
import { lookToPlay, readBytes, writeWav } from './play-jobs';
import { readWaveform } from './waveform';

/**
 * What is asked of a drive that may hang. It is done in a process of its own: a thread that waits for a dead network
 * drive cannot be ended, only its process can, and Node has four such threads for everything.
 */
export type FileJob =
  | PlayJob
  | { readonly what: 'song'; readonly path: string }
  /** What the file says about itself, and what is odd about that. */
  | { readonly what: 'tags'; readonly path: string }
  | { readonly what: 'cover'; readonly path: string }
  | { readonly what: 'waveform'; readonly path: string }
  | { readonly what: 'look'; readonly path: string }
  | { readonly what: 'check-folder'; readonly path: string }
  | { readonly what: 'resolve-folder'; readonly path: string }
  | { readonly what: 'has-drive'; readonly path: string }
  | { readonly what: 'watch'; readonly question: keyof WatchAnswers; readonly path: string }
  | {
      readonly what: 'find';
      readonly roots: readonly string[];
      /** Paths that did not answer before. */
      readonly avoid: readonly string[];
      /** After so long without an answer the search says what it waits for. */
      readonly patienceMs: number;
    };

/** What each job gives. */
export interface FileAnswers extends PlayAnswers {
  readonly tags: { readonly tags: TrackTags; readonly warnings: readonly string[] };
  readonly song: { readonly id: TrackId; readonly tags: TrackTags };
  readonly cover: { readonly mimeType: string; readonly data: Uint8Array } | null;
  readonly waveform: Waveform;
  readonly look: {
    readonly isFolder: boolean;
    readonly sizeBytes: number;
    readonly mtimeMs: number;
  };
  readonly 'check-folder': true;
  readonly 'resolve-folder': string;
  readonly 'has-drive': boolean;
  readonly watch: WatchAnswers[keyof WatchAnswers];
  readonly find: true;
}

/** What a search has found since the last part; `waitsFor` comes when there was no answer for long. */
export interface FoundPart {
  readonly entries: readonly (FoundFile | ErrorRecord)[];
  /** Folders where a drive begins. */
  readonly drives: readonly string[];
  readonly waitsFor: readonly string[];
}

type AnyAnswer = FileAnswers[keyof FileAnswers];

/** As many songs are sent at once as make the messages not worth counting. */
const PART_SIZE = 500;
/** Node asks the system so many things at a time, in order: what waits longer than these only waits for them. */
const ASKED_AT_A_TIME = 4;

/** @throws MugleError */
export async function doFileJob(
  job: FileJob,
  onPart: (part: FoundPart) => void,
): Promise<AnyAnswer> {
  const { signal } = new AbortController();
  switch (job.what) {
    case 'song': {
      const id = await contentId(job.path, { signal });
      return { id, tags: (await readTags(job.path, { signal })).tags };
    }
    case 'tags':
      return readTags(job.path, { signal });
    case 'cover':
      return readCover(job.path);
    case 'waveform':
      return readWaveform(job.path);
    case 'look':
      return look(job.path);
    case 'check-folder':
      await checkFolder(job.path);
      return true;
    case 'resolve-folder':
      return resolveFolder(job.path);
    case 'has-drive':
      return hasDrive(job.path);
    case 'watch':
      return askSystem(job.question, job.path);
    case 'find':
      return find(job, onPart);
    default:
      return doPlayJob(job, () => {
        onPart({ entries: [], drives: [], waitsFor: [] });
      });
  }
}

function doPlayJob(job: PlayJob, alive: () => void): Promise<PlayAnswers[PlayJob['what']]> {
  switch (job.what) {
    case 'look-to-play':
      return lookToPlay(job.path);
    case 'bytes':
      return readBytes(job.path, job.from, job.length);
    case 'wav':
      return writeWav(job.path, job.out, alive);
  }
}

async function look(path: string): Promise<FileAnswers['look']> {
  try {
    const info = await stat(path);
    return { isFolder: info.isDirectory(), sizeBytes: info.size, mtimeMs: info.mtimeMs };
  } catch (cause) {
    throw new MugleError(
      'file-missing',
      `${path} is not there any more. Connect its drive or put it back, then try again.`,
      { path, stage: 'scan', cause },
    );
  }
}

async function find(
  { roots, avoid, patienceMs }: Extract<FileJob, { what: 'find' }>,
  onPart: (part: FoundPart) => void,
): Promise<true> {
  let entries: (FoundFile | ErrorRecord)[] = [];
  let drives: string[] = [];
  const asked = new Set<string>();
  let answers = 0;
  const watch = {
    avoid: new Set(avoid),
    begin: (path: string) => asked.add(path),
    end: (path: string) => {
      asked.delete(path);
      answers++;
    },
    drive: (path: string) => drives.push(path),
  };
  const send = (waitsFor: readonly string[] = []): void => {
    onPart({ entries, drives, waitsFor });
    entries = [];
    drives = [];
  };
  let before = -1;
  const timer = setInterval(() => {
    const isStuck = answers === before && asked.size > 0;
    if (isStuck || answers !== before) {
      send(isStuck ? [...asked].slice(0, ASKED_AT_A_TIME) : []);
    }
    before = answers;
  }, patienceMs);
  try {
    for await (const entry of findFiles(roots, { signal: new AbortController().signal, watch })) {
      if (entries.push(entry) >= PART_SIZE) {
        send();
      }
    }
    send();
    return true;
  } finally {
    clearInterval(timer);
  }
}
