import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createCleanupStack } from '../testing/cleanup-stack.ts';
import { eventually } from '../testing/eventually.ts';
import type { Doorbell } from './doorbell.ts';

export type DoorbellSuiteAdapter = {
  /** Called for each process that the suite plays. */
  open: () => Doorbell;
  /** Cuts the connections of every doorbell that is open, from the server's side. */
  cut: () => Promise<void>;
};

/** What every doorbell adapter must do. */
export const doorbellSuite = (name: string, { open, cut }: DoorbellSuiteAdapter): void => {
  describe(`the doorbell: ${name}`, () => {
    const cleanups = createCleanupStack();
    afterEach(cleanups.run);
    let here: Doorbell;
    let there: Doorbell;
    const opened = () => {
      const doorbell = open();
      cleanups.add(doorbell.close);
      return doorbell;
    };
    beforeEach(() => {
      here = opened();
      there = opened();
    });

    const counter = async (doorbell: Doorbell, bell: string) => {
      const counted = { rings: 0, stop: () => {} };
      counted.stop = await doorbell.listen(bell, () => counted.rings++);
      return counted;
    };
    /** Rings arrive in order, so this one's arrival means that all earlier ones from `from` have arrived. */
    const settled = async (from: Doorbell, at: Doorbell) => {
      const last = await counter(at, 'suite:last');
      from.ring('suite:last');
      await eventually(() => last.rings > 0);
      last.stop();
    };

    it('rings in every process, the own one too, and only the bell that was rung', async () => {
      const bells = await Promise.all([counter(here, 'event:가게'), counter(there, 'event:가게'), counter(there, 'event:other')]);
      here.ring('event:가게');
      await eventually(() => bells[0].rings === 1 && bells[1].rings === 1);
      expect(bells[2].rings).toBe(0);
    });

    it('coalesces the rings of a few milliseconds', async () => {
      const bell = await counter(there, 'burst');
      for (let n = 0; n < 100; n++) here.ring('burst', 'burst');
      await settled(here, there);
      expect(bell.rings).toBe(1);
    });

    it('rings several bells at once, whatever the length of their names', async () => {
      const long = '마당'.repeat(5_000);
      const [short, other, lengthy] = await Promise.all([counter(there, 'a'), counter(there, `${long}!`), counter(there, long)]);
      here.ring('a', long);
      await eventually(() => short.rings === 1 && lengthy.rings === 1);
      expect(other.rings).toBe(0);
    });

    it('is silent for a listener that stopped, and goes on for the others', async () => {
      const [stopped, other] = await Promise.all([counter(there, 'a'), counter(there, 'a')]);
      stopped.stop();
      stopped.stop();
      here.ring('a');
      await eventually(() => other.rings === 1);
      expect(stopped.rings).toBe(0);
    });

    it('goes on for the others when a listener throws', async () => {
      await there.listen('a', () => {
        throw new Error('a listener of the test');
      });
      const other = await counter(there, 'a');
      here.ring('a');
      await eventually(() => other.rings === 1);
    });

    it('rings every listener once when a lost connection is restored, and later rings arrive', async () => {
      const [a, b] = await Promise.all([counter(there, 'a'), counter(there, 'b')]);
      await cut();
      await eventually(() => a.rings === 1 && b.rings === 1);
      here.ring('a');
      await eventually(() => a.rings === 2);
      expect(b.rings).toBe(1);
    });

    it('delivers what is rung right before it closes', async () => {
      const brief = opened();
      const bell = await counter(there, 'a');
      brief.ring('a');
      await brief.close();
      await eventually(() => bell.rings === 1);
    });

    it('answers a ping while it is connected, and refuses to listen when it is closed', async () => {
      const brief = opened();
      await brief.listen('a', () => {});
      await brief.ping();
      await brief.close();
      await expect(brief.ping()).rejects.toThrow();
      await expect(brief.listen('a', () => {})).rejects.toThrow();
    });
  });
};
