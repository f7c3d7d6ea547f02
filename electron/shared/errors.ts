import { z } from 'zod';

/** The steps a song goes through; an entry in the ledger names the one that failed. */
export const STAGES = ['scan', 'tags', 'decode', 'describe', 'embed', 'store', 'map'] as const;
export const stage = z.enum(STAGES);
export type Stage = z.infer<typeof stage>;

/**
 * Every way something can go wrong, as a closed list. The window translates `kind`; `message` is English,
 * for logs and the command line, and says what came, where, and what to do.
 */
export const ERROR_KINDS = [
  'bad-request',
  'folder-missing',
  'folder-unreadable',
  'folder-empty',
  'not-watched',
  'folder-unreachable',
  'drive-away',
  'file-missing',
  'file-unreadable',
  'file-unwritable',
  'file-empty',
  'not-a-regular-file',
  'not-audio',
  'damaged-audio',
  'unsupported-format',
  'too-short',
  'silent',
  'no-audio-samples',
  'worker-crashed',
  'timed-out',
  'model-missing',
  'model-failed',
  'track-unknown',
  'not-analysed',
  'not-playable',
  'too-few-songs',
  'too-few-lists',
  'not-in-lists',
  'playlist-unknown',
  'playlist-changed',
  'not-a-playlist',
  'library-newer',
  'library-locked',
  'library-failed',
  'disk-full',
  'drives-damaged',
  'excludes-damaged',
  'ignored-damaged',
  'lists-damaged',
  'versions-damaged',
  'busy',
  'cancelled',
  'engine-down',
  'internal',
] as const;
export const errorKind = z.enum(ERROR_KINDS);
export type ErrorKind = z.infer<typeof errorKind>;

/** An error as plain data: what crosses process borders and lands in the ledger. */
export const errorRecord = z.object({
  kind: errorKind,
  message: z.string(),
  path: z.string().optional(),
  stage: stage.optional(),
});
export type ErrorRecord = Readonly<z.infer<typeof errorRecord>>;

/** The one error class of the product; anything else that is thrown is a bug and becomes `internal`. */
export class MugleError extends Error {
  override readonly name = 'MugleError';
  readonly kind: ErrorKind;
  readonly path: string | undefined;
  readonly stage: Stage | undefined;

  constructor(
    kind: ErrorKind,
    message: string,
    where: { readonly path?: string; readonly stage?: Stage; readonly cause?: unknown } = {},
  ) {
    super(message, where.cause === undefined ? undefined : { cause: where.cause });
    this.kind = kind;
    this.path = where.path;
    this.stage = where.stage;
  }
}

/** Any thrown value as plain data. A MugleError keeps its kind; everything else becomes `internal`. */
export function toErrorRecord(
  thrown: unknown,
  where: { readonly path?: string; readonly stage?: Stage } = {},
): ErrorRecord {
  const own = thrown instanceof MugleError ? thrown : undefined;
  const path = own?.path ?? where.path;
  const at = own?.stage ?? where.stage;
  return {
    kind: own?.kind ?? 'internal',
    message: thrown instanceof Error ? thrown.message : String(thrown),
    ...(path === undefined ? {} : { path }),
    ...(at === undefined ? {} : { stage: at }),
  };
}

/** The error class again, on the far side of a process border. */
export function fromErrorRecord(record: ErrorRecord): MugleError {
  return new MugleError(record.kind, record.message, {
    ...(record.path === undefined ? {} : { path: record.path }),
    ...(record.stage === undefined ? {} : { stage: record.stage }),
  });
}

/** The answer to every request that crosses a process border; never `undefined`, never a thrown stranger. */
export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ErrorRecord };

/** Marks a branch that the types say cannot be reached. */
export function assertNever(value: never): never {
  throw new MugleError('internal', `unexpected value: ${JSON.stringify(value)}`);
}
