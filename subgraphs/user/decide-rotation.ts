const GRACE_MS = 10_000;
const REMEMBERED = 20;

/** How long a refresh token lives (spec §5, User): 14 days, in milliseconds. */
export const REFRESH_TOKEN_MS = 14 * 24 * 3_600_000;

/** When the token of a generation was exchanged for the next one. */
export type Rotation = { generation: number; at: string };

/** A session as far as rotation goes. */
export type Family = { generation: number; rotations: readonly Rotation[]; expiresAt: Date; endedAt: Date | null };

export type RotationDecision =
  /** The token is the present one: the family moves on to its successor. */
  | { kind: 'rotate'; next: { generation: number; rotations: Rotation[]; expiresAt: Date } }
  /** It was rotated just now (two tabs): the same successor is given again. */
  | { kind: 'repeat'; generation: number }
  /** It was spent long ago, so somebody has a copy: the family ends. */
  | { kind: 'reuse' }
  /** The session has ended or expired. */
  | { kind: 'refuse' };

/** What a genuine refresh token of generation `presented` does to its family at `now` (spec §2, `refreshSession`). */
export const decideRotation = ({ generation, rotations, expiresAt, endedAt }: Family, presented: number, now: Date): RotationDecision => {
  if (endedAt !== null || expiresAt <= now || presented > generation) return { kind: 'refuse' };
  const recent = rotations.filter(({ at }) => now.getTime() - Date.parse(at) <= GRACE_MS);
  if (presented === generation) {
    const rotated = [...recent, { generation, at: now.toISOString() }].slice(-REMEMBERED);
    return {
      kind: 'rotate',
      next: { generation: generation + 1, rotations: rotated, expiresAt: new Date(now.getTime() + REFRESH_TOKEN_MS) },
    };
  }
  return recent.some((rotation) => rotation.generation === presented) ? { kind: 'repeat', generation: presented + 1 } : { kind: 'reuse' };
};
