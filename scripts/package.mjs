/** `npm run package`: the app as a folder for this platform, in `out/`. `-- --make`: installers of it, too. */
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { APP_PARTS } from './build/parts.mjs';
import { ensureSetup } from './setup.mjs';
import { root } from './setup/places.mjs';
import { runMain, say, SetupError } from './setup/say.mjs';

const staging = join(root, '.cache', 'package');
const out = join(root, 'out');

await runMain(async () => {
  const unknown = process.argv.slice(2).filter((flag) => flag !== '--make');
  if (unknown.length > 0) {
    throw new SetupError(`what is ${unknown.join(' ')}? Only --make is known.`);
  }
  const runtime = await ensureSetup();
  if (runtime === undefined) {
    throw new SetupError('there is no Electron to package.');
  }
  await ensureBuilt(APP_PARTS);
  const { stage } = await import('./package/stage.mjs');
  stage(join(staging, 'app'), join(staging, 'extra'), runtime.version);
  await zipRuntime(runtime);
  const { api } = await import('@electron-forge/core');
  const dir = join(staging, 'app');
  await api.package({ dir, outDir: out });
  const { productName } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'));
  const folder = join(out, `${productName}-${process.platform}-${process.arch}`);
  report(folder, runtime.version);
  if (process.argv.includes('--make')) {
    await api.make({ dir, outDir: out, skipPackage: true });
  }
});

/** @param {import('./electron-runtime.mjs').ElectronRuntime} runtime */
async function zipRuntime({ dist, version, source }) {
  const folder = join(staging, 'electron');
  const zip = join(folder, `electron-v${version}-${process.platform}-${process.arch}.zip`);
  // Official and cached runtimes never change; one that a person points to may.
  if (existsSync(zip) && source !== 'override') {
    return;
  }
  const { zipFolder } = await import('./package/runtime-zip.mjs');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  zipFolder(dist, `${zip}.part`, (path) => path === 'resources/app');
  renameSync(`${zip}.part`, zip);
}

function report(folder, electronVersion) {
  say(`${relative(root, folder)}: Electron ${electronVersion}, ${megabytes(folder)} MB`);
  const resources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((path) =>
    path.endsWith('app.asar'),
  );
  if (resources !== undefined) {
    const archive = join(folder, resources);
    say(
      `  app.asar ${megabytes(archive)} MB, app.asar.unpacked ${megabytes(`${archive}.unpacked`)} MB, ` +
        `native-models ${megabytes(join(archive, '..', 'native-models'))} MB`,
    );
  }
}

function megabytes(path) {
  return (sizeBytes(path) / 1e6).toFixed(1);
}

function sizeBytes(path) {
  const stat = lstatSync(path);
  return stat.isDirectory()
    ? readdirSync(path).reduce((sum, name) => sum + sizeBytes(join(path, name)), 0)
    : stat.size;
}
