import { fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Starts a worker, has it hang, and tells its pid; then waits to be killed. Started by a test. */
const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const worker = fork(fileURLToPath(new URL('./odd-worker.ts', import.meta.url)), {
  serialization: 'advanced',
  execArgv: ['--import', loader],
});
worker.on('message', () => {
  worker.send({ kind: 'analyse', task: 1, path: 'hang' }, () => {
    process.stdout.write(`${String(worker.pid)}\n`);
  });
});
worker.send({ kind: 'init', modelsDir: 'any', threads: 1 });
