import { parseArgs } from 'node:util';
import type { DeadLetterFilter } from '#kit/dead-letters.ts';
import { UsageError } from './run-command.ts';

export const USAGE = `npm run dlq -- list   [--topic <topic>] [--older-than <30s|15m|2h|1d>]
npm run dlq -- show   <id>
npm run dlq -- replay <id>… | --topic <topic> | --older-than <30s|15m|2h|1d> | --all`;

/** Ids by schema: `analytics:42` is number 42 of `analytics`. */
export type DlqCommand =
  | { name: 'list'; filter: DeadLetterFilter }
  | { name: 'show'; schema: string; number: string }
  | { name: 'replay'; ids: Map<string, string[]> | null; filter: DeadLetterFilter };

/** Reads the command line. Throws a UsageError, or that of `parseArgs`, that says what is wrong. A replay says what it replays: ids, a filter, or `--all`. */
export const parseDlqCommand = (args: readonly string[]): DlqCommand => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { topic: { type: 'string' }, 'older-than': { type: 'string' }, all: { type: 'boolean' } },
  });
  const [name, ...ids] = positionals;
  const age = values['older-than'];
  const filter: DeadLetterFilter = { topic: values.topic, olderThanMs: age === undefined ? undefined : milliseconds(age) };
  if (name === 'list' && ids.length === 0) return { name, filter };
  if (name === 'show' && ids.length === 1) return { name, ...parseId(ids[0] as string) };
  const selections = [ids.length > 0, values.topic !== undefined || age !== undefined, values.all === true].filter(Boolean).length;
  if (name === 'replay' && selections === 1) return { name, ids: ids.length > 0 ? bySchema(ids) : null, filter };
  throw new UsageError(`Usage:\n${USAGE}`);
};

const parseId = (id: string): { schema: string; number: string } => {
  const [, schema, number] = /^([a-z_]+):(\d+)$/.exec(id) ?? [];
  if (!schema || !number) throw new UsageError(`${id} is not an id of a dead letter, such as analytics:42.`);
  return { schema, number };
};

const bySchema = (ids: readonly string[]): Map<string, string[]> => {
  const groups = Map.groupBy(ids.map(parseId), ({ schema }) => schema);
  return new Map([...groups].map(([schema, those]) => [schema, those.map(({ number }) => number)]));
};

const UNITS: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

const milliseconds = (age: string): number => {
  const [, count, unit] = /^(\d+)([smhd])$/.exec(age) ?? [];
  if (!count || !unit) throw new UsageError(`${age} is not an age, such as 30s, 15m, 2h or 1d.`);
  return Number(count) * (UNITS[unit] as number);
};
