import { Worker } from 'node:worker_threads';

/** Runs in a thread of its own, so that a decoder that never returns cannot keep it from looking. */
const WATCH = `
const { workerData: parent } = require('node:worker_threads');
const isAlone = () => {
  if (process.ppid !== parent) return true;
  // Windows goes on naming a parent that is dead.
  try { process.kill(parent, 0); return false; } catch (thrown) { return thrown.code === 'ESRCH'; }
};
setInterval(() => { if (isAlone()) process.kill(process.pid, 'SIGKILL'); }, 1000);
`;

/** Ends this process soon after its parent has died, whatever it is doing then. */
export function endWithParent(): void {
  const watch = new Worker(WATCH, {
    eval: true,
    workerData: process.ppid,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 2 },
  });
  watch.unref();
}
