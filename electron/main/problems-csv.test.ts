import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Problem } from '../shared/progress';
import { problemsCsv } from './problems-csv';

const problem = (path: string, message = 'why'): Problem => ({
  path,
  at: Date.UTC(2026, 0, 2, 3, 4, 5),
  ignored: false,
  error: { kind: 'not-audio', message, path, stage: 'decode' },
});

const words = {
  columns: {
    path: '파일',
    stage: '단계',
    reason: '이유',
    details: '자세한 내용',
    kind: '코드',
    time: '시각',
  },
  stages: { decode: '소리 풀기' },
  reasons: { 'not-audio': '오디오 파일이 아닙니다.' },
};

/** RFC 4180, read by a grammar of its own: cells between commas, rows between CRLF, quotes doubled within quotes. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  for (let row: string[] = []; cell.lastIndex < text.length;) {
    const match = cell.exec(text);
    if (match === null) {
      throw new Error('no CSV');
    }
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === '\r\n') {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

describe('problems as CSV', () => {
  it('has a byte order mark, a head, and a row for each problem', () => {
    expect(problemsCsv([problem('/m/노래, "live".mp3')], words)).toBe(
      '\uFEFF파일,단계,이유,자세한 내용,코드,시각\r\n"/m/노래, ""live"".mp3",소리 풀기,오디오 파일이 아닙니다.,why,not-audio,2026-01-02T03:04:05.000Z\r\n',
    );
  });

  it('has the code where there is no word for it', () => {
    const [, row] = readCsv(
      problemsCsv([problem('/a')], { ...words, stages: {}, reasons: {} }).slice(1),
    );
    expect(row?.slice(1, 3)).toEqual(['decode', 'not-audio']);
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\r=x'])('defuses a cell %j', (text) => {
    expect(readCsv(problemsCsv([problem(text)], words).slice(1))[1]?.[0]).toBe(`'${text}`);
  });

  it('gives back any text, and no cell that begins like a formula', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (path, message) => {
        const [, row = []] = readCsv(problemsCsv([problem(path, message)], words).slice(1));
        expect(row).toHaveLength(6);
        expect([path, `'${path}`]).toContain(row[0]);
        expect([message, `'${message}`]).toContain(row[3]);
        expect(row.some((cell) => /^[=+\-@\t\r]/.test(cell))).toBe(false);
      }),
    );
  });
});
