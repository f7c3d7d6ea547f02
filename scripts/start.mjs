/** `npm start [-- FOLDER]`: sets up and builds what is missing or changed, then opens the window. */
import { spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { constants } from 'node:os';
import { resolve } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { APP_PARTS } from './build/parts.mjs';
import { ensureSetup, hasDisplay } from './setup.mjs';
import { isRoot, root, startedIn } from './setup/places.mjs';
import { runMain, say, SetupError } from './setup/say.mjs';

const SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

await runMain(async () => {
  const { folder, flags } = readArguments(process.argv.slice(2));
  const runtime = await ensureSetup();
  await ensureBuilt(APP_PARTS);
  if (!hasDisplay()) {
    throw new SetupError(
      'there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window can open. ' +
        'Go on with `xvfb-run -a npm start` (Debian package xvfb), or without a window: `npm run mugle -- --help`.',
    );
  }
  if (runtime === undefined) {
    throw new SetupError('there is no Electron to start.');
  }
  process.exitCode = await run(runtime.executable, [
    ...sandboxFlags(),
    ...flags,
    root,
    ...(folder === undefined ? [] : ['--', folder]),
  ]);
});

/** One folder at most; anything with a dash is for Electron (`--user-data-dir=…`). */
function readArguments(args) {
  const flags = args.filter((arg) => arg.startsWith('-'));
  const [given, ...more] = args.filter((arg) => !arg.startsWith('-'));
  if (more.length > 0) {
    throw new SetupError(
      `one folder can be given, not ${String(more.length + 1)}. More can be added in the window.`,
    );
  }
  if (given === undefined) {
    return { folder: undefined, flags };
  }
  const folder = resolve(startedIn('start'), given);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    say(`${folder} is not a folder. The window opens anyway; choose one there.`);
  }
  return { folder, flags };
}

function sandboxFlags() {
  if (!isRoot || process.platform !== 'linux') {
    return [];
  }
  say(
    'running as root: Chromium cannot use its sandbox then. Start as an ordinary user to have it.',
  );
  return ['--no-sandbox'];
}

/** @returns {Promise<number>} the exit code; 128 + n when a signal ended it, as shells say it. */
function run(executable, args) {
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
  const child = spawn(executable, args, { cwd: root, stdio: 'inherit', env });
  for (const signal of SIGNALS) {
    process.on(signal, () => child.kill(signal));
  }
  endWithParent(child);
  return new Promise((resolveCode, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      resolveCode(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

/**
 * npm does not pass SIGTERM on: without this the app would outlive the `npm start` that was ended.
 * @param {import('node:child_process').ChildProcess} child
 */
function endWithParent(child) {
  if (process.env.npm_lifecycle_event !== 'start') {
    return;
  }
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid !== parent) {
      clearInterval(watch);
      child.kill('SIGTERM');
    }
  }, 1_000);
  child.once('exit', () => clearInterval(watch));
}
