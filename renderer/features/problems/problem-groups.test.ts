import { expect, it } from 'vitest';
import type { ErrorKind } from '../../../electron/shared/errors';
import type { Problem } from '../../../electron/shared/progress';
import { groupProblems, linesOf } from './problem-groups';

const problem = (path: string, kind: ErrorKind): Problem => ({
  path,
  at: 0,
  ignored: false,
  error: { kind, message: '', path },
});

it('groups by reason, the commonest first, and each by path', () => {
  const groups = groupProblems([
    problem('/c', 'silent'),
    problem('/b', 'not-audio'),
    problem('/z', 'damaged-audio'),
    problem('/a', 'not-audio'),
  ]);
  expect(groups.map(({ reason, problems }) => [reason, problems.map(({ path }) => path)])).toEqual([
    ['not-audio', ['/a', '/b']],
    ['damaged-audio', ['/z']],
    ['silent', ['/c']],
  ]);
  const lines = linesOf(groups, new Set<ErrorKind>(['not-audio']));
  expect(
    lines.map((line) => (line.kind === 'group' ? line.group.reason : line.problem.path)),
  ).toEqual(['not-audio', 'damaged-audio', '/z', 'silent', '/c']);
});
