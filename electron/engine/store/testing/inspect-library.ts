import { connect } from '@lancedb/lancedb';

export interface Inspection {
  /** Keys that are in a table more than once. */
  readonly duplicated: number;
  /** Vectors, passages, files, plays and what was said without their track, and analysed tracks without a vector. */
  readonly orphans: number;
}

type Row = Readonly<Record<string, string>>;

const KEYS: Readonly<Record<string, string>> = {
  meta: 'name',
  tracks: 'id',
  files: 'key',
  failures: 'key',
  tag_scores: 'key',
  layouts: 'key',
  playlists: 'id',
  plays: 'id',
};

type Rows = (name: string, columns: readonly string[]) => Promise<readonly Row[]>;

const isVectors = (name: string): boolean => name.startsWith('vectors_');

/** Looks at the tables themselves, past everything that the store does when it opens them. */
export async function inspectLibrary(folder: string): Promise<Inspection> {
  const connection = await connect(folder);
  const rows: Rows = async (name, columns) => {
    // A table whose making was killed holds nothing and cannot be opened; the store makes it anew.
    const table = await connection.openTable(name).catch(() => undefined);
    return table === undefined
      ? []
      : ((await table
          .query()
          .select([...columns])
          .toArray()) as readonly Row[]);
  };
  try {
    const names = await connection.tableNames();
    return {
      duplicated: await countDuplicates(names, rows),
      orphans: await countOrphans(names.filter(isVectors), rows),
    };
  } finally {
    connection.close();
  }
}

/** Deletes rows as no store would, as if a kill had come before they were written. */
export async function deleteRows(folder: string, table: string, where: string): Promise<void> {
  const connection = await connect(folder);
  try {
    await (await connection.openTable(table)).delete(where);
  } finally {
    connection.close();
  }
}

async function countDuplicates(names: readonly string[], rows: Rows): Promise<number> {
  let duplicated = 0;
  for (const name of names) {
    const key = isVectors(name) || name.startsWith('heard') ? 'id' : (KEYS[name] ?? 'key');
    const keys = (await rows(name, [key])).map((row) => row[key]);
    duplicated += keys.length - new Set(keys).size;
  }
  return duplicated;
}

async function countOrphans(spaces: readonly string[], rows: Rows): Promise<number> {
  const tracks = await rows('tracks', ['id', 'state']);
  const files = await rows('files', ['trackId']);
  const plays = await rows('plays', ['id']);
  const said = await rows('feedback', ['query', 'song']);
  const vectors = (await Promise.all(spaces.map((name) => rows(name, ['id'])))).flat();
  const passages = await rows('passages', ['key']);
  const known = new Set(tracks.map(({ id }) => id));
  const heard = new Set(vectors.map(({ id }) => id));
  return (
    vectors.filter(({ id }) => !known.has(id)).length +
    said.filter(({ query, song }) => !known.has(query) || !known.has(song)).length +
    plays.filter(({ id }) => !known.has(id)).length +
    passages.filter(({ key = '' }) => !known.has(key.split('|')[0])).length +
    files.filter(({ trackId }) => !known.has(trackId)).length +
    tracks.filter(({ id, state }) => state === 'analysed' && !heard.has(id)).length
  );
}
