interface Turn {
  readonly of: object;
  readonly stop: () => void;
}

let turn: Turn | null = null;

/** Before something is auditioned: stops whatever else is, the map's song or two passages. @param of who takes the turn, by identity */
export function takeAudition(of: object, stop: () => void): void {
  const before = turn;
  turn = { of, stop };
  if (before !== null && before.of !== of) {
    before.stop();
  }
}

/** Ends a turn. @returns false when another has it by now: what plays stays back for that one. */
export function endAudition(of: object): boolean {
  if (turn?.of !== of) {
    return false;
  }
  turn = null;
  return true;
}
