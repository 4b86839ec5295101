import { describe, expect, it } from '@jest/globals';
import { planFaults } from './plan.ts';
import { FULL, readSettings } from './settings.ts';
import { replicas, serverNames } from './targets.ts';

describe('The plan of a chaos run', () => {
  it('follows from the seed alone', () => {
    expect(planFaults(FULL)).toEqual(planFaults({ ...FULL }));
    expect(planFaults({ ...FULL, seed: FULL.seed + 1 })).not.toEqual(planFaults(FULL));
  });

  it('kills as often as asked, everything once before anything a second time', () => {
    const kills = planFaults({ seed: 7, minutes: 10, kills: 100, kafkaAwayMinutes: 0 }).filter(({ kind }) => kind === 'kill');
    expect(kills).toHaveLength(100);
    const everything = replicas.length + serverNames.length;
    expect(new Set(kills.slice(0, everything).map(({ target }) => target)).size).toBe(everything);
  });

  it('freezes and black-holes between the kills, in order, within the run', () => {
    const plan = planFaults({ seed: 7, minutes: 10, kills: 100, kafkaAwayMinutes: 0 });
    expect(new Set(plan.map(({ kind }) => kind))).toEqual(new Set(['kill', 'freeze', 'partition', 'half-open']));
    const times = plan.map(({ at }) => at);
    expect(times).toEqual(times.toSorted((one, other) => one - other));
    expect(times.every((at) => at > 0 && at < 600_000)).toBe(true);
  });

  it('does nothing else while Kafka is away', () => {
    for (const seed of [1, 2, 3]) {
      const plan = planFaults({ ...FULL, seed });
      const away = plan.find(({ kind }) => kind === 'away') as { at: number; forMs: number };
      expect(away.forMs).toBe(600_000);
      expect(plan.filter(({ kind, at }) => kind !== 'away' && at > away.at - 20_000 && at < away.at + away.forMs + 20_000)).toEqual([]);
    }
  });

  it('takes settings from the command line, and refuses what it does not know', () => {
    expect(readSettings([])).toEqual(FULL);
    expect(readSettings(['--seed', '5', '--minutes', '3', '--kills', '20', '--kafka-away', '0', '--messages', '6000'])).toEqual({
      ...FULL,
      seed: 5,
      minutes: 3,
      kills: 20,
      kafkaAwayMinutes: 0,
      messages: 6_000,
    });
    expect(() => readSettings(['--kills', 'many'])).toThrow('--kills has to be a number');
    expect(() => readSettings(['--kill', '3'])).toThrow();
  });
});
