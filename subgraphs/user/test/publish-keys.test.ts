import { afterAll, describe, expect, it } from '@jest/globals';
import { fastify } from 'fastify';
import { createTokenVerifier, remoteKeys } from '#kit/identity.ts';
import { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { ensureSampleOwner } from '../sample-owner.ts';
import { LOG_IN, logIn, ME, signUp } from './operations.ts';
import { refusal, startUser } from './start-user.ts';

const cleanups = createCleanupStack();
afterAll(cleanups.run);

describe('the user service', () => {
  it('publishes at /.well-known/jwks.json what its access tokens are verified with', async () => {
    const user = await startUser(cleanups);
    const app = fastify();
    user.routes(app);
    cleanups.add(() => app.close());
    const url = `${await app.listen({ host: '127.0.0.1', port: 0 })}/.well-known/jwks.json`;
    const { session } = await signUp(user);
    const verify = createTokenVerifier(remoteKeys(url), () => new Date());
    expect(await verify(`Bearer ${session.accessToken}`)).toMatchObject({ identity: { userId: session.user.id }, refused: null });
    expect(await (await fetch(url)).text()).not.toContain('"d"');
  });

  it('has a sample owner with one password, which the secrets give', async () => {
    const user = await startUser(cleanups);
    const first = await ensureSampleOwner(user.context);
    const second = await ensureSampleOwner(user.context);
    expect(second).toEqual(first);
    expect(first.password).toMatch(/^[\w-]{12}$/);
    const { config } = user.context;
    const other = await ensureSampleOwner({ ...user.context, config: { ...config, GATEWAY_SECRET: `${config.GATEWAY_SECRET}!` } });
    expect(other.password).not.toBe(first.password);
    expect(refusal(await user.ask(LOG_IN, first))).toEqual({ code: 'AUTH_001' });
    await ensureSampleOwner(user.context);
    const session = await logIn(user, second.email, second.password);
    expect((await user.askAs(session, ME)).data?.me.store.name).toBe('마당분식');
  });
});
