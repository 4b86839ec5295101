import { describe, expect, it } from '@jest/globals';
import { decideRotation, type Family, REFRESH_TOKEN_MS } from './decide-rotation.ts';

const start = new Date('2026-05-01T09:00:00.000Z');
const secondsLater = (seconds: number): Date => new Date(start.getTime() + seconds * 1000);
const family = (overrides: Partial<Family> = {}): Family => ({
  generation: 1,
  rotations: [],
  expiresAt: secondsLater(REFRESH_TOKEN_MS / 1000),
  endedAt: null,
  ...overrides,
});
const rotated = (state: Family, at: Date): Family => {
  const decision = decideRotation(state, state.generation, at);
  if (decision.kind !== 'rotate') throw new Error(`It was to rotate: ${decision.kind}`);
  return { ...state, ...decision.next };
};

describe('the rotation of refresh tokens', () => {
  it('moves on to the next generation, good for 14 days from then', () => {
    expect(decideRotation(family(), 1, secondsLater(60))).toEqual({
      kind: 'rotate',
      next: {
        generation: 2,
        rotations: [{ generation: 1, at: secondsLater(60).toISOString() }],
        expiresAt: secondsLater(60 + 14 * 24 * 3600),
      },
    });
  });

  it('gives the same successor again for 10 s', () => {
    const state = rotated(family(), start);
    expect(decideRotation(state, 1, secondsLater(0))).toEqual({ kind: 'repeat', generation: 2 });
    expect(decideRotation(state, 1, secondsLater(10))).toEqual({ kind: 'repeat', generation: 2 });
  });

  it('gives it also when the successor has been rotated meanwhile', () => {
    const state = rotated(rotated(family(), secondsLater(0)), secondsLater(4));
    expect(decideRotation(state, 1, secondsLater(9))).toEqual({ kind: 'repeat', generation: 2 });
    expect(decideRotation(state, 2, secondsLater(9))).toEqual({ kind: 'repeat', generation: 3 });
  });

  it('takes a token that comes later than 10 s after its rotation for a copy', () => {
    expect(decideRotation(rotated(family(), start), 1, secondsLater(10.001))).toEqual({ kind: 'reuse' });
  });

  it('recognises a copy of any age', () => {
    const state = Array.from({ length: 50 }).reduce<Family>((current, _, index) => rotated(current, secondsLater(index * 60)), family());
    expect(state.rotations).toHaveLength(1);
    expect(decideRotation(state, 1, secondsLater(50 * 60))).toEqual({ kind: 'reuse' });
  });

  it('remembers a bounded number of rotations', () => {
    const state = Array.from({ length: 50 }).reduce<Family>((current) => rotated(current, start), family());
    expect(state.rotations).toHaveLength(20);
  });

  it.each([
    ['has ended', family({ endedAt: start })],
    ['has expired', family({ expiresAt: start })],
  ])('refuses every token of a session that %s', (_, state) => {
    expect(decideRotation(state, 1, start)).toEqual({ kind: 'refuse' });
  });

  it('refuses a generation that was never given out', () => {
    expect(decideRotation(family(), 2, start)).toEqual({ kind: 'refuse' });
  });
});
