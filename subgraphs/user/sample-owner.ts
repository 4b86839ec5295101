import { createHmac } from 'node:crypto';
import type { Context } from './context.ts';
import { sealPhone, sealStore } from './sealed-fields.ts';
import { type User, UserEntity } from './user.entity.ts';

const SAMPLE_ID = '00000000-0000-4000-8000-000000000001';

/**
 * For development only: the sample account, made when it is missing. Its password is derived from the secrets of the data folder: nobody else can
 * know it, and another process on the same folder gives the same. Resolves with what to log in with.
 */
export const ensureSampleOwner = async (ctx: Context): Promise<{ email: string; password: string }> => {
  const password = createHmac('sha256', ctx.config.GATEWAY_SECRET).update(SAMPLE_ID).digest('base64url').slice(0, 12);
  const passwordHash = await ctx.withPasswords(({ hash }) => hash(password));
  const user = await ctx.transaction(async (tx) => {
    const known = await tx.em.findOne(UserEntity, { id: SAMPLE_ID });
    if (known) return Object.assign(known, { passwordHash });
    const made = sampleOwner(ctx, passwordHash);
    await tx.em.insert(UserEntity, made);
    return made;
  });
  return { email: user.email, password };
};

const sampleOwner = (ctx: Context, passwordHash: string): User => ({
  id: SAMPLE_ID,
  email: 'owner@madang.example',
  passwordHash,
  name: '김마당',
  ...sealPhone(ctx, '01000000000'),
  ...sealStore(ctx, {
    name: '마당분식',
    industry: 'RESTAURANT',
    address: '서울특별시 종로구 세종대로 175',
    businessHours: '매일 10:00–21:00',
    businessNumber: '1234567891',
  }),
  version: 1,
  createdAt: ctx.now(),
  lastLoginAt: null,
});
