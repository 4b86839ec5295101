import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { ME, newOwner, SIGN_UP, signUp } from './operations.ts';
import { refusal, startUser, type UserService } from './start-user.ts';

const cleanups = createCleanupStack();
let user: UserService;

beforeAll(async () => {
  user = await startUser(cleanups);
});
afterAll(cleanups.run);

const signUpTo = async (input: object) => refusal(await user.ask(SIGN_UP, { input }));

describe('sign-up', () => {
  it('makes an account with its store and logs it in', async () => {
    const { input, session } = await signUp(user, { email: ' Owner@Example.com ', phone: '01012345678' });
    const { data } = await user.askAs(session, ME);
    expect(data?.me).toEqual(session.user);
    expect(data?.me).toMatchObject({ email: 'owner@example.com', name: '김사장', phone: '01012345678', version: 1 });
    expect(data?.me.store).toEqual({ ...input.store, businessNumber: '123-**-***91' });
    expect(data?.me.lastLoginAt).toBe(data?.me.createdAt);
  });

  it('checks the e-mail address first, then the phone number', async () => {
    const { input } = await signUp(user);
    expect(await signUpTo(newOwner({ email: input.email.toUpperCase(), phone: input.phone }))).toEqual({ code: 'USER_001' });
    expect(await signUpTo(newOwner({ email: input.email }))).toEqual({ code: 'USER_001' });
    expect(await signUpTo(newOwner({ phone: input.phone }))).toEqual({ code: 'USER_002' });
  });

  it.each([
    ['e-mail address', { email: 'race@example.com' }, 'USER_001'],
    ['phone number', { phone: '01099998888' }, 'USER_002'],
    ['e-mail address and phone number', { email: 'both@example.com', phone: '01077776666' }, 'USER_001'],
  ])('lets one of ten at once with one %s win', async (_, shared, code) => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => user.ask(SIGN_UP, { input: newOwner(shared) })));
    expect(answers.filter(({ data }) => data)).toHaveLength(1);
    expect(answers.flatMap((answer) => (answer.data ? [] : [refusal(answer)]))).toEqual(Array(9).fill({ code }));
  });

  it('names the field at fault and keeps nothing', async () => {
    const input = newOwner({ phone: '010-1234-5678' });
    expect(await signUpTo(input)).toEqual({ code: 'BAD_USER_INPUT', field: 'input.phone' });
    const { data } = await user.ask('query ($email: String!) { emailAvailable(email: $email) }', { email: input.email });
    expect(data).toEqual({ emailAvailable: true });
  });

  it('keeps phone and business numbers encrypted and the password as argon2id', async () => {
    const { input, session } = await signUp(user);
    const [row] = await user.context.database.sql<Record<string, unknown>>('select * from users where id = $1', [session.user.id]);
    const text = JSON.stringify(row);
    for (const secret of [input.phone, input.store.businessNumber, input.password]) expect(text).not.toContain(secret);
    expect(row?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    const [family] = await user.context.database.sql('select * from sessions where user_id = $1', [session.user.id]);
    expect(JSON.stringify(family)).not.toContain(session.refreshToken.split('.')[2]);
  });
});

describe('availability', () => {
  const AVAILABLE = 'query ($email: String!, $phone: String!) { emailAvailable(email: $email) phoneAvailable(phone: $phone) }';

  it('tells what is free and what is taken', async () => {
    const { input } = await signUp(user);
    const other = newOwner();
    expect((await user.ask(AVAILABLE, { email: other.email, phone: other.phone })).data).toEqual({
      emailAvailable: true,
      phoneAvailable: true,
    });
    const taken = await user.ask(AVAILABLE, { email: ` ${input.email.toUpperCase()}`, phone: input.phone });
    expect(taken.data).toEqual({ emailAvailable: false, phoneAvailable: false });
  });

  it.each([
    ['email', '{ emailAvailable(email: "nobody") }'],
    ['phone', '{ phoneAvailable(phone: "1") }'],
  ])('names the field at fault: %s', async (field, query) => {
    expect(refusal(await user.ask(query))).toEqual({ code: 'BAD_USER_INPUT', field });
  });
});
