import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { EngineEvent, WindowApi } from '../shared/ipc/contract';
import { ADD_DROPPED, EVENT, INVOKE } from '../shared/ipc/transport';

type Listener = (event: EngineEvent) => void;

const listeners = new Set<Listener>();
/** The page listens later than events may come: it is told how the engine stands, and what it should know of. */
let engineState: EngineEvent | undefined;
const unheardNotices: EngineEvent[] = [];

ipcRenderer.on(EVENT, (_event, event: EngineEvent) => {
  if (event.kind === 'engine-state') {
    engineState = event;
  }
  if (event.kind === 'notice' && listeners.size === 0) {
    unheardNotices.push(event);
  }
  for (const listener of listeners) {
    listener(event);
  }
});

function onEvent(listener: Listener): () => void {
  listeners.add(listener);
  if (engineState !== undefined) {
    listener(engineState);
  }
  for (const notice of unheardNotices.splice(0)) {
    listener(notice);
  }
  return () => {
    listeners.delete(listener);
  };
}

// Main checks sender, channel and payload, and answers with a Result whatever comes.
const api: WindowApi = {
  invoke: (channel, request) => ipcRenderer.invoke(INVOKE, channel, request),
  addDropped: (files, askAboutOne) =>
    ipcRenderer.invoke(ADD_DROPPED, {
      // The page hands real Files in; a path can be had from nothing else.
      paths: files.map((file) => webUtils.getPathForFile(file as unknown as File)),
      askAboutOne,
    }),
  onEvent,
};

contextBridge.exposeInMainWorld('api', api);
