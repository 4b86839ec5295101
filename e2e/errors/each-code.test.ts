import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { readConfig } from '#gateway/config.ts';
import { serveGateway } from '#gateway/main.ts';
import { openAdapters } from '#kit/adapters.ts';
import { createLog } from '#kit/log.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { type ErrorCode, errorMessages, type Language } from '#schema/errors.ts';
import type { Data } from '../client.ts';
import { type Madang, startMadang } from '../madang.ts';
import { participation, phone, signUp, signUpInput } from '../owner.ts';
import { type TwoShops, twoShops } from '../two-shops.ts';
import { type Answer, askIn } from './ask-in.ts';

type Ask = (language: Language) => Promise<Answer>;
type Told = { code?: string; message?: string; field?: string; retryAfter?: number; traceId?: string };

const JOB_ERRORS = /* GraphQL */ `
  query JobErrors($id: ID!) {
    eventDraft(id: $id) { recommendationJob { error { code message } } imageJob { error { code message } } }
  }
`;

describe('Each code of the catalogue', () => {
  let madang: Madang;
  let database: pg.Client;
  let shops: TwoShops;
  const reached = new Map<ErrorCode, unknown>();

  beforeAll(async () => {
    madang = await startMadang('all in one');
    database = new pg.Client({ connectionString: madang.databaseUrl });
    await database.connect();
    shops = await twoShops(madang.client);
  }, 120_000);
  afterAll(async () => {
    await database?.end();
    await madang?.stop();
  }, 60_000);

  const asking =
    (
      operation: string,
      variables: () => Record<string, unknown> | Promise<Record<string, unknown>>,
      token: () => string | null = () => null,
    ): Ask =>
    async (language) =>
      askIn(language, madang.url, operation, await variables(), token());
  const shopToken = () => shops.shop.owner.client.token;
  const told = ({ errors }: Answer): Told => ({ message: errors?.[0]?.message, ...errors?.[0]?.extensions });

  /** Both answers have the code; each message is in its language. */
  const reaches = (code: ErrorCode, english: Told, korean: Told): void => {
    expect([english.code, korean.code]).toEqual([code, code]);
    expect(english.message).not.toMatch(/\p{Script=Hangul}/u);
    expect(korean.message).toMatch(/\p{Script=Hangul}/u);
    reached.set(code, english);
  };
  const inBoth = async (ask: Ask): Promise<[Told, Told]> => [told(await ask('en')), told(await ask('ko'))];

  /** A draft that lacks everything. */
  const newDraft = async (): Promise<string> => {
    const store = { name: '마당 커피', industry: 'CAFE', address: '서울특별시 마포구' };
    const { createEventDraft } = await shops.shop.owner.client.ask('create-event-draft', { input: { objective: 'SALES', store } });
    return createEventDraft.id;
  };
  const entry = (eventId: string, changes: Data = {}) => ({ input: participation(eventId, changes) });
  const anId = randomUUID();

  const refusals: [ErrorCode, Ask][] = [
    ['BAD_USER_INPUT', asking('query ($phone: String!) { phoneAvailable(phone: $phone) }', () => ({ phone: '010-1' }))],
    ['UNAUTHENTICATED', asking('me', () => ({}))],
    [
      'FORBIDDEN',
      asking(
        'drawWinners',
        () => ({ eventId: shops.shop.eventId, count: 1 }),
        () => shops.other.owner.client.token,
      ),
    ],
    ['AUTH_001', asking('logIn', () => ({ email: shops.shop.owner.email, password: 'not this one' }))],
    ['AUTH_002', asking('refreshSession', () => ({ refreshToken: 'spent' }))],
    ['USER_001', asking('signUp', () => ({ input: signUpInput({ email: shops.shop.owner.email }) }))],
    [
      'USER_002',
      asking('signUp', async () => ({ input: signUpInput({ phone: (await shops.shop.owner.client.ask('{ me { phone } }')).me.phone }) })),
    ],
    ['USER_004', asking('changePassword', () => ({ currentPassword: 'not this one', newPassword: 'a longer battery' }), shopToken)],
    ['USER_005', asking('updateProfile', () => ({ input: { version: 999, name: '박마당' } }), shopToken)],
    ['EVENT_001', asking('eventDraft', () => ({ id: anId }), shopToken)],
    ['EVENT_002', asking('discardDraft', () => ({ id: shops.shop.eventId }), shopToken)],
    ['EVENT_003', asking('publishEvent', async () => ({ draftId: await newDraft() }), shopToken)],
    ['EVENT_004', asking('chooseRecommendation', () => ({ draftId: shops.shop.draftId, recommendationId: anId }), shopToken)],
    ['EVENT_005', asking('chooseChannels', () => ({ draftId: shops.shop.draftId, channels: ['SNS'], version: 999 }), shopToken)],
    ['CONTENT_003', asking('generateImages', async () => ({ input: { draftId: await newDraft() } }), shopToken)],
    ['DIST_002', asking('retryDistribution', () => ({ eventId: shops.shop.eventId, channel: 'RINGO_BIZ' }), shopToken)],
    ['PART_002', asking('participate', () => entry(shops.shop.eventId, { phone: shops.shop.customerPhone }))],
    ['PART_004', asking('drawWinners', () => ({ eventId: shops.shop.eventId, count: 1_000 }), shopToken)],
    ['PART_005', asking('participate', () => entry(anId))],
  ];

  it.each(refusals)('%s is reached, in both languages', async (code, ask) => {
    reaches(code, ...(await inBoth(ask)));
  });

  it('RATE_LIMITED is reached after five failures to log in, with retryAfter', async () => {
    const logIn = asking('logIn', () => ({ email: 'nobody@example.com', password: 'not this one' }));
    for (let failures = 0; failures < 5; failures++) await logIn('en');
    const [english, korean] = await inBoth(logIn);
    reaches('RATE_LIMITED', english, korean);
    expect(english.retryAfter).toBeGreaterThan(0);
  });

  it('USER_003 is reached with the token of an account that is gone', async () => {
    const { client, id } = await signUp(madang.client);
    await database.query('delete from "user".sessions where user_id = $1', [id]);
    await database.query('delete from "user".users where id = $1', [id]);
    reaches(
      'USER_003',
      ...(await inBoth(
        asking(
          'me',
          () => ({}),
          () => client.token,
        ),
      )),
    );
  });

  it('DIST_001 is reached once a channel is done', async () => {
    const retry = asking('retryDistribution', () => ({ eventId: shops.shop.eventId, channel: 'SNS' }), shopToken);
    await eventually(async () => reaches('DIST_001', ...(await inBoth(retry))));
  });

  it('PART_001 is reached when the event has ended', async () => {
    await shops.other.owner.client.ask('end-event', { id: shops.other.eventId });
    await eventually(async () => reaches('PART_001', ...(await inBoth(asking('participate', () => entry(shops.other.eventId))))));
  });

  it('PART_003 is reached after the draw', async () => {
    await shops.shop.owner.client.ask('draw-winners', { eventId: shops.shop.eventId, count: 1 });
    reaches('PART_003', ...(await inBoth(asking('participate', () => entry(shops.shop.eventId, { phone: phone() })))));
  });

  /** Puts the draft's jobs into a state that only a failing provider would. */
  const setJobs = (change: Data): Promise<unknown> =>
    database.query('update store.entries set value = (value::jsonb || $1::jsonb)::text where key = any($2)', [
      JSON.stringify(change),
      [`job:${shops.shop.recommendationJobId}`, `job:${shops.shop.imageJobId}`],
    ]);
  const jobErrors = async (language: Language): Promise<[Told, Told]> => {
    const { data } = await asking(JOB_ERRORS, () => ({ id: shops.shop.draftId }), shopToken)(language);
    return [data.eventDraft.recommendationJob.error, data.eventDraft.imageJob.error];
  };

  it('AI_002 and CONTENT_002 are reached by jobs whose time is up', async () => {
    await setJobs({ status: 'RUNNING', finishedAt: null, deadline: new Date(Date.now() - 1_000).toISOString() });
    const [english, korean] = [await jobErrors('en'), await jobErrors('ko')];
    reaches('AI_002', english[0], korean[0]);
    reaches('CONTENT_002', english[1], korean[1]);
  });

  it.each(['AI_001', 'CONTENT_001'] as const)('%s is reached by a job that failed', async (code) => {
    const error = { code, message: errorMessages[code].en };
    await setJobs({ status: 'FAILED', error, finishedAt: new Date().toISOString() });
    const place = code === 'AI_001' ? 0 : 1;
    reaches(code, (await jobErrors('en'))[place], (await jobErrors('ko'))[place]);
  });

  it('INTERNAL_SERVER_ERROR is reached by an unknown failure, with a trace id and nothing of the failure', async () => {
    await database.query('alter table "user".users rename to away');
    const available = asking('query ($email: String!) { emailAvailable(email: $email) }', () => ({ email: 'a@example.com' }));
    const [english, korean] = await inBoth(available).finally(() => database.query('alter table "user".away rename to users'));
    reaches('INTERNAL_SERVER_ERROR', english, korean);
    expect(english.traceId).toEqual(expect.any(String));
    expect(JSON.stringify([english, korean])).not.toMatch(/relation|users|select/);
  });

  it('SERVICE_UNAVAILABLE is reached when a part of the service is away', async () => {
    const away = 'http://127.0.0.1:9/graphql';
    const config = readConfig({
      NODE_ENV: 'test',
      LOG_LEVEL: 'silent',
      DATA_DIR: process.env.TEST_DATA_DIR,
      DATABASE_URL: madang.databaseUrl,
      PORT: '0',
      USER_URL: away,
    });
    const adapters = await openAdapters(config, createLog('silent', 'gateway'));
    const gateway = await serveGateway(config, adapters);
    const ask: Ask = (language) => askIn(language, gateway.url, '{ emailAvailable(email: "a@example.com") }');
    const answers = await inBoth(ask).finally(async () => {
      await gateway.close();
      await adapters.close();
    });
    reaches('SERVICE_UNAVAILABLE', ...answers);
  });

  it('has been reached', () => {
    expect([...reached.keys()].toSorted()).toEqual(Object.keys(errorMessages).toSorted());
  });
});
