import { createEngine, electronParentPort } from '../engine/index';
import { serveEngine } from './serve-engine';

/** The engine host: a utility process that owns the library. Main starts it and talks to it over `parentPort`. */
const port = electronParentPort();
if (port === undefined) {
  throw new Error('The engine host runs as a utility process of OK Mugle, not by itself.');
}
serveEngine(port, createEngine, () => {
  // Messages on their way to main go first.
  setImmediate(() => process.exit(0));
});
