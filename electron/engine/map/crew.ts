import type { MessagePort } from 'node:worker_threads';
import { receiveMessageOnPort } from 'node:worker_threads';
import { ACTS } from './acts';

export type ActName = keyof typeof ACTS;
type StateOf<N extends ActName> = Parameters<(typeof ACTS)[N]>[0];
type StepOf<N extends ActName> = keyof ReturnType<(typeof ACTS)[N]> & string;
type Steps = Readonly<Record<string, (part: number) => void>>;

/** Does all parts of a step, and comes back when the last one is done. At most 65,535 parts. */
export type Run<N extends ActName> = (step: StepOf<N>, parts: number) => void;

/**
 * Threads that share the parts of a step among them. What a part writes depends only on what the steps before it wrote, so the
 * result is the same for any number of threads.
 */
export interface Crew {
  /** @param state what the steps of the act read and write; its arrays are shared. */
  begin<N extends ActName>(act: N, state: StateOf<N>): Run<N>;
}

function stepsOf(act: ActName, state: unknown): Steps {
  return (ACTS[act] as (given: unknown) => Steps)(state);
}

/** A crew of this thread alone. */
export const SOLO: Crew = {
  begin: (act, state) => {
    const steps = stepsOf(act, state);
    return (step, parts) => {
      const work = steps[step]!;
      for (let part = 0; part < parts; part++) {
        work(part);
      }
    };
  },
};

/*
 * The threads meet in a few shared numbers. TICKET holds the turn (upper half) and the next part of it that nobody has taken yet
 * (lower half): a helper that comes late finds another turn there, and takes nothing. What a turn is about lies in one
 * of two places in turns, so that it stands until nobody can take parts of it any more.
 */
const TURN = 0;
const TICKET = 1;
const DONE = 2;
/** 1 while the leader is to begin nothing more. */
const HELD = 3;
const PLACES = 4;
const [STEP, PARTS, ACT] = [0, 1, 2] as const;
const CONTROL_LENGTH = PLACES + 6;
const PART_BITS = 16;
const MOST_TURNS = 1 << 15;

export type CrewControl = Int32Array<SharedArrayBuffer>;

export function createControl(): CrewControl {
  return new Int32Array(new SharedArrayBuffer(4 * CONTROL_LENGTH));
}

/** Holds the work of a crew, between two steps, or lets it go on. From any thread. */
export function holdCrew(control: CrewControl, held: boolean): void {
  Atomics.store(control, HELD, held ? 1 : 0);
  Atomics.notify(control, HELD);
}

interface ActMessage {
  readonly act: ActName;
  readonly state: unknown;
}

const placeOf = (turn: number): number => PLACES + 3 * (turn & 1);

/** Takes parts of the turn until there are none left. */
function takeParts(control: CrewControl, turn: number, steps: Steps): void {
  const place = placeOf(turn);
  const work = Object.values(steps)[Atomics.load(control, place + STEP)]!;
  const parts = Atomics.load(control, place + PARTS);
  for (;;) {
    const ticket = Atomics.load(control, TICKET);
    const part = ticket & ((1 << PART_BITS) - 1);
    if (ticket >> PART_BITS !== turn || part >= parts) {
      return;
    }
    if (Atomics.compareExchange(control, TICKET, ticket, ticket + 1) === ticket) {
      work(part);
      Atomics.add(control, DONE, 1);
      Atomics.notify(control, DONE);
    }
  }
}

/** The crew as its leader sees it: this thread, and a helper (see `help`) at the other end of each port. */
export function leadCrew(control: CrewControl, helpers: readonly MessagePort[]): Crew {
  let turn = 0;
  let acts = 0;
  return {
    begin: (act, state) => {
      const steps = stepsOf(act, state);
      const names = Object.keys(steps);
      const message: ActMessage = { act, state };
      helpers.forEach((helper) => {
        helper.postMessage(message);
      });
      acts++;
      return (step, parts) => {
        Atomics.wait(control, HELD, 1);
        turn = (turn + 1) % MOST_TURNS;
        const place = placeOf(turn);
        Atomics.store(control, place + STEP, names.indexOf(step));
        Atomics.store(control, place + PARTS, parts);
        Atomics.store(control, place + ACT, acts);
        Atomics.store(control, DONE, 0);
        Atomics.store(control, TICKET, turn << PART_BITS);
        Atomics.store(control, TURN, turn);
        Atomics.notify(control, TURN);
        takeParts(control, turn, steps);
        for (let done = Atomics.load(control, DONE); done < parts;) {
          Atomics.wait(control, DONE, done);
          done = Atomics.load(control, DONE);
        }
      };
    },
  };
}

/** Works for a leader until the thread is ended. */
export function help(control: CrewControl, port: MessagePort): never {
  let steps: Steps = {};
  let acts = 0;
  for (let turn = 0; ;) {
    Atomics.wait(control, TURN, turn);
    turn = Atomics.load(control, TURN);
    while (acts < Atomics.load(control, placeOf(turn) + ACT)) {
      const { act, state } = (receiveMessageOnPort(port) as { message: ActMessage }).message;
      steps = stepsOf(act, state);
      acts++;
    }
    takeParts(control, turn, steps);
  }
}
