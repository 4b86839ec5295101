import { randomBytes } from 'node:crypto';
import { afterAll, describe, expect, it } from '@jest/globals';
import { createFieldEncryption, encryptionKeys } from '#kit/encryption.ts';
import { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { startTestService } from '#kit/testing/test-service.ts';
import { openPhone as openParticipantsPhone } from '#subgraphs/participation/phone.ts';
import { phoneOf, startParticipation } from '#subgraphs/participation/test/participation-service.ts';
import { service as user } from '#subgraphs/user/main.ts';
import { openBusinessNumber, openPhone } from '#subgraphs/user/sealed-fields.ts';
import { newOwner, SIGN_UP, UPDATE } from '#subgraphs/user/test/operations.ts';
import { UserEntity } from '#subgraphs/user/user.entity.ts';
import { rotateKeys } from './rotate-keys.ts';

const key = (id: string): string => `${id}:${randomBytes(32).toString('base64')}`;
const [old, fresh] = [key('old'), key('fresh')];
const keys = encryptionKeys.parse(`${fresh},${old}`);
const onlyFresh = encryptionKeys.parse(fresh);

const cleanups = createCleanupStack();
afterAll(cleanups.run);

const startOwners = async (encryption: string) => {
  const service = await startTestService(user, { ENCRYPTION_KEYS: encryption });
  cleanups.add(service.close);
  /** A busy machine hashes fewer passwords at once and says so: then again. */
  const signUp = () =>
    eventually(
      async () => {
        const input = newOwner();
        const { data, errors } = await service.ask(SIGN_UP, { input });
        expect(errors).toBeUndefined();
        return { id: data?.signUp.user.id as string, input };
      },
      { within: 20_000 },
    );
  return { ...service, signUp };
};

/** The ids of the keys in use. */
const keyIds = (sql: <Row>(statement: string) => Promise<Row[]>, table: string, column: string): Promise<{ id: string }[]> =>
  sql<{ id: string }>(`select distinct split_part(${column}, '.', 1) as id from ${table} order by 1`);

describe('npm run keys:rotate', () => {
  it('encrypts all that owners keep secret under the newest key, beside sign-ups and edits, and goes on where it was cut off', async () => {
    const owners = await startOwners(`${old},${fresh}`);
    const signedUp = await Promise.all(Array.from({ length: 12 }, owners.signUp));
    const running = await owners.replica();
    const { sql } = running.context.database;
    let batches = 0;
    const cutOff = rotateKeys(owners.databaseUrl, keys, {
      batch: 5,
      onBatch: () => {
        batches += 1;
        if (batches === 2) throw new Error('killed');
      },
    });
    await expect(cutOff).rejects.toThrow('killed');
    expect(await keyIds(sql, 'users', 'phone_encrypted')).toEqual([{ id: 'fresh' }, { id: 'old' }]);
    const edits = signedUp
      .slice(0, 6)
      .map(({ id }, place) => owners.ask(UPDATE, { input: { version: 1, phone: `0101111000${place}` } }, id));
    const [rotated] = await Promise.all([
      rotateKeys(owners.databaseUrl, keys, { batch: 5 }),
      ...edits,
      ...Array.from({ length: 2 }, owners.signUp),
    ]);
    expect(rotated.map(({ column, unreadable }) => [column, unreadable])).toEqual([
      ['user.users.phone_encrypted', 0],
      ['user.users.business_number_encrypted', 0],
      ['user.sessions.secret_encrypted', 0],
    ]);
    for (const edit of edits) expect((await edit).errors).toBeUndefined();
    await rotateKeys(owners.databaseUrl, keys);
    for (const [table, column] of [
      ['users', 'phone_encrypted'],
      ['users', 'business_number_encrypted'],
      ['sessions', 'secret_encrypted'],
    ] as const)
      expect(await keyIds(sql, table, column)).toEqual([{ id: 'fresh' }]);
    expect((await rotateKeys(owners.databaseUrl, keys)).map(({ changed }) => changed)).toEqual([0, 0, 0]);
    const withFreshKeyOnly = { config: owners.context.config, encryption: createFieldEncryption(onlyFresh) };
    for (const [place, { id, input }] of signedUp.entries()) {
      const kept = await running.context.database.em().findOneOrFail(UserEntity, { id });
      expect(openPhone(withFreshKeyOnly, kept)).toBe(place < 6 ? `0101111000${place}` : input.phone);
      expect(openBusinessNumber(withFreshKeyOnly, kept)).toBe(input.store.businessNumber);
    }
  });

  it('encrypts participants’ phones and the seeds of draws, which stay as they were', async () => {
    const participation = await startParticipation({ ENCRYPTION_KEYS: old });
    cleanups.add(participation.close);
    const { eventId, ownerId } = await participation.event();
    for (let customer = 0; customer < 7; customer++) await participation.enter(eventId, { phone: phoneOf(customer) });
    const before = await participation.see(eventId, ownerId);
    expect((await rotateKeys(participation.databaseUrl, keys, { batch: 3 })).map(({ column, changed }) => [column, changed])).toEqual([
      ['participation.participants.sealed_phone', 7],
      ['participation.events.sealed_seed', 1],
    ]);
    const { sql } = participation.context.database;
    const encryption = createFieldEncryption(onlyFresh);
    const sealed = await sql<{ phone: string }>('select sealed_phone as phone from participants order by entry_number');
    expect(sealed.map(({ phone }) => openParticipantsPhone(encryption, phone))).toEqual(Array.from({ length: 7 }, (_, n) => phoneOf(n)));
    const bothKeys = await startParticipation({ ENCRYPTION_KEYS: `${fresh},${old}`, DATABASE_URL: participation.databaseUrl });
    cleanups.add(bothKeys.close);
    const after = await bothKeys.see(eventId, ownerId);
    expect(after.event.drawCommitment).toBe(before.event.drawCommitment);
  });

  it('says what it cannot read, and leaves it', async () => {
    const owners = await startOwners(old);
    await owners.signUp();
    const rotated = await rotateKeys(owners.databaseUrl, encryptionKeys.parse(`${fresh},${key('another')}`));
    expect(rotated.map(({ changed, unreadable }) => [changed, unreadable])).toEqual([
      [0, 1],
      [0, 1],
      [0, 1],
    ]);
  });
});
