const HOUR = 3_600_000;

/** How long what is in the store lives from its last change, in milliseconds (spec §5). */
export const lifetimes = {
  draft: 7 * 24 * HOUR,
  job: 24 * HOUR,
  recommendations: 24 * HOUR,
  revokedSession: HOUR / 4,
  failures: HOUR / 4,
  entryAttempts: HOUR / 60,
  phoneRefusals: HOUR / 60,
} as const;
