/** `npm run bench -- NAME`: measures one thing. With --json exactly one line goes to stdout; all talk goes to stderr. */
import { parseArgs } from 'node:util';
import { ensureBuilt } from './build.mjs';
import { APP_PARTS } from './build/parts.mjs';
import { ensureSetup } from './setup.mjs';
import { runMain } from './setup/say.mjs';

const USAGE = `npm run bench -- NAME [--json] [options]

  duplicates  looking for copies in a synthetic library     [--rows COUNT]…
  hubs     songs that are near to everything, before and after the correction  [--library FOLDER] [--tracks COUNT]
  kill     an engine killed again and again, and what is left [--kills COUNT]
  mel      the mel graph against essentia.js, 30 s of music   [--threads COUNT]
  memory   the real app while it scans into a large library, and after  [--tracks COUNT]
  music2vec  learning from synthetic playlists, and placing the songs in none  [--tracks COUNT] [--lists COUNT]
  passages  what the neighbours of songs owe to only passages being heard, beside the whole songs
  processors  all models on the CPU and on everything else this computer has
  quality  what each space is worth on real music and on renderings of tunes, beside baselines  [--quick]
  rescan   a scan in which nothing has changed, and an engine without work  [--tracks COUNT]
  scan     a scan of real music, against ffmpeg               [--workers COUNT] [--seconds LENGTH OF EACH SONG]
  similar  how long Find similar takes                        [--rows COUNT]…
  tags     until a new library is visible, before it is listened to  [--tracks COUNT]
  tsne     how long a map takes, and how good it is           [--n COUNT]… [--dims COUNT] [--python PATH, with openTSNE]
  map      the map of a synthetic library in the real app     [--tracks COUNT]
  window   the real app over a synthetic library              [--tracks COUNT] [--library FOLDER]

  make-library   a synthetic library to look at with \`npm start -- --user-data-dir=FOLDER\`   --out FOLDER [--tracks COUNT]
`;

const COUNT = { type: 'string' };
const FOLDER = { type: 'string' };
const COUNTS = { type: 'string', multiple: true };

/** The options that each measurement knows. */
const OPTIONS = {
  duplicates: { rows: COUNTS },
  hubs: { library: FOLDER, tracks: COUNT },
  kill: { kills: COUNT },
  mel: { threads: COUNT },
  memory: { tracks: COUNT },
  music2vec: { tracks: COUNT, lists: COUNT },
  passages: {},
  processors: {},
  quality: { quick: { type: 'boolean' } },
  rescan: { tracks: COUNT },
  scan: { workers: COUNT, seconds: COUNT },
  similar: { rows: COUNTS },
  tags: { tracks: COUNT },
  tsne: { n: COUNTS, dims: COUNT, python: { type: 'string' } },
  map: { tracks: COUNT },
  window: { tracks: COUNT, library: FOLDER },
  'make-library': { tracks: COUNT, out: FOLDER },
};

/** @returns {{ name: string, json: boolean, counts: Record<string, number | number[]> } | undefined} nothing for a wrong call */
function readCall(args) {
  const [name = '', ...rest] = args[0] === '--json' ? [args[1], '--json', ...args.slice(2)] : args;
  if (!Object.hasOwn(OPTIONS, name)) {
    return undefined;
  }
  try {
    const { values } = parseArgs({
      args: rest,
      options: { json: { type: 'boolean' }, ...OPTIONS[name] },
    });
    const { json = false, ...texts } = values;
    const counts = Object.entries(texts).map(([key, text]) => [key, readValue(key, text)]);
    if (name === 'make-library' && texts.out === undefined) {
      throw new RangeError('make-library needs --out FOLDER.');
    }
    return { name, json, counts: Object.fromEntries(counts) };
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    return undefined;
  }
}

function readValue(key, text) {
  if (['out', 'library', 'python', 'quick'].includes(key)) {
    return text;
  }
  return Array.isArray(text) ? text.map(readCount) : readCount(text);
}

function readCount(text) {
  if (!/^[1-9]\d*$/.test(text)) {
    throw new RangeError(`${JSON.stringify(text)} is not a count.`);
  }
  return Number(text);
}

/** Measured with the app as it is built. */
const IN_APP = new Set(['map', 'memory', 'window']);

const call = readCall(process.argv.slice(2));
if (call === undefined) {
  process.stderr.write(USAGE);
  process.exitCode = 2;
} else {
  await runMain(async () => {
    const runtime = await ensureSetup({ withElectron: IN_APP.has(call.name) });
    if (IN_APP.has(call.name)) {
      await ensureBuilt(APP_PARTS);
    }
    // Libraries may talk; stdout is for the result.
    console.log = console.error;
    console.info = console.error;
    // The sources as they are: what is measured needs no build.
    const { register } = await import('tsx/esm/api');
    register();
    const { measure } = await import('./bench/measure.ts');
    const { toTable } = await import('./bench/table.ts');
    const result = await measure(call.name, call.counts, runtime);
    process.stdout.write(call.json ? `${JSON.stringify(result)}\n` : toTable(result));
  });
}
