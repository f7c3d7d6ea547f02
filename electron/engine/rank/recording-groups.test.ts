import { describe, expect, it } from 'vitest';
import { RecordingGroups } from './recording-groups';

describe('groups of recordings', () => {
  const groupsOf = (same: string, pairs = same): string[] => {
    const groups = new RecordingGroups<string>((a, b) => same.includes([a, b].sort().join('')));
    for (const pair of pairs.split(' ')) {
      groups.join(pair[0] ?? '', pair[1] ?? '');
    }
    return groups.groups().map((group) => [...group].sort().join(''));
  };

  it('are songs of which each is the same as every other', () => {
    expect(groupsOf('ab bc ac')).toEqual(['abc']);
    expect(groupsOf('ab cd ac ad bc bd', 'ab cd bc')).toEqual(['abcd']);
    expect(groupsOf('ab', 'aa cd')).toEqual([]);
  });

  it('do not join two songs that are not by way of a third', () => {
    expect(groupsOf('ab bc')).toEqual(['ab']);
    expect(groupsOf('ab cd bc bd ad')).toEqual(['ab', 'cd']);
  });

  it('take what is linear, where all songs are the same', () => {
    let compared = 0;
    const groups = new RecordingGroups<number>(() => {
      compared += 1;
      return true;
    });
    for (let song = 1; song < 2000; song++) {
      groups.join(song - 1, song);
    }
    expect(groups.groups().map((group) => group.length)).toEqual([2000]);
    expect(compared).toBeLessThan(2000 * 66);
  });
});
