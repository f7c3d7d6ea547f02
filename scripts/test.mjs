/**
 * `npm test`: set-up, checks, unit tests, the real app from source, the packaged app.
 * Ends with one line `N passed, N failed` that adds up all runners; a runner that dies counts as one failure.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureSetup } from './setup.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const reports = join(root, '.cache', 'reports');
const needsDisplay = process.platform === 'linux' && !process.env.DISPLAY;

/** Runs one step in its own process group, so that nothing it started outlives it. */
function run(name, command, args, env = {}) {
  process.stdout.write(`\n== ${name}\n`);
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
      detached: process.platform !== 'win32',
    });
    child.on('error', (error) => {
      process.stdout.write(`${name}: ${error.message}\n`);
      resolve(1);
    });
    child.on('exit', (code) => {
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch (error) {
        if (error.code !== 'ESRCH') {
          process.stdout.write(`${name}: could not end its leftovers: ${error.message}\n`);
        }
      }
      resolve(code ?? 1);
    });
  });
}

/** Runs one step beside others: what it says is kept until it is asked for. */
function runBeside(command, args) {
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = [];
  child.stdout.on('data', (data) => said.push(data));
  child.stderr.on('data', (data) => said.push(data));
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ code: 1, text: `${error.message}\n` }));
    child.on('close', (code) => resolve({ code: code ?? 1, text: Buffer.concat(said).toString() }));
  });
}

/** Under Xvfb where there is no display; the app is the same. */
function windowed(args) {
  return needsDisplay
    ? ['xvfb-run', ['-a', '-s', '-screen 0 1600x1000x24', process.execPath, ...args]]
    : [process.execPath, args];
}

function readReport(name) {
  const path = join(reports, name);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}

const total = { passed: 0, failed: 0 };

function count(name, code, passed, failed) {
  // A runner that exits badly without naming a failed test (a crash, a syntax error) is a failure too.
  const bad = code !== 0 && failed === 0 ? 1 : failed;
  total.passed += passed;
  total.failed += bad;
  process.stdout.write(`${name}: ${String(passed)} passed, ${String(bad)} failed\n`);
}

async function playwright(name, config) {
  const report = `${name}.json`;
  const args = ['node_modules/@playwright/test/cli.js', 'test', '-c', config];
  const code = await run(name, ...windowed(args), {
    PLAYWRIGHT_JSON_OUTPUT_NAME: join(reports, report),
  });
  const stats = readReport(report)?.stats;
  const failed = stats?.unexpected ?? 0;
  if ((stats?.flaky ?? 0) > 0) {
    process.stdout.write(`${name}: ${String(stats.flaky)} passed only when tried again\n`);
  }
  count(name, code, (stats?.expected ?? 0) + (stats?.flaky ?? 0), failed);
}

rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
await ensureSetup({ forTests: true });

const built = await run('build', process.execPath, ['scripts/build.mjs']);
count('build', built, built === 0 ? 1 : 0, 0);

// Each of the two keeps one core busy.
const checking = runBeside(process.execPath, ['scripts/check.mjs']);
const unit = await run('unit', process.execPath, [
  'node_modules/vitest/vitest.mjs',
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${join(reports, 'unit.json')}`,
]);
const unitReport = readReport('unit.json');
count('unit', unit, unitReport?.numPassedTests ?? 0, unitReport?.numFailedTests ?? 0);
const checked = await checking;
process.stdout.write(`\n== check, beside the unit tests\n${checked.text}`);
count('check', checked.code, checked.code === 0 ? 1 : 0, 0);

if (built === 0) {
  await playwright('e2e', 'e2e/playwright.config.ts');
  const packaged = await run('package', process.execPath, ['scripts/package.mjs'], {
    OK_MUGLE_TEST_PACKAGE: '1',
  });
  count('package', packaged, packaged === 0 ? 1 : 0, 0);
  if (packaged === 0) {
    await playwright('e2e-packaged', 'e2e/playwright.packaged.config.ts');
  }
}

process.stdout.write(`\n${String(total.passed)} passed, ${String(total.failed)} failed\n`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
