import type { ErrorKind } from '../../../electron/shared/errors';
import type { Problem } from '../../../electron/shared/progress';

/** All problems with one reason, by path. */
export interface ProblemGroup {
  readonly reason: ErrorKind;
  readonly problems: readonly Problem[];
}

/** A line of the list: a reason with its count, or one of its files. */
export type ProblemLine =
  | { readonly kind: 'group'; readonly group: ProblemGroup; readonly closed: boolean }
  | { readonly kind: 'problem'; readonly problem: Problem };

/** The problems by reason; the commonest reason first. */
export function groupProblems(problems: readonly Problem[]): ProblemGroup[] {
  const byReason = new Map<ErrorKind, Problem[]>();
  for (const problem of problems) {
    const group = byReason.get(problem.error.kind);
    if (group === undefined) {
      byReason.set(problem.error.kind, [problem]);
    } else {
      group.push(problem);
    }
  }
  return [...byReason]
    .map(([reason, group]) => ({
      reason,
      problems: group.sort((a, b) => (a.path < b.path ? -1 : 1)),
    }))
    .sort((a, b) => b.problems.length - a.problems.length || (a.reason < b.reason ? -1 : 1));
}

/** The lines to show; a closed reason shows its count only. */
export function linesOf(
  groups: readonly ProblemGroup[],
  closed: ReadonlySet<ErrorKind>,
): ProblemLine[] {
  return groups.flatMap((group) => {
    const isClosed = closed.has(group.reason);
    const head: ProblemLine = { kind: 'group', group, closed: isClosed };
    const rest = isClosed ? [] : group.problems;
    return [head, ...rest.map((problem): ProblemLine => ({ kind: 'problem', problem }))];
  });
}
