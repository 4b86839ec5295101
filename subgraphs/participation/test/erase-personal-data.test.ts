import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '#kit/testing/eventually.ts';
import { erasePersonalData } from '../erase-personal-data.ts';
import { participantsCsv } from '../participants-csv.ts';
import { publishedEntries } from '../published-entries.ts';
import { phoneOf, startParticipation } from './participation-service.ts';

const DAY_MS = 86_400_000;

let madang: Awaited<ReturnType<typeof startParticipation>>;
beforeAll(async () => {
  madang = await startParticipation({ PERSONAL_DATA_DAYS: '30' });
});
afterAll(() => madang?.close());

const eraseAfter = (days: number) => erasePersonalData.run({ ...madang.context, now: () => new Date(Date.now() + days * DAY_MS) });
const ended = ({ eventId }: { eventId: string }) =>
  eventually(async () => (await madang.count('select count(*) from events where id = $1 and ended_at is not null', [eventId])) === 1);
const csvOf = async (eventId: string): Promise<string> => (await Array.fromAsync(participantsCsv(madang.context, eventId))).join('');

const entriesOf = async (eventId: string): Promise<string> =>
  (await Array.fromAsync((await publishedEntries(madang.context, eventId)) ?? [])).join('');

describe('personal data', () => {
  it('is erased a set time after the event’s end; counts, the list and the draw’s verification stay', async () => {
    const event = await madang.event();
    const { eventId, ownerId } = event;
    for (let customer = 0; customer < 5; customer++) await madang.enter(eventId, { name: `김손님${customer}`, phone: phoneOf(customer) });
    await madang.draw(eventId, 2, ownerId);
    await madang.end(event);
    await ended(event);
    const before = (await madang.see(eventId, ownerId)).event;
    const entries = await entriesOf(eventId);

    await eraseAfter(29);
    expect((await madang.see(eventId, ownerId)).event).toMatchObject({ participants: before.participants });

    await eraseAfter(31);
    const after = (await madang.see(eventId, ownerId)).event;
    const erased = ({ node, ...edge }: { node: object }) => ({ ...edge, node: { ...node, name: '*', phone: '***-****-****' } });
    expect(after.participants.edges).toEqual(before.participants.edges.map(erased));
    expect(after).toMatchObject({ participantCount: 5, drawCommitment: before.drawCommitment, draw: { seed: before.draw.seed } });
    expect(await entriesOf(eventId)).toBe(entries);
    expect(await csvOf(eventId)).not.toMatch(/김손님|010-/);
    for (const search of ['김손님', phoneOf(1), phoneOf(1).slice(-4)])
      expect((await madang.see(eventId, ownerId, { search })).event.participants.edges).toEqual([]);
  });

  it('leaves nothing in the database by which a participant could be found again', async () => {
    const event = await madang.event();
    await madang.enter(event.eventId, { name: '박하늘', phone: '01098761234' });
    await madang.end(event);
    await ended(event);
    await eraseAfter(31);
    const rows = await madang.context.database.sql('select * from participants where event_id = $1', [event.eventId]);
    expect(rows).toMatchObject([
      {
        name: '',
        sealed_phone: null,
        phone_hash: null,
        last_four_hash: null,
        entry_number: 1,
        channel: 'SNS',
        personal_info_consent_at: expect.anything(),
      },
    ]);
  });

  it('of an event that goes on, or ended a short while ago, stays; a second run changes nothing', async () => {
    const event = await madang.event({ endsAt: new Date(Date.now() + 20 * DAY_MS).toISOString() });
    await madang.enter(event.eventId, { phone: phoneOf(77) });
    await eraseAfter(31);
    await eraseAfter(49);
    const phones = async () =>
      (await madang.see(event.eventId, event.ownerId)).event.participants.edges.map(({ node }: { node: { phone: string } }) => node.phone);
    expect(await phones()).toEqual([phoneOf(77)]);
    await eraseAfter(51);
    expect(await phones()).toEqual(['***-****-****']);
    await eraseAfter(52);
    expect(await phones()).toEqual(['***-****-****']);
  });

  it('of many participants is erased in batches', async () => {
    const event = await madang.event();
    await madang.context.database.sql(
      `insert into participants (id, event_id, entry_number, name, sealed_phone, phone_hash, last_four_hash, channel, store_visit, registered_at, consent_version, personal_info_consent_at)
       select gen_random_uuid(), $1::uuid, n, '이름', 'x.x.x.x', n::text, n::text, 'SNS', false, now(), '1', now() from generate_series(1, 2500) n`,
      [event.eventId],
    );
    await madang.end(event);
    await ended(event);
    await eraseAfter(31);
    expect(await madang.count('select count(*) from participants where event_id = $1 and erased_at is null', [event.eventId])).toBe(0);
  });
});
