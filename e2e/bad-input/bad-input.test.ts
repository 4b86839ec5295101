import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { mutations } from '../api.ts';
import { differences, everythingKept } from '../everything-kept.ts';
import { idsOf, withValue } from '../ids.ts';
import { type Madang, startMadang } from '../madang.ts';
import { type TwoShops, twoShops } from '../two-shops.ts';
import { type Call, validMutations } from '../valid-mutations.ts';
import { accepted } from './accepted.ts';
import { askFromAnywhere, requestOf, type Way } from './ask-with.ts';
import { type Case, casesOf } from './cases.ts';
import { foreign } from './foreign.ts';
import { objectionTo } from './objection.ts';

const AT_ONCE = 4;

describe('Bad input', () => {
  let madang: Madang;
  let database: pg.Pool;
  let shops: TwoShops;

  beforeAll(async () => {
    madang = await startMadang('all in one', { TRUSTED_PROXIES: '1' });
    database = new pg.Pool({ connectionString: madang.databaseUrl });
    shops = await twoShops(madang.client);
  }, 120_000);
  afterAll(async () => {
    await database?.end();
    await madang?.stop();
  }, 60_000);

  it('is tried on every mutation of the API, and on every id that one takes', () => {
    expect(Object.keys(validMutations).toSorted()).toEqual(mutations.map(({ name }) => name).toSorted());
    const ids = mutations.map((mutation) => [mutation.name, idsOf(mutation)] as const).filter(([, places]) => places.length > 0);
    expect(Object.fromEntries(Object.entries(foreign).map(([name, places]) => [name, Object.keys(places)]))).toEqual(
      Object.fromEntries(ids),
    );
  });

  /** Asks all of them, from anywhere, and collects what is wrong with the answers. */
  const objections = async (cases: readonly Case[], ask: (bad: Case) => ReturnType<typeof askFromAnywhere>): Promise<string[]> => {
    const waiting = [...cases];
    const found: string[] = [];
    const work = async (): Promise<void> => {
      for (let bad = waiting.pop(); bad; bad = waiting.pop()) {
        const objection = objectionTo(await ask(bad), bad.path);
        if (objection) found.push(`${bad.path} ${bad.fault}: ${objection}`);
        await database.query(`delete from store.entries where key like 'failures:%'`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    return found;
  };

  const refused = ({ name }: { name: string }, cases: readonly Case[]): Case[] =>
    cases.filter(({ path, fault }) => !accepted[name]?.[path]?.includes(fault));

  describe.each(mutations)('to $name', (mutation) => {
    const valid = (): Promise<Call> => validMutations[mutation.name]!(shops);

    it.each<Way>(['variables', 'literals'])('as %s answers a coded error that names the field, and changes nothing', async (way) => {
      const { by, variables } = await valid();
      const before = await everythingKept(database);
      const found = await objections(refused(mutation, casesOf(mutation, variables)), (bad) =>
        askFromAnywhere(madang.url, by.token, requestOf(way, mutation, bad.variables)),
      );
      expect([...found, ...differences(before, await everythingKept(database))]).toEqual([]);
    });

    it('that names what is another owner’s answers as the specification says, and changes nothing', async () => {
      const { by, variables } = await valid();
      const before = await everythingKept(database);
      for (const [place, answer] of Object.entries(foreign[mutation.name] ?? {})) {
        if (answer === null) continue;
        const [thing, code] = answer;
        const request = requestOf('variables', mutation, withValue(variables, place, shops.other[thing]));
        const { errors } = await askFromAnywhere(madang.url, by.token, request);
        expect([place, errors?.[0]?.extensions?.code]).toEqual([place, code]);
      }
      expect(differences(before, await everythingKept(database))).toEqual([]);
    });
  });
});
