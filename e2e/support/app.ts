import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { ElectronApplication, Page } from '@playwright/test';
import { _electron, expect } from '@playwright/test';
import type { EngineEvent } from '../../electron/shared/ipc/contract';
import type { AppIdentity } from './processes';
import { killAll, MARK, processesOf } from './processes';

export const repoRoot = fileURLToPath(new URL('../..', import.meta.url));

/** A cold start on a busy two-core machine; a person's start is measured elsewhere. */
const START_LIMIT_MS = 45_000;
const QUIT_LIMIT_MS = 20_000;

export interface LaunchOptions {
  /** Where this start keeps its library and settings. */
  readonly userData: string;
  /** A start argument: the folder to open with. */
  readonly folder?: string;
  /** A packaged app; the built bundles on the Electron runtime when left out. */
  readonly executable?: string;
  /** The app's folder on the Electron runtime, as of another version; this checkout when left out. */
  readonly checkout?: string;
  /** Switches for Chromium, as a computer with other hardware would be. */
  readonly switches?: readonly string[];
  /** Variables of the environment besides the usual ones. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** The app, running, with what it said and how to end it. */
export interface RunningApp {
  readonly electron: ElectronApplication;
  readonly page: Page;
  /** By what its processes are known. */
  readonly identity: AppIdentity;
  /** Everything the app's processes wrote to their outputs. */
  output(): string;
  /** Errors that the window did not catch, and what Chromium complained of (a refused script, say). */
  windowErrors(): readonly string[];
  /** What the engine told the window since the start. */
  events(): Promise<readonly EngineEvent[]>;
  /** Quits as a person does and checks that no process is left. */
  quit(): Promise<void>;
  /** Ends what is left, whatever it is; for after a failed test. */
  endAnyway(): Promise<void>;
}

/** Starts the app and waits for its window. */
export async function launchApp(options: LaunchOptions): Promise<RunningApp> {
  const mark = randomUUID();
  const said: string[] = [];
  const electron = await _electron.launch({
    executablePath: options.executable ?? (await runtimeExecutable()),
    args: startArguments(options),
    cwd: repoRoot,
    // The app's own theme, not Playwright's.
    colorScheme: null,
    timeout: START_LIMIT_MS,
    env: { ...ownEnvironment(), ...options.environment, [MARK]: mark, LANG: 'en_US.UTF-8' },
  });
  // Kept: Playwright forgets the process once the app has quit.
  const child = electron.process();
  // Playwright starts it as the leader of a session.
  const identity = { mark, session: child.pid ?? 0 };
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (data: Buffer) => said.push(data.toString()));
  }
  try {
    const page = await electron.firstWindow({ timeout: START_LIMIT_MS });
    const errors = watchErrors(page);
    await page.waitForFunction(() => 'api' in window, undefined, { timeout: START_LIMIT_MS });
    await page.evaluate(collectEvents);
    return {
      electron,
      page,
      identity,
      output: () => said.join(''),
      windowErrors: () => errors,
      events: () => page.evaluate(() => (window as unknown as WithEvents).engineEvents),
      quit: () => quit(electron, child, identity),
      endAnyway: () => endAnyway(child, identity),
    };
  } catch (thrown) {
    await endAnyway(child, identity);
    throw new Error(`The app did not come up. It said:\n${said.join('')}`, { cause: thrown });
  }
}

interface WithEvents {
  readonly api: { onEvent(listener: (event: EngineEvent) => void): () => void };
  engineEvents: EngineEvent[];
}

/** Runs in the window. */
function collectEvents(): void {
  const target = window as unknown as WithEvents;
  target.engineEvents = [];
  target.api.onEvent((event) => target.engineEvents.push(event));
}

function startArguments(options: LaunchOptions): string[] {
  const { executable, checkout = repoRoot, userData, folder, switches = [] } = options;
  return [
    // Chromium's sandbox refuses to run as root; for anyone else it stays on.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ...(executable === undefined ? [checkout] : []),
    `--user-data-dir=${userData}`,
    '--lang=en-US',
    ...switches,
    ...(folder === undefined ? [] : [folder]),
  ];
}

/** Without what would make Electron behave as Node. */
function ownEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] =>
        entry[0] !== 'ELECTRON_RUN_AS_NODE' && entry[1] !== undefined,
    ),
  );
}

export async function runtimeExecutable(): Promise<string> {
  const script = join(repoRoot, 'scripts', 'electron-runtime.mjs');
  const { resolveElectron } = (await import(pathToFileURL(script).href)) as {
    resolveElectron: () => Promise<{ readonly executable: string }>;
  };
  const { executable } = await resolveElectron();
  if (!existsSync(executable)) {
    throw new Error(`The Electron runtime ${executable} is not there. Run: npm run setup`);
  }
  return executable;
}

function watchErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(`uncaught: ${error.stack ?? error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') {
      errors.push(`console: ${message.text()}`);
    }
  });
  return errors;
}

async function quit(
  electron: ElectronApplication,
  child: ChildProcess,
  identity: AppIdentity,
): Promise<void> {
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', resolve);
  });
  // The connection ends with the app, so the answer may never come.
  electron.evaluate(({ app }) => app.quit()).catch(() => undefined);
  const code = await withLimit(ended, QUIT_LIMIT_MS, 'The app did not quit.', identity);
  expect(code, 'exit code of the app').toBe(0);
  await expect
    .poll(() => processesOf(identity), {
      message: 'processes left after quitting',
      timeout: 10_000,
    })
    .toEqual([]);
}

async function endAnyway(child: ChildProcess, identity: AppIdentity): Promise<void> {
  killAll(processesOf(identity));
  child.kill('SIGKILL');
  await expect.poll(() => processesOf(identity), { timeout: 10_000 }).toEqual([]);
}

async function withLimit<T>(
  promise: Promise<T>,
  limitMs: number,
  message: string,
  identity: AppIdentity,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const left = processesOf(identity).map(({ pid, command }) => `${String(pid)} ${command}`);
      reject(new Error(`${message} Running:\n${left.join('\n')}`));
    }, limitMs);
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    clearTimeout(timer);
  }
}
