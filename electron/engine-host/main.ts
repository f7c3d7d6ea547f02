import type { DuplexPort } from '../engine/index';
import { createEngine, electronParentPort } from '../engine/index';
import { IdleCollection } from './idle-collection';
import { serveEngine } from './serve-engine';

/** The engine host: a utility process that owns the library. Main starts it and talks to it over `parentPort`. */
const port = electronParentPort();
if (port === undefined) {
  throw new Error('The engine host runs as a utility process of OK Mugle, not by itself.');
}
const { gc: collect } = globalThis;
if (collect === undefined) {
  throw new Error('The engine host runs with --expose-gc, to give back memory at rest.');
}
const idle = new IdleCollection({
  collect: () => {
    // As when memory runs out: what is left is moved together, so that pages become free.
    collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  },
  usedBytes: () => {
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  },
});
const watched: DuplexPort = {
  // Whatever it does, it says something then.
  post: (...message) => {
    idle.worked();
    port.post(...message);
  },
  onMessage: (listener) => {
    port.onMessage(listener);
  },
  onClose: (listener) => {
    port.onClose(listener);
  },
  close: () => {
    port.close();
  },
};
serveEngine(watched, createEngine, () => {
  // Messages on their way to main go first.
  setImmediate(() => process.exit(0));
});
