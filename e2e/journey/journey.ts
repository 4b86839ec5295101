import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeOn } from '#kit/testing/describe-on.ts';
import { eventually } from '#kit/testing/eventually.ts';
import type { Client, Data } from '../client.ts';
import { type Madang, type Mode, startMadang } from '../madang.ts';
import { type Owner, participation, signUp, signUpInput } from '../owner.ts';

const HOUR = 3_600_000;

/** Spec §2 from sign-up to the watched result, through the gateway only, in one of the two ways to run. */
export const journey = (mode: Mode): void => {
  const describeMode = mode === 'two of each on Kafka and Redis' ? describeOn('Kafka', 'Redis') : describe;
  describeMode(`The journey, ${mode}`, () => {
    let madang: Madang;
    let anyone: Client;
    let owner: Owner;
    let draftId: string;
    let plans: Data[];
    let images: Data[];
    let event: Data;

    beforeAll(async () => {
      madang = await startMadang(mode, { TRUSTED_DOCUMENTS: 'require' });
      anyone = madang.client;
    }, 240_000);
    afterAll(() => madang?.stop(), 60_000);

    it('signs an owner up once for an e-mail address and a phone', async () => {
      const input = signUpInput({ email: '  Shop@Example.com ', phone: '01012345678' });
      const { signUp: session } = await anyone.ask('sign-up', { input });
      expect(session.user.store.businessNumber).toMatch(/^\d{3}-\*\*-\*\*\*\d{2}$/);
      await expect(anyone.ask('sign-up', { input })).rejects.toMatchObject({ code: 'USER_001' });
      await expect(anyone.ask('sign-up', { input: signUpInput({ phone: '01012345678' }) })).rejects.toMatchObject({ code: 'USER_002' });
    });

    it('logs in with the right password only, and refuses the token after the log-out', async () => {
      await expect(anyone.ask('log-in', { email: 'shop@example.com', password: 'wrong password' })).rejects.toMatchObject({
        code: 'AUTH_001',
      });
      const { logIn } = await anyone.ask('log-in', { email: 'shop@example.com', password: 'correct horse battery' });
      const session = anyone.as(logIn.accessToken);
      expect((await session.ask('me')).me.store.name).toBe('마당 커피');
      expect((await session.ask('log-out')).logOut).toBe(true);
      await eventually(() => expect(session.ask('me')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' }), { within: 1_000 });
      await expect(anyone.ask('refresh-session', { refreshToken: logIn.refreshToken })).rejects.toMatchObject({ code: 'AUTH_002' });
    });

    it('pushes a recommendation job to its end, with three plans and fields of another subgraph', async () => {
      owner = await signUp(anyone);
      const store = { name: '마당 커피', industry: 'CAFE', address: '서울특별시 마포구 월드컵로 12' };
      const { createEventDraft: draft } = await owner.client.ask('create-event-draft', { input: { objective: 'NEW_CUSTOMERS', store } });
      draftId = draft.id;
      const { requestRecommendations: job } = await owner.client.ask('request-recommendations', { draftId });
      const live = owner.client.live('recommendation-job', { id: job.id });
      const done = await live.until(({ status }) => status === 'SUCCEEDED');
      await live.ended;
      expect(live.messages.map(({ version }) => version)).toEqual(live.messages.map(({ version }) => version).toSorted((a, b) => a - b));
      expect(done).toMatchObject({ progress: 100, draft: { id: draftId, owner: { store: { name: '마당 커피' } } } });
      plans = done.recommendations;
      expect(plans.map(({ tier }) => tier)).toEqual(['LOW', 'MEDIUM', 'HIGH']);
      expect(plans.every(({ source }) => source === 'rules')).toBe(true);
    });

    it('pushes nine posters one by one and serves each as a PNG', async () => {
      await owner.client.ask('choose-recommendation', { draftId, recommendationId: plans[1].id, edit: { title: '가을 원두 무료 시음회' } });
      const { generateImages: job } = await owner.client.ask('generate-images', { input: { draftId } });
      const live = owner.client.live('image-job', { id: job.id });
      const done = await live.until(({ status }) => status === 'SUCCEEDED', 120_000);
      images = done.images;
      expect(new Set(images.map(({ style, platform }) => `${style} ${platform}`)).size).toBe(9);
      expect(live.messages.some(({ images: some }) => some.length > 0 && some.length < 9)).toBe(true);
      for (const { url, width, height } of images) {
        const response = await fetch(new URL(url, anyone.url));
        expect(response.headers.get('content-type')).toBe('image/png');
        const png = Buffer.from(await response.arrayBuffer());
        expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([width, height]);
      }
    }, 180_000);

    it('publishes a complete draft once, however often it is asked', async () => {
      await expect(owner.client.ask('publish-event', { draftId })).rejects.toMatchObject({ code: 'EVENT_003' });
      await owner.client.ask('choose-image', { draftId, imageId: images[0].id });
      await owner.client.ask('choose-channels', { draftId, channels: ['URIDONGNE_TV', 'GENIE_TV', 'RINGO_BIZ', 'SNS'] });
      const [startsAt, endsAt] = [-HOUR, 24 * HOUR].map((offset) => new Date(Date.now() + offset).toISOString());
      const { schedule } = await owner.client.ask('schedule', { draftId, startsAt, endsAt });
      expect(schedule.missing).toEqual([]);
      const answers = await Promise.all(Array.from({ length: 10 }, () => owner.client.ask('publish-event', { draftId })));
      event = answers[0].publishEvent;
      expect(new Set(answers.map(({ publishEvent }) => publishEvent.id))).toEqual(new Set([draftId]));
      expect(event).toMatchObject({ status: 'OPEN', title: '가을 원두 무료 시음회', image: { id: images[0].id } });
    });

    it('pushes the distribution until every channel is done', async () => {
      const live = owner.client.live('distribution', { eventId: event.id });
      const done = await live.until(({ status }) => status === 'DONE');
      expect(done.channels.map(({ status }: Data) => status)).toEqual(['DONE', 'DONE', 'DONE', 'DONE']);
      await live.stop();
    });

    it('counts a hundred participants at once exactly, for the feed, the pulse and the dashboard', async () => {
      const pulse = anyone.live('event-pulse', { eventId: event.id });
      const feed = owner.client.live('participant-registered', { eventId: event.id, after: '0' });
      const dashboard = owner.client.live('event-dashboard', { eventId: event.id });
      await pulse.until(({ participantCount, status }) => participantCount === 0 && status === 'OPEN');
      await dashboard.until(({ totalViews }) => totalViews === 20_000);
      const entries = await Promise.all(Array.from({ length: 100 }, () => anyone.ask('participate', { input: participation(event.id) })));
      const numbers = entries.map(({ participate }) => participate.entryNumber).toSorted((a, b) => a - b);
      expect(numbers).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
      await pulse.until(({ participantCount }) => participantCount === 100);
      await feed.until(() => feed.messages.length === 100);
      expect(feed.messages.map(({ node }) => node.entryNumber)).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
      const board = await dashboard.until(({ participants }) => participants === 100);
      expect(board).toMatchObject({ conversionRate: '0.50', event: { title: '가을 원두 무료 시음회' } });
      expect(Math.max(...dashboard.messages.map(({ participants }) => participants))).toBe(100);
      await Promise.all([pulse.stop(), feed.stop(), dashboard.stop()]);
    }, 60_000);

    it('takes a phone number once', async () => {
      const input = participation(event.id, { name: '한번만', phone: '01055556666' });
      await anyone.ask('participate', { input });
      await expect(anyone.ask('participate', { input })).rejects.toMatchObject({ code: 'PART_002' });
      const { event: found } = await owner.client.ask('participants', { eventId: event.id, search: '한번' });
      expect(found.participants.edges.map(({ node }: Data) => node)).toMatchObject([
        { name: '한번만', phone: '01055556666', entryNumber: 101 },
      ]);
    });

    it('draws once, for everybody to verify, and closes the entries', async () => {
      const before = await anyone.ask('event-page', { id: event.id });
      const { drawWinners: draw } = await owner.client.ask('draw-winners', { eventId: event.id, count: 3, storeVisitBonus: true });
      expect(draw.commitment).toBe(before.event.drawCommitment);
      expect(draw.winners).toHaveLength(3);
      const lines = (await (await fetch(new URL(draw.entries, anyone.url))).text()).trim().split('\n');
      expect(lines.filter((line) => /^\d+\s\d+$/.test(line.replace(/[,\t]/, ' ')))).toHaveLength(101);
      await expect(owner.client.ask('draw-winners', { eventId: event.id, count: 1 })).rejects.toMatchObject({ code: 'PART_003' });
      await expect(anyone.ask('participate', { input: participation(event.id) })).rejects.toMatchObject({ code: 'PART_003' });
      const masked = await anyone.ask('event-page', { id: event.id });
      expect(masked.event.draw.winners.every(({ name }: Data) => name.includes('*'))).toBe(true);
    });

    it('answers the figures of an event and of its owner in federated queries', async () => {
      const { event: found } = await owner.client.ask('event-analytics', { id: event.id });
      expect(found.analytics).toMatchObject({ participants: 101, totalViews: 20_000 });
      expect(found.analytics.channels).toHaveLength(4);
      expect(found.analytics.timeline.reduce((sum: number, { participants }: Data) => sum + participants, 0)).toBe(101);
      const { me } = await owner.client.ask('user-analytics');
      expect(me.analytics).toMatchObject({ events: 1, participants: 101, roiDetails: [{ event: { title: '가을 원두 무료 시음회' } }] });
      const board = owner.client.live('user-dashboard');
      await board.until(({ participants }) => participants === 101);
      await board.stop();
    });

    it('keeps the owner’s part from strangers and leaves the rest', async () => {
      const stranger = await signUp(anyone);
      const { data, errors } = await stranger.client.askRaw('event-analytics', { id: event.id });
      expect(data.event).toMatchObject({ title: '가을 원두 무료 시음회', estimatedCost: null, analytics: null });
      expect(new Set(errors?.map(({ extensions }) => extensions?.code))).toEqual(new Set(['FORBIDDEN']));
      await expect(stranger.client.ask('event-draft', { id: draftId })).rejects.toMatchObject({ code: 'EVENT_001' });
    });

    it('logs no password, token, phone number or e-mail address', () => {
      const logs = madang.logs();
      for (const secret of ['correct horse', 'eyJ', '01012345678', '01055556666', 'shop@example.com']) expect(logs).not.toContain(secret);
    });
  });
};
