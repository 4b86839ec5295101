import { parseArgs } from 'node:util';
import { AnswerError, type Client, connect, type Data, type LiveStream } from '#e2e/client.ts';
import { participation, signUp } from '#e2e/owner.ts';

const readOptions = (): { url: string } => {
  const here = process.env.MADANG_URL ?? `http://127.0.0.1:${process.env.PORT || 4000}`;
  try {
    return parseArgs({ options: { url: { type: 'string', default: here } } }).values;
  } catch {
    process.stderr.write('Usage: npm run demo [-- --url {gateway URL}]\n');
    process.exit(2);
  }
};

const { url } = readOptions();
const started = Date.now();
const HOUR = 3_600_000;

const line = (mark: string, text: string): void => {
  process.stdout.write(`${((Date.now() - started) / 1000).toFixed(2).padStart(6)} s ${mark} ${text}\n`);
};
const step = (text: string): void => line('▶', text);
const won = (amount: string): string => `₩${Math.round(Number(amount)).toLocaleString('ko-KR')}`;
const bar = (percent: number): string => `${'█'.repeat(Math.round(percent / 5)).padEnd(20, '░')} ${String(percent).padStart(3)} %`;

/** Prints each push of a stream as it comes. */
const watch = (client: Client, operation: string, variables: Data, show: (value: Data) => string): LiveStream => {
  const stream = client.live(operation, variables);
  let shown = 0;
  void stream
    .until(() => {
      const value = stream.messages[shown++];
      if (value) line('⇠', show(value));
      return false;
    }, HOUR)
    .catch(() => {});
  return stream;
};

const planEvent = async (client: Client): Promise<string> => {
  step('an objective: new customers');
  const { me } = await client.ask('me');
  const { name, industry, address } = me.store;
  const { createEventDraft: draft } = await client.ask('create-event-draft', {
    input: { objective: 'NEW_CUSTOMERS', store: { name, industry, address } },
  });
  const { requestRecommendations: job } = await client.ask('request-recommendations', { draftId: draft.id });
  const live = watch(client, 'recommendation-job', { id: job.id }, ({ status, progress }) => `plans    ${bar(progress)} ${status}`);
  const { recommendations } = await live.until(({ status }) => status === 'SUCCEEDED');
  await live.stop();
  for (const plan of recommendations)
    line(' ', `${plan.tier.padEnd(6)} ${plan.title} · ${plan.prize} · ${won(plan.estimatedCost)} · ROI ${plan.estimatedRoi} %`);
  await client.ask('choose-recommendation', { draftId: draft.id, recommendationId: recommendations[1].id });
  return draft.id;
};

const makePosters = async (client: Client, draftId: string): Promise<string> => {
  step('nine posters for the chosen plan');
  const { generateImages: job } = await client.ask('generate-images', { input: { draftId } });
  const live = watch(
    client,
    'image-job',
    { id: job.id },
    ({ status, progress, images }) => `posters  ${bar(progress)} ${status} ${images.length} of 9`,
  );
  const { images } = await live.until(({ status }) => status === 'SUCCEEDED', 300_000);
  await live.stop();
  for (const { style, platform, url } of images) line(' ', `${style.padEnd(6)} ${platform.padEnd(9)} ${new URL(url, client.url)}`);
  return images[0].id;
};

const publish = async (client: Client, draftId: string, imageId: string): Promise<Data> => {
  step('approved: the event goes out');
  await client.ask('choose-image', { draftId, imageId });
  await client.ask('choose-channels', { draftId, channels: ['URIDONGNE_TV', 'GENIE_TV', 'RINGO_BIZ', 'SNS'] });
  const [startsAt, endsAt] = [-HOUR, 72 * HOUR].map((offset) => new Date(Date.now() + offset).toISOString());
  await client.ask('schedule', { draftId, startsAt, endsAt });
  const { publishEvent: event } = await client.ask('publish-event', { draftId });
  const live = watch(
    client,
    'distribution',
    { eventId: event.id },
    ({ status, channels }) => `channels ${channels.map((each: Data) => `${each.channel} ${each.status}`).join(', ')} → ${status}`,
  );
  await live.until(({ status }) => status === 'DONE');
  await live.stop();
  return event;
};

const takePart = async (client: Client, event: Data): Promise<void> => {
  step('sixty customers take part, the owner watches');
  const anyone = client.as(null);
  const pulse = watch(anyone, 'event-pulse', { eventId: event.id }, ({ participantCount }) => `pulse    ${participantCount} taking part`);
  const board = watch(
    client,
    'event-dashboard',
    { eventId: event.id },
    ({ participants, conversionRate, revenue, roi }) =>
      `board    ${participants} participants · ${conversionRate} % · ${won(revenue)} · ROI ${roi} %`,
  );
  await pulse.until(() => true);
  for (let round = 0; round < 6; round++) {
    await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        anyone.ask('participate', { input: participation(event.id, { storeVisit: index % 3 === 0 }) }),
      ),
    );
  }
  await board.until(({ participants }) => participants === 60);
  await Promise.all([pulse.stop(), board.stop()]);
  const { drawWinners: draw } = await client.ask('draw-winners', { eventId: event.id, count: 3, storeVisitBonus: true });
  step(
    `three winners, verifiable: ${draw.winners.map(({ entryNumber }: Data) => `№ ${entryNumber}`).join(', ')} · commitment ${draw.commitment.slice(0, 16)}… · ${new URL(draw.entries, client.url)}`,
  );
};

try {
  step(`a new shop signs up at ${url}`);
  const { client } = await signUp(connect(url.replace(/\/$/, '')));
  const draftId = await planEvent(client);
  const imageId = await makePosters(client, draftId);
  const event = await publish(client, draftId, imageId);
  await takePart(client, event);
  step(`done: event ${event.id}`);
} catch (error) {
  const reason =
    error instanceof AnswerError
      ? error.message
      : `Madang does not answer at ${url}. Start it with npm start, or name another with --url. (${(error as Error).message})`;
  process.stderr.write(`${reason}\n`);
  process.exitCode = 1;
}
