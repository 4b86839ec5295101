import { describe, expect, it } from '@jest/globals';
import { createHistory } from './history.ts';
import { createPayload } from './payload.ts';

const item = (position: string) => createPayload({ data: { position } }, position);
const positions = (payloads: ReturnType<ReturnType<typeof createHistory>['after']>) => payloads?.map(({ position }) => position) ?? null;

describe('The history of a feed', () => {
  it('gives what came after a cursor that it knows, its own beginning too, and nothing for one that it does not', () => {
    const history = createHistory('0');
    for (const position of ['1', '2', '3']) history.push(item(position));
    expect(positions(history.after('0'))).toEqual(['1', '2', '3']);
    expect(positions(history.after('2'))).toEqual(['3']);
    expect(positions(history.after('3'))).toEqual([]);
    expect(positions(history.after('9'))).toBeNull();
    expect(positions(history.after(undefined))).toBeNull();
  });

  it('learns where it begins while there is nothing yet', () => {
    const history = createHistory(undefined);
    history.beginsAfter('7');
    expect([history.newest, positions(history.after('7'))]).toEqual(['7', []]);
    history.push(item('8'));
    history.beginsAfter('9');
    expect([history.newest, positions(history.after('7'))]).toEqual(['8', ['8']]);
  });

  it('keeps its place over an item that has no cursor', () => {
    const history = createHistory('1', { items: 1 });
    history.push(item('2'));
    history.push(createPayload({ data: null }));
    expect(history.newest).toBe('2');
    history.push(createPayload({ data: null }));
    expect([history.newest, history.after('2')?.length]).toEqual(['2', 1]);
  });

  it('forgets the oldest, and that it knew their cursors', () => {
    const history = createHistory(undefined, { items: 2 });
    for (const position of ['1', '2', '3', '4']) history.push(item(position));
    expect(positions(history.after('1'))).toBeNull();
    expect(positions(history.after('2'))).toEqual(['3', '4']);
    const small = createHistory('0', { bytes: 40 });
    for (const position of ['1', '2', '3']) small.push(item(position));
    expect(positions(small.after('1'))).toBeNull();
    expect(positions(small.after('2'))).toEqual(['3']);
  });
});
