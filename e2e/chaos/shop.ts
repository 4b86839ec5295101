import { decodeJwt } from 'jose';
import type { Data } from '../client.ts';
import { signUpInput } from '../owner.ts';
import { follow } from './follow.ts';
import type { Answer } from './front-end.ts';
import { type Load, persist, rest } from './load.ts';
import { createSession, type Session } from './session.ts';

const SIGN_UP = 'mutation ($input: SignUpInput!) { signUp(input: $input) { user { id } } }';
const CREATE = 'mutation ($input: CreateEventDraftInput!) { createEventDraft(input: $input) { id } }';
const PLANS = 'mutation ($draftId: ID!) { requestRecommendations(draftId: $draftId) { id } }';
const PLANS_JOB = 'subscription ($id: ID!) { recommendationJob(id: $id) { status recommendations { id } } }';
const CHOOSE_PLAN =
  'mutation ($draftId: ID!, $recommendationId: ID!) { chooseRecommendation(draftId: $draftId, recommendationId: $recommendationId) { id } }';
const IMAGES = 'mutation ($input: GenerateImagesInput!) { generateImages(input: $input) { id } }';
const IMAGES_JOB = 'subscription ($id: ID!) { imageJob(id: $id) { status images { id } } }';
const CHOOSE_IMAGE = 'mutation ($draftId: ID!, $imageId: ID!) { chooseImage(draftId: $draftId, imageId: $imageId) { id } }';
const CHOOSE_CHANNELS =
  'mutation ($draftId: ID!, $channels: [Channel!]!) { chooseChannels(draftId: $draftId, channels: $channels) { id } }';
const SCHEDULE =
  'mutation ($draftId: ID!, $startsAt: DateTime!, $endsAt: DateTime!) { schedule(draftId: $draftId, startsAt: $startsAt, endsAt: $endsAt) { id } }';
const PUBLISH = 'mutation ($draftId: ID!) { publishEvent(draftId: $draftId) { id } }';
const DRAW = 'mutation ($eventId: ID!) { drawWinners(eventId: $eventId, count: 1, storeVisitBonus: true) { id winners { id } } }';
const END = 'mutation ($id: ID!) { endEvent(id: $id) { id } }';
const LOG_OUT = 'mutation { logOut }';
const DISCARD = 'mutation ($id: ID!) { discardDraft(id: $id) }';

const HOUR = 3_600_000;
const FINAL = ['SUCCEEDED', 'FAILED', 'TIMED_OUT'];

/** An owner signs up; one whose sign-up had no answer finds the address taken, and logs in. */
export const openShop = async (load: Load): Promise<Session> => {
  const input = signUpInput();
  await persist(() =>
    load.frontEnd.mutate({
      text: SIGN_UP,
      variables: { input },
      op: 'signUp',
      key: input.email,
      result: ({ signUp }) => ({ id: signUp.user.id }),
    }),
  );
  return createSession(load, input.email, input.password);
};

/** Sends an owner's mutation until it has an answer; that of an owner whose token is refused is sent again with a new one. */
const by = async (
  load: Load,
  session: Session,
  op: string,
  key: string,
  text: string,
  variables: Record<string, unknown>,
): Promise<Answer> =>
  persist(
    async () =>
      load.frontEnd.mutate({
        text,
        variables,
        token: await session.token(),
        op,
        key,
        result: (data) => ({ id: data[op]?.id, winners: data[op]?.winners?.length }),
      }),
    ['UNAUTHENTICATED'],
  );

/** Begins a draft; null when that did not succeed. */
export const beginDraft = async (load: Load, session: Session): Promise<string | null> => {
  const store = { name: `마당 ${load.next()}`, industry: 'CAFE', address: '서울특별시 마포구 월드컵로 12' };
  const input = { objective: 'NEW_CUSTOMERS', store };
  return (await by(load, session, 'createEventDraft', store.name, CREATE, { input })).data?.createEventDraft.id ?? null;
};

/** A draft from its objective to its publication, which an impatient owner asks for twice at once; null when the load ended before. */
export const publishEvent = async (load: Load, session: Session): Promise<string | null> => {
  const draftId = await beginDraft(load, session);
  if (draftId === null) return null;
  const ask = (op: string, text: string, variables: Record<string, unknown>): Promise<Answer> =>
    by(load, session, op, draftId, text, { draftId, ...variables });
  const plans = await jobDone(load, session, () => ask('requestRecommendations', PLANS, {}), PLANS_JOB);
  if (!plans) return null;
  await ask('chooseRecommendation', CHOOSE_PLAN, { recommendationId: plans.recommendations[0].id });
  const input = { draftId, styles: ['SIMPLE'], platforms: ['KAKAO'] };
  const images = await jobDone(load, session, () => by(load, session, 'generateImages', draftId, IMAGES, { input }), IMAGES_JOB);
  if (!images) return null;
  await ask('chooseImage', CHOOSE_IMAGE, { imageId: images.images[0].id });
  await ask('chooseChannels', CHOOSE_CHANNELS, { channels: ['GENIE_TV', 'SNS'] });
  const now = Date.now();
  await ask('schedule', SCHEDULE, { startsAt: new Date(now - HOUR), endsAt: new Date(now + 24 * HOUR) });
  const published = await Promise.all([ask('publishEvent', PUBLISH, {}), ask('publishEvent', PUBLISH, {})]);
  return published.some(({ data }) => data) ? draftId : null;
};

/** Follows the job that `request` begins to its success; one that failed or came too late is requested again. */
const jobDone = async (load: Load, session: Session, request: () => Promise<Answer>, text: string): Promise<Data | null> => {
  while (!load.stopping.aborted) {
    const { data } = await request();
    const job: Data = data && Object.values(data)[0];
    const job_ = job ? await finalState(load, session, job.id, text) : null;
    if (job_?.status === 'SUCCEEDED') return job_;
    await rest(load, 1_000);
  }
  return null;
};

const finalState = async (load: Load, session: Session, id: string, text: string): Promise<Data | null> => {
  const done = new AbortController();
  let last: Data | null = null;
  const onValue = (value: Data): void => {
    last = value;
    if (FINAL.includes(value.status)) done.abort();
  };
  const signal = AbortSignal.any([done.signal, load.stopping]);
  await follow({ gateway: load.frontEnd.gateway, token: session.token, text, variables: () => ({ id }), onValue }, signal);
  return last;
};

/** Draws a winner, twice at once, which closes the entries, and ends the event. Events without an entry are only ended. */
export const closeEvent = async (load: Load, session: Session, eventId: string): Promise<void> => {
  await Promise.all([1, 2].map(() => by(load, session, 'drawWinners', eventId, DRAW, { eventId })));
  await by(load, session, 'endEvent', eventId, END, { id: eventId });
};

const logOut = async (load: Load, token: string): Promise<void> => {
  const id = String(decodeJwt(token).sid);
  await load.frontEnd.mutate({ text: LOG_OUT, variables: {}, token, op: 'logOut', key: id, result: () => ({ id }) });
};

/** Owners who only look in: sign up, begin a draft, throw it away, log out. */
export const runVisitors = async (load: Load, everyMs: number): Promise<void> => {
  while (!load.stopping.aborted) {
    const session = await openShop(load);
    const draftId = await beginDraft(load, session);
    if (draftId) await by(load, session, 'discardDraft', draftId, DISCARD, { id: draftId });
    await logOut(load, await session.token());
    await rest(load, everyMs);
  }
};
