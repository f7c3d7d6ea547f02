import type { PauseReason } from '../../shared/progress';
import type { ListeningControl } from './listening-control';

/** Holds a layout that began by itself as listening is held: on battery, while music plays. One that a person asked for is not. */
export class MapHold {
  readonly #control: Pick<ListeningControl, 'hold'>;
  #isByItself = false;
  #steer: ((held: boolean) => void) | undefined;

  constructor(control: Pick<ListeningControl, 'hold'>) {
    this.#control = control;
  }

  /** Why the layout does not go on. */
  get reason(): PauseReason | null {
    return this.#isByItself ? this.#control.hold : null;
  }

  /** Whether nobody asked for the layout that goes on. */
  get isByItself(): boolean {
    return this.#isByItself;
  }

  /** A layout begins. */
  begin(byItself: boolean): void {
    this.#isByItself = byItself;
    this.#steer = undefined;
  }

  /** A person asks for the layout that goes on. */
  ask(): void {
    this.#isByItself = false;
    this.update();
  }

  /** @param hold what holds the layout */
  readonly steer = (hold: (held: boolean) => void): void => {
    this.#steer = hold;
    this.update();
  };

  /** To be called when what holds listening may have changed. */
  update(): void {
    this.#steer?.(this.reason !== null);
  }
}
