import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { seededRandom } from '../../../electron/shared/seeded-random';
import type { Tune } from './abc-tunes';
import { readTunes, withoutRepeats } from './abc-tunes';
import type { Arrangement } from './arrange-tune';
import { arrangeTune } from './arrange-tune';
import { fetchPackage } from './fetch-packages';
import type { Hearing } from './hearing';

const run = promisify(execFile);

/** Collections that the melody model was fitted and chosen on; the folk songs of Essen are another repertoire, for judging only. */
const TRAINED_ON = ['oneills1850', 'ryansMammoth', 'airdsAirs', 'nottingham-dataset', 'miscFolk'];
const JUDGED_ON = 'essenFolksong';
const CORPUS = 'music21==10.5.1';

/** Soundfonts by rendering; no model was ever trained on MuseScore's. */
const FONTS = [
  { package: 'fluid-soundfont-gm', pattern: '*/FluidR3_GM.sf2' },
  { package: 'musescore-general-soundfont-small', pattern: '*.sf3' },
  { package: 'timgm6mb-soundfont', pattern: '*/TimGM6mb.sf2' },
  { package: 'fluid-soundfont-gm', pattern: '*/FluidR3_GM.sf2' },
] as const;

interface Options {
  readonly cacheDir: string;
  readonly tunes: number;
  readonly tell: (text: string) => void;
}

/** A rendering and what is known of it. */
export interface PlayedTune extends Arrangement {
  /** The number of its tune. */
  readonly tune: number;
  readonly font: string;
}

/** Renderings of tunes that no model was trained on, and which tune each is of. @throws when pip or apt-get cannot */
export async function versionsOfTunes(
  options: Options,
): Promise<{ readonly hearings: readonly Hearing[]; readonly tunes: readonly number[] }> {
  const all = await playedTunes({ ...options, part: 'judging' });
  return {
    hearings: all.map(({ midi, font }) => ({ kind: 'midi', midi, font })),
    tunes: all.map(({ tune }) => tune),
  };
}

/** @param options.part tunes that models may be fitted on, or folk songs that none was. @throws when pip or apt-get cannot */
export async function playedTunes(
  options: Options & { readonly part: 'fitting' | 'judging' },
): Promise<readonly PlayedTune[]> {
  const chosen = await chooseTunes(options);
  const fonts: string[] = [];
  for (const { package: name, pattern } of FONTS) {
    fonts.push(await fetchFont(name, pattern, options));
  }
  return chosen.flatMap((tune, number) =>
    fonts.map((font, version) => ({ ...arrangeTune(tune, number, version), tune: number, font })),
  );
}

async function chooseTunes({
  cacheDir,
  tunes,
  part,
  tell,
}: Options & { readonly part: 'fitting' | 'judging' }): Promise<readonly Tune[]> {
  const corpus = await fetchCorpus(cacheDir, tell);
  const known: Tune[] = [];
  for (const collection of TRAINED_ON) {
    known.push(...(await readTunes(path.join(corpus, collection))));
  }
  const pool =
    part === 'fitting'
      ? known
      : withoutRepeats(await readTunes(path.join(corpus, JUDGED_ON)), known);
  const random = seededRandom(33);
  return pool
    .map((tune) => ({ tune, at: random() }))
    .sort((a, b) => a.at - b.at)
    .slice(0, tunes)
    .map(({ tune }) => tune);
}

/** ABC files of the Python package music21: only its files are used. The folk songs of Essen may be used, not sold. */
async function fetchCorpus(cacheDir: string, tell: (text: string) => void): Promise<string> {
  const target = path.join(cacheDir, 'music21');
  const corpus = path.join(target, 'music21', 'corpus');
  if (!existsSync(corpus)) {
    tell(`Fetching ${CORPUS} with pip`);
    const making = `${target}.part`;
    await rm(making, { recursive: true, force: true });
    await mkdir(making, { recursive: true });
    const wheel = [
      '--no-deps',
      '--only-binary=:all:',
      '--python-version',
      '3.12',
      '-q',
      '-d',
      making,
    ];
    await run('python3', ['-m', 'pip', 'download', ...wheel, CORPUS], { maxBuffer: 64 << 20 });
    const [archive] = (await readdir(making)).filter((name) => name.endsWith('.whl'));
    if (archive === undefined) {
      throw new Error(`pip download ${CORPUS} left no wheel behind.`);
    }
    const wanted = [...TRAINED_ON, JUDGED_ON].map((name) => `music21/corpus/${name}/*.abc`);
    await run('unzip', ['-q', path.join(making, archive), ...wanted, '-d', making]);
    await rm(path.join(making, archive));
    await rename(making, target);
  }
  return corpus;
}

async function fetchFont(
  name: string,
  pattern: string,
  { cacheDir, tell }: Options,
): Promise<string> {
  const folder = await fetchPackage(name, { cacheDir, patterns: [pattern], tell });
  const ending = path.extname(pattern);
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const font = files.find((file) => file.isFile() && file.name.endsWith(ending));
  if (font === undefined) {
    throw new Error(`the Debian package ${name} holds no ${ending} file.`);
  }
  return path.join(font.parentPath, font.name);
}
