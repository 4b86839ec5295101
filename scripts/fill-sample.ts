import { setTimeout as pause } from 'node:timers/promises';
import { AnswerError, type Client, type Data } from '#e2e/client.ts';
import { completeDraft, type Owner, participation } from '#e2e/owner.ts';
import { Channel } from '#schema/enums.ts';
import { PARTICIPANTS_PER_SECOND } from './sample-environment.ts';
import { type SampleEvent, sampleEvents } from './sample-events.ts';

/** What an event came to, as its owner's dashboard shows it. */
export type Filled = { id: string; title: string; dashboard: Data };

const DAY = 86_400_000;
const PATIENCE_MS = 120_000;

/**
 * Makes the sample's events and their participants through the graph, as a front end would. What is there already stays: an event is found
 * again by its title, a participant by the phone number.
 */
export const fillSample = async (owner: Owner, report: (line: string) => void): Promise<Filled[]> => {
  const filled: Filled[] = [];
  for (const [index, sample] of sampleEvents.entries()) {
    const event = (await findEvent(owner.client, sample)) ?? (await publishEvent(owner, sample));
    report(`${sample.title}: ${event.status === 'OPEN' ? `${sample.participants} participants` : 'is over'}`);
    if (event.status === 'OPEN' && event.participantCount < sample.participants)
      await takePart(owner.client.as(null), event.id, sample, index);
    filled.push({ id: event.id, title: sample.title, dashboard: await settled(owner.client, event.id) });
  }
  return filled;
};

const findEvent = async (client: Client, { title }: SampleEvent): Promise<Data | null> => {
  const { myEvents } = await client.ask('my-events', { search: title });
  return myEvents.edges.map(({ node }: Data) => node).find((event: Data) => event.title === title) ?? null;
};

const publishEvent = async (owner: Owner, { title, targetRoi }: SampleEvent): Promise<Data> => {
  const draftId = await completeDraft(owner, {
    edit: { title, targetRoi },
    channels: [...Channel.options],
    endsAt: new Date(Date.now() + 30 * DAY),
  });
  const { publishEvent: event } = await owner.client.ask('publish-event', { draftId });
  const pulse = owner.client.live('event-pulse', { eventId: event.id });
  await pulse.until(({ status }) => status === 'OPEN');
  await pulse.stop();
  return { ...event, participantCount: 0 };
};

const FAMILY_NAMES = ['김', '이', '박', '최', '정', '강', '조', '윤'];
const GIVEN_NAMES = ['민준', '서연', '도윤', '지우', '하준', '서현', '주원', '수아', '지호'];
const BATCH = 10;

/** Ten at a time, at a bounded rate. */
const takePart = async (client: Client, eventId: string, { participants }: SampleEvent, eventIndex: number): Promise<void> => {
  for (let from = 0; from < participants; from += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, participants - from) }, (_, offset) => participant(eventIndex, from + offset));
    await Promise.all([
      ...batch.map((one) => enter(client, participation(eventId, one))),
      pause((BATCH / PARTICIPANTS_PER_SECOND) * 1_000),
    ]);
  }
};

const participant = (eventIndex: number, index: number): Data => ({
  name: `${FAMILY_NAMES[index % FAMILY_NAMES.length]}${GIVEN_NAMES[index % GIVEN_NAMES.length]}`,
  phone: `010${eventIndex + 1}${String(index).padStart(7, '0')}`,
  channel: Channel.options[index % Channel.options.length],
  storeVisit: index % 3 === 0,
  consentMarketing: index % 2 === 0,
});

/** A customer who already takes part (`PART_002`) stays as they are; the address's limit is waited for. */
const enter = async (client: Client, input: Data): Promise<void> => {
  for (;;) {
    const refused = await client.ask('participate', { input }).then(
      () => null,
      (error: unknown) => error,
    );
    if (refused === null || (refused instanceof AnswerError && refused.code === 'PART_002')) return;
    if (!(refused instanceof AnswerError) || refused.code !== 'RATE_LIMITED') throw refused;
    await pause((refused.errors[0]?.extensions?.retryAfter ?? 1) * 1_000);
  }
};

/** The dashboard once it shows every channel and every participant. */
const settled = async (client: Client, eventId: string): Promise<Data> => {
  const { event } = await client.ask('event-page', { id: eventId });
  const live = client.live('event-dashboard', { eventId });
  const isWhole = ({ participants, channels }: Data): boolean =>
    participants >= event.participantCount && channels.filter(({ impressions }: Data) => impressions > 0).length === Channel.options.length;
  const dashboard = await live.until(isWhole, PATIENCE_MS);
  await live.stop();
  return dashboard;
};
