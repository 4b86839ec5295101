import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { ErrorCode } from '#schema/errors.ts';
import { mutations, operationOf } from '../api.ts';
import type { Data } from '../client.ts';
import { differences, everythingKept } from '../everything-kept.ts';
import { type Madang, startMadang } from '../madang.ts';
import { type TwoShops, twoShops } from '../two-shops.ts';
import { type Call, validMutations } from '../valid-mutations.ts';
import { accepted } from './accepted.ts';
import { askFromAnywhere, requestOf, type Way } from './ask-with.ts';
import { casesOf } from './cases.ts';

/** What the second of two equal calls answers; the order lets each first one be valid. */
const refusedTheSecondTime: [mutation: string, code: ErrorCode][] = [
  ['signUp', 'USER_001'],
  ['logOut', 'AUTH_002'],
  ['updateProfile', 'USER_005'],
  ['changePassword', 'USER_004'],
  ['chooseRecommendation', 'EVENT_005'],
  ['chooseImage', 'EVENT_005'],
  ['chooseChannels', 'EVENT_005'],
  ['schedule', 'EVENT_005'],
  ['participate', 'PART_002'],
  ['drawWinners', 'PART_003'],
  ['endEvent', 'EVENT_002'],
  ['discardDraft', 'EVENT_002'],
];

/** Mutations that answer alike however often they are called at once, by the field that shows it. */
const oneForAll: [mutation: string, field: string][] = [
  ['refreshSession', 'refreshToken'],
  ['publishEvent', 'id'],
];

/** Mutations that answer with the job that runs, and begin another one when it is done; the services' own tests hold the job while they ask. */
const oneWhileItRuns = ['requestRecommendations', 'generateImages', 'regenerateImage'];

/** Each call is a new thing, or has nothing to do. */
const independent = ['logIn', 'createEventDraft', 'retryDistribution'];

describe('Valid input', () => {
  let madang: Madang;
  let database: pg.Client;
  let shops: TwoShops;

  beforeAll(async () => {
    madang = await startMadang('all in one', { TRUSTED_PROXIES: '1' });
    database = new pg.Client({ connectionString: madang.databaseUrl });
    await database.connect();
    shops = await twoShops(madang.client);
  }, 120_000);
  afterAll(async () => {
    await database?.end();
    await madang?.stop();
  }, 60_000);

  const send = (name: string, { by, variables }: Call): Promise<{ data?: Data; errors?: Data }> => by.askRaw(operationOf(name), variables);

  it('is repeated for every mutation of the API', () => {
    const known = [...refusedTheSecondTime, ...oneForAll].map(([name]) => name);
    expect([...known, ...oneWhileItRuns, ...independent].toSorted()).toEqual(mutations.map(({ name }) => name).toSorted());
  });

  it.each(refusedTheSecondTime)('that comes again to %s answers %s and changes nothing', async (name, code) => {
    const call = await validMutations[name]!(shops);
    expect((await send(name, call)).errors).toBeUndefined();
    const before = await everythingKept(database);
    expect((await send(name, call)).errors?.[0]?.extensions?.code).toBe(code);
    expect(differences(before, await everythingKept(database))).toEqual([]);
  });

  it.each(oneWhileItRuns)('that comes five times at once to %s is refused nobody', async (name) => {
    const call = await validMutations[name]!(shops);
    const answers = await Promise.all(Array.from({ length: 5 }, () => send(name, call)));
    expect(answers.map(({ errors }) => errors?.[0])).toEqual(answers.map(() => undefined));
  });

  it.each(oneForAll)('that comes five times at once to %s gives everybody the same %s', async (name, field) => {
    const call = await validMutations[name]!(shops);
    const answers = await Promise.all(Array.from({ length: 5 }, () => send(name, call)));
    expect(answers.map(({ errors }) => errors?.[0])).toEqual(answers.map(() => undefined));
    expect(new Set(answers.map(({ data }) => data[name][field])).size).toBe(1);
  });

  describe.each(Object.keys(accepted))('of %s', (name) => {
    const mutation = mutations.find((other) => other.name === name)!;

    it.each<Way>(['variables', 'literals'])('as %s may be strange where words are free, and lack what is optional', async (way) => {
      const swapped = { ...shops, shop: shops.other, other: shops.shop };
      const wanted = Object.entries(accepted[name]!).flatMap(([path, faults]) => faults.map((fault) => ({ path, fault })));
      for (const each of wanted) {
        const { by, variables } = await validMutations[name]!(swapped);
        const found = casesOf(mutation, variables).find(({ path, fault }) => path === each.path && fault === each.fault);
        const { errors } = await askFromAnywhere(madang.url, by.token, requestOf(way, mutation, found!.variables));
        const isDrawnAlready = name === 'drawWinners' && errors?.[0]?.extensions?.code === 'PART_003';
        expect([each, isDrawnAlready ? undefined : errors]).toEqual([each, undefined]);
      }
    });
  });
});
