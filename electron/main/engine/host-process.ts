import type { FromHost, ToHost } from '../../shared/ipc/host-protocol';

/** A running engine host, as the client sees it; the app's is an Electron utility process. */
export interface HostProcess {
  post(message: ToHost): void;
  onMessage(listener: (message: FromHost) => void): void;
  /** `code` as the system gives it; 0 after an orderly end. */
  onExit(listener: (code: number) => void): void;
  kill(): void;
}
