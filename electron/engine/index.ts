export { createEngine } from './pipeline/engine';
export type { Engine, EngineOptions } from './pipeline/engine-types';
export type { DuplexPort } from './pipeline/duplex-port';
export { electronParentPort, fromNodePort } from './pipeline/duplex-port';
export { forkWorker } from './pipeline/fork-worker';
export { readFileTags } from './pipeline/file-tags';
export type { FromWorker, SpawnWorker, ToWorker, WorkerHandle } from './pipeline/worker-protocol';
