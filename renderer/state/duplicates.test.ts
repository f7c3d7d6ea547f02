import { beforeEach, describe, expect, it, vi } from 'vitest';
import { loadDuplicates, useDuplicates } from './duplicates';

const NOTHING = { groups: [], total: 0, extraBytes: 0 };
const FAILED = { ok: false, error: { kind: 'internal', message: 'No.', time: 0 } };

/** How each question that was asked is answered. */
let answers: ((result: object) => void)[] = [];

beforeEach(() => {
  answers = [];
  useDuplicates.setState({ found: null, looking: false });
  const invoke = (): Promise<object> =>
    new Promise((resolve) => {
      answers.push(resolve);
    });
  vi.stubGlobal('window', { api: { invoke } });
});

describe('looking for duplicates', () => {
  it('is told of until there is an answer, and asked for once meanwhile', async () => {
    const first = loadDuplicates();
    expect(useDuplicates.getState()).toEqual({ found: null, looking: true });
    await loadDuplicates();
    expect(answers).toHaveLength(1);
    answers[0]?.({ ok: true, value: NOTHING });
    await first;
    expect(useDuplicates.getState()).toEqual({ found: NOTHING, looking: false });
  });

  it('keeps what was found when it fails, and can be asked for again', async () => {
    useDuplicates.setState({ found: NOTHING });
    const second = loadDuplicates();
    expect(useDuplicates.getState()).toEqual({ found: NOTHING, looking: true });
    answers[0]?.(FAILED);
    await expect(second).rejects.toThrow('No.');
    expect(useDuplicates.getState()).toEqual({ found: NOTHING, looking: false });
    const third = loadDuplicates();
    expect(answers).toHaveLength(2);
    answers[1]?.({ ok: true, value: { ...NOTHING, total: 2 } });
    await third;
    expect(useDuplicates.getState().found?.total).toBe(2);
  });
});
