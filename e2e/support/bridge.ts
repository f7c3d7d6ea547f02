import { decodeTexts, splitTexts } from '../../electron/shared/text-column';
import type { Request, Response, WindowChannel } from '../../electron/shared/ipc/contract';
import type { Result } from '../../electron/shared/errors';
import type { RunningApp } from './app';

/** Asks what the window may ask; for facts that a test compares the window with. @throws the typed error's text. */
export async function askApp<C extends WindowChannel>(
  { page }: RunningApp,
  channel: C,
  request: Request<C>,
): Promise<Response<C>> {
  const result = (await page.evaluate(
    ([to, what]) => {
      const { api } = window as unknown as {
        api: { invoke(channel: string, request: unknown): Promise<unknown> };
      };
      return api.invoke(to, what);
    },
    [channel, request] as const,
  )) as Result<Response<C>>;
  if (!result.ok) {
    throw new Error(`${channel}: ${result.error.kind}: ${result.error.message}`);
  }
  return result.value;
}

/** One row of the library, as the engine has it. */
export interface LibraryRow {
  readonly id: string;
  readonly title: string;
  readonly artist: string;
  readonly album: string;
  readonly genre: string;
  /** NaN when unknown. */
  readonly year: number;
  readonly durationSeconds: number;
  readonly plays: number;
  /** Beats a minute; NaN when unknown. */
  readonly tempo: number;
  /** Its number (shared/musical-key); −1 when unknown. */
  readonly key: number;
}

/** The whole library by track id. */
export async function libraryRows(app: RunningApp): Promise<ReadonlyMap<string, LibraryRow>> {
  const { rows } = await askApp(app, 'library:rows', { since: 0 });
  const titles = splitTexts(rows.title);
  const [artists, albums, genres] = [rows.artist, rows.album, rows.genre].map(decodeTexts);
  const number = (column: ArrayLike<number>, index: number): number => column[index] ?? Number.NaN;
  return new Map(
    splitTexts(rows.id).map((id, index) => [
      id,
      {
        id,
        title: titles[index] ?? '',
        artist: artists?.[index] ?? '',
        album: albums?.[index] ?? '',
        genre: genres?.[index] ?? '',
        year: number(rows.year, index),
        durationSeconds: number(rows.durationSeconds, index),
        plays: number(rows.plays, index),
        tempo: number(rows.tempo, index),
        key: number(rows.key, index),
      },
    ]),
  );
}
