import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Engine } from '../engine/index';
import type { Ranking, SimilarList } from '../shared/ipc/similar-contract';
import { camelotOf, keyName } from '../shared/musical-key';
import type { SoundFacts, SpaceName } from '../shared/records';
import { trackId } from '../shared/records';
import { printJson, printLine } from './output';
import { withEngine } from './with-engine';

interface SimilarFlags {
  readonly json?: boolean;
  readonly library: string;
  readonly ranking: Exclude<Ranking['by'], 'space'>;
  /** One space's own list instead of a ranking. */
  readonly only?: SpaceName;
  readonly limit: number;
}

/** `mugle similar FILE_OR_ID`: the neighbours of a song of the library, or of any file. */
export async function runSimilar(song: string, flags: SimilarFlags): Promise<void> {
  const rows = await withEngine(flags, async (engine) => {
    const list = await findSimilar(engine, song, flags);
    return Promise.all(
      list.items.map(async ({ id, score, versions }) => {
        const { paths, title, artist, album, sound } = await engine.handle('library:track', { id });
        const path = paths[0] ?? '';
        return {
          ...{ id, path, title, artist, album, score, ...soundColumns(sound) },
          versions: await Promise.all(versions.map((version) => pathOf(engine, version.id))),
        };
      }),
    );
  });
  if (flags.json === true) {
    printJson(rows);
    return;
  }
  if (rows.length === 0) {
    printLine('No other song of the library has been listened to yet. Run: mugle scan FOLDER');
  }
  for (const { score, artist, title, path: file, versions } of rows) {
    const name = artist === '' ? title : `${artist} – ${title}`;
    printLine(`${score.toFixed(3)}  ${name}`);
    printLine(`       ${file}`);
    for (const version of versions) {
      printLine(`       another version: ${version}`);
    }
  }
}

async function pathOf(engine: Engine, id: string): Promise<string> {
  return (await engine.handle('library:track', { id })).paths[0] ?? '';
}

async function findSimilar(
  engine: Engine,
  song: string,
  { ranking, only, limit }: SimilarFlags,
): Promise<SimilarList> {
  const isId = trackId.safeParse(song).success && !(await isThere(song));
  const question = {
    ranking: only === undefined ? { by: ranking } : { by: 'space' as const, space: only },
    limit,
  };
  return isId
    ? engine.handle('similar:list', { query: { kind: 'songs', ids: [song] }, ...question })
    : engine.similarToFile(path.resolve(song), question);
}

/** Tempo in beats a minute, key by its names, and LUFS; null where they are not known. */
function soundColumns(sound: SoundFacts | null): {
  readonly tempo: number | null;
  readonly key: string | null;
  readonly camelot: string | null;
  readonly loudness: number | null;
} {
  const key = sound?.key?.key;
  return {
    tempo: sound?.tempo?.bpm ?? null,
    key: key === undefined ? null : keyName(key),
    camelot: key === undefined ? null : camelotOf(key),
    loudness: sound?.loudness ?? null,
  };
}

/** Whether a file has this name: a name may look like an id. */
async function isThere(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
