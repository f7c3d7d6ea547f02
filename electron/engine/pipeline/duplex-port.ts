/** One end of a two-way channel, whichever kind of port carries it. */
export interface DuplexPort {
  post(message: unknown): void;
  /** `ports` are the ports that came with the message. Delivery starts with the first listener. */
  onMessage(listener: (message: unknown, ports: readonly DuplexPort[]) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}

/** A Node `MessagePort` (worker_threads): its listeners get the value itself. */
export interface NodePort {
  postMessage(value: unknown): void;
  on(event: 'message', listener: (value: unknown) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  close(): void;
}

/** Electron's `process.parentPort` or `MessagePortMain`: its listeners get `{data, ports}`. */
export interface ElectronPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: ElectronMessage) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start?(): void;
  close?(): void;
}

interface ElectronMessage {
  readonly data: unknown;
  readonly ports?: readonly ElectronPort[];
}

export function fromNodePort(port: NodePort): DuplexPort {
  return {
    post: (message) => {
      port.postMessage(message);
    },
    onMessage: (listener) => {
      port.on('message', (value) => {
        listener(value, []);
      });
    },
    onClose: (listener) => {
      port.on('close', listener);
    },
    close: () => {
      port.close();
    },
  };
}

export function fromElectronPort(port: ElectronPort): DuplexPort {
  return {
    post: (message) => {
      port.postMessage(message);
    },
    onMessage: (listener) => {
      port.on('message', ({ data, ports }) => {
        listener(data, (ports ?? []).map(fromElectronPort));
      });
      // MessagePortMain keeps messages back until it is started; parentPort has no such thing.
      port.start?.();
    },
    onClose: (listener) => {
      port.on('close', listener);
    },
    close: () => {
      port.close?.();
    },
  };
}

/** Electron puts `parentPort` on `process` in a utility process; it is not exported from the `electron` module. */
export function electronParentPort(): DuplexPort | undefined {
  const { parentPort } = process as unknown as { readonly parentPort?: ElectronPort };
  return parentPort === undefined ? undefined : fromElectronPort(parentPort);
}
