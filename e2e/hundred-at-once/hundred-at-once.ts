import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Madang, type Mode, startMadang } from '../madang.ts';
import { type Owner, participation, publishedEvent, signUp } from '../owner.ts';

const ROUNDS = 20;
const NUMBERS = Array.from({ length: 100 }, (_, index) => index + 1);

/** The promise about numbers, twenty times over: a hundred at once are a hundred entries, and the dashboard ends at exactly a hundred. */
export const hundredAtOnce = (mode: Mode): void => {
  describe(`A hundred participate at once, ${mode}`, () => {
    let madang: Madang;
    let owner: Owner;

    beforeAll(async () => {
      madang = await startMadang(mode, { ENTRIES_PER_MINUTE: '1000000' });
      owner = await signUp(madang.client);
    }, 120_000);
    afterAll(() => madang?.stop(), 60_000);

    it(`${ROUNDS} times of ${ROUNDS}: entry numbers without gap or repeat, and exactly 100 on the dashboard`, async () => {
      for (let round = 1; round <= ROUNDS; round++) {
        const event = await publishedEvent(owner);
        const board = owner.client.live('event-dashboard', { eventId: event.id });
        await board.until(({ participants }) => participants === 0);
        const entries = await Promise.all(NUMBERS.map(() => madang.client.ask('participate', { input: participation(event.id) })));
        const numbers = entries.map(({ participate }) => participate.entryNumber).toSorted((a, b) => a - b);
        expect(numbers).toEqual(NUMBERS);
        await board.until(({ participants }) => participants === 100);
        const versions = board.messages.map(({ version }) => version);
        expect(versions).toEqual([...new Set(versions)].toSorted((a, b) => a - b));
        await board.stop();
        const { event: found } = await owner.client.ask('event-analytics', { id: event.id });
        expect(found.analytics.participants).toBe(100);
      }
    }, 600_000);
  });
};
