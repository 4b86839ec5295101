import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readDocument } from '#kit/store/document.ts';
import { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { RevokedSessionDocument } from '#schema/store/revoked-session.ts';
import { CHANGE_PASSWORD, LOG_IN, logIn, ME, newOwner, PASSWORD, REFRESH, signUp, UPDATE, USER_REFERENCE } from './operations.ts';
import { refusal, startUser, type UserService } from './start-user.ts';

const cleanups = createCleanupStack();
let user: UserService;

beforeAll(async () => {
  user = await startUser(cleanups);
});
afterAll(cleanups.run);

type Signed = Awaited<ReturnType<typeof signUp>>;
const update = ({ session }: Signed, input: object) => user.askAs(session, UPDATE, { input });
const removed = async (): Promise<Signed> => {
  const signed = await signUp(user);
  await user.context.database.sql('delete from users where id = $1', [signed.session.user.id]);
  return signed;
};

describe('updateProfile', () => {
  it('changes what the input names and counts the version up', async () => {
    const owner = await signUp(user);
    const store = { name: '새 가게', industry: 'BEAUTY', address: '부산 해운대구 1', businessNumber: '2208162517' };
    const { data } = await update(owner, { version: 1, name: '이사장', store, email: null });
    expect(data?.updateProfile).toEqual({
      ...owner.session.user,
      name: '이사장',
      version: 2,
      store: { ...store, businessHours: null, businessNumber: '220-**-***17' },
    });
    expect((await user.askAs(owner.session, ME)).data?.me).toEqual(data?.updateProfile);
  });

  it('takes an input that names nothing for no edit', async () => {
    const { data } = await update(await signUp(user), { version: 1 });
    expect(data?.updateProfile.version).toBe(1);
  });

  it('lets one of ten edits at once of one version win, the others get USER_005', async () => {
    const owner = await signUp(user);
    const answers = await Promise.all(Array.from({ length: 10 }, (_, i) => update(owner, { version: 1, name: `이름 ${i}` })));
    const winners = answers.filter(({ data }) => data);
    expect(winners).toHaveLength(1);
    expect(answers.flatMap((answer) => (answer.data ? [] : [refusal(answer)]))).toEqual(Array(9).fill({ code: 'USER_005' }));
    expect((await user.askAs(owner.session, ME)).data?.me).toEqual(winners[0]?.data?.updateProfile);
  });

  it('refuses an e-mail address or phone number that somebody else has, and keeps one’s own', async () => {
    const [owner, other] = [await signUp(user), await signUp(user)];
    const { email, phone } = other.input;
    expect(refusal(await update(owner, { version: 1, email, phone }))).toEqual({ code: 'USER_001' });
    expect(refusal(await update(owner, { version: 1, phone }))).toEqual({ code: 'USER_002' });
    expect((await update(other, { version: 1, email, phone })).data?.updateProfile).toMatchObject({ email, phone, version: 2 });
  });

  it('lets one of two accounts win that take a phone number at once', async () => {
    const owners = await Promise.all([signUp(user), signUp(user), signUp(user)]);
    const { phone } = newOwner();
    const answers = await Promise.all(owners.map((owner) => update(owner, { version: 1, phone })));
    expect(answers.filter(({ data }) => data)).toHaveLength(1);
    expect(answers.flatMap((answer) => (answer.data ? [] : [refusal(answer)]))).toEqual(Array(2).fill({ code: 'USER_002' }));
  });

  it('answers a coded error and changes nothing', async () => {
    const owner = await signUp(user);
    expect(refusal(await update(owner, { version: 1, name: ' ' }))).toEqual({ code: 'BAD_USER_INPUT', field: 'input.name' });
    expect(refusal(await update(owner, { version: 0, name: '새 이름' }))).toEqual({ code: 'USER_005' });
    expect(refusal(await user.ask(UPDATE, { input: { version: 1, name: '새 이름' } }))).toEqual({ code: 'UNAUTHENTICATED' });
    expect((await user.askAs(owner.session, ME)).data?.me).toEqual(owner.session.user);
    expect(refusal(await update(await removed(), { version: 1, name: '새 이름' }))).toEqual({ code: 'USER_003' });
  });
});

describe('changePassword', () => {
  const change = ({ session }: Signed, currentPassword: string, newPassword: string) =>
    user.askAs(session, CHANGE_PASSWORD, { currentPassword, newPassword });

  it('changes the password and ends the other sessions', async () => {
    const owner = await signUp(user);
    const other = await logIn(user, owner.input.email);
    expect((await change(owner, PASSWORD, '새로운 비밀번호')).data?.changePassword).toEqual({ id: owner.session.user.id });
    expect(refusal(await user.ask(LOG_IN, { email: owner.input.email, password: PASSWORD }))).toEqual({ code: 'AUTH_001' });
    await logIn(user, owner.input.email, '새로운 비밀번호'.normalize('NFD'));
    expect(refusal(await user.ask(REFRESH, { refreshToken: other.refreshToken }))).toEqual({ code: 'AUTH_002' });
    expect((await user.ask(REFRESH, { refreshToken: owner.session.refreshToken })).errors).toBeUndefined();
    const revoked = (token: string) => readDocument(user.adapters.store, RevokedSessionDocument, token.split('.')[0]!);
    expect(await revoked(other.refreshToken)).toMatchObject({ userId: owner.session.user.id });
    expect(await revoked(owner.session.refreshToken)).toBeNull();
  });

  it('lets one of several at once win', async () => {
    const owner = await signUp(user);
    const answers = await Promise.all(
      ['첫번째 비밀번호', '두번째 비밀번호', '세번째 비밀번호'].map((next) => change(owner, PASSWORD, next)),
    );
    expect(answers.filter(({ data }) => data)).toHaveLength(1);
    expect(answers.flatMap((answer) => (answer.data ? [] : [refusal(answer)]))).toEqual(Array(2).fill({ code: 'USER_004' }));
  });

  it('lets no session begin with a password that is being changed', async () => {
    const owner = await signUp(user);
    const [locked, freed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const changing = user.context.transaction(async ({ sql }) => {
      await sql('update users set password_hash = $2 where id = $1', [owner.session.user.id, 'another']);
      locked.resolve();
      await freed.promise;
    });
    await locked.promise;
    const entering = user.ask(LOG_IN, { email: owner.input.email, password: PASSWORD });
    const waiting = "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    await eventually(async () => (await user.context.database.sql(waiting)).length > 0);
    freed.resolve();
    await changing;
    expect(refusal(await entering)).toEqual({ code: 'AUTH_001' });
  });

  it('answers USER_004 for a wrong current password, and RATE_LIMITED after five of them', async () => {
    const owner = await signUp(user);
    for (let attempt = 1; attempt <= 5; attempt++) {
      expect(refusal(await change(owner, `wrong ${attempt}`, '새로운 비밀번호'))).toEqual({ code: 'USER_004' });
    }
    expect(refusal(await change(owner, PASSWORD, '새로운 비밀번호'))).toMatchObject({
      code: 'RATE_LIMITED',
      retryAfter: expect.any(Number),
    });
    await logIn(user, owner.input.email);
  });

  it('answers a coded error and changes nothing', async () => {
    const owner = await signUp(user);
    expect(refusal(await change(owner, PASSWORD, 'short'))).toEqual({ code: 'BAD_USER_INPUT', field: 'newPassword' });
    expect(refusal(await change(owner, 'x'.repeat(1_001), PASSWORD))).toEqual({ code: 'BAD_USER_INPUT', field: 'currentPassword' });
    expect(refusal(await user.ask(CHANGE_PASSWORD, { currentPassword: PASSWORD, newPassword: PASSWORD }))).toEqual({
      code: 'UNAUTHENTICATED',
    });
    expect(refusal(await change(await removed(), PASSWORD, '새로운 비밀번호'))).toEqual({ code: 'USER_003' });
    await logIn(user, owner.input.email);
  });
});

describe('an account', () => {
  const references = (...owners: Signed[]) => ({
    representations: owners.map(({ session }) => ({ __typename: 'User', id: session.user.id })),
  });

  it('is its owner’s only: a stranger’s reference is FORBIDDEN and leaves the others, nobody’s is UNAUTHENTICATED', async () => {
    const [owner, stranger] = [await signUp(user), await signUp(user)];
    const { data, errors } = await user.askAs(owner.session, USER_REFERENCE, references(stranger, owner));
    expect(data?._entities).toEqual([null, owner.session.user]);
    expect(errors).toMatchObject([{ path: ['_entities', 0], extensions: { code: 'FORBIDDEN' } }]);
    const anonymous = await user.ask(USER_REFERENCE, references(owner));
    expect([anonymous.data?._entities, refusal(anonymous)]).toEqual([[null], { code: 'UNAUTHENTICATED' }]);
  });

  it('that is gone is USER_003', async () => {
    expect(refusal(await user.askAs((await removed()).session, ME))).toEqual({ code: 'USER_003' });
  });
});
