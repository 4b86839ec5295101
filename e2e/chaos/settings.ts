import { parseArgs } from 'node:util';
import type { PlanSettings } from './plan.ts';

/** What a run is to be. `minutes` are those of the load; starting, settling and checking come on top. */
export type Settings = PlanSettings & {
  /** Messages to commit at least. */
  messages: number;
  /** Seconds within which work has to go on after a kill. */
  resumeSeconds: number;
};

/** The full run. */
export const FULL: Settings = { seed: 1, minutes: 32, kills: 200, kafkaAwayMinutes: 10, messages: 100_000, resumeSeconds: 30 };

/** The one among the tests. It shares its machine with others of them, so that seconds say little there. */
export const SHORT: Settings = { seed: 2026, minutes: 3, kills: 20, kafkaAwayMinutes: 0, messages: 2_000, resumeSeconds: 180 };

/** `--seed`, `--minutes`, `--kills`, `--kafka-away` (minutes), `--messages` and `--resume-seconds`; what is not said is as in the full run. Throws for anything else. */
export const readSettings = (args: readonly string[]): Settings => {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: { seed: text, minutes: text, kills: text, 'kafka-away': text, messages: text, 'resume-seconds': text },
  });
  const number = (name: keyof typeof values, standard: number): number => {
    const value = Number(values[name] ?? standard);
    if (!Number.isFinite(value) || value < 0) throw new Error(`--${name} has to be a number of 0 or more.`);
    return value;
  };
  return {
    seed: number('seed', FULL.seed),
    minutes: number('minutes', FULL.minutes),
    kills: number('kills', FULL.kills),
    kafkaAwayMinutes: number('kafka-away', FULL.kafkaAwayMinutes),
    messages: number('messages', FULL.messages),
    resumeSeconds: number('resume-seconds', FULL.resumeSeconds),
  };
};
