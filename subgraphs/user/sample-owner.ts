import { randomBytes } from 'node:crypto';
import type { Context } from './context.ts';
import { sealPhone, sealStore } from './sealed-fields.ts';
import { type User, UserEntity } from './user.entity.ts';

const SAMPLE_ID = '00000000-0000-4000-8000-000000000001';

/**
 * For development only: the sample account, made when it is missing, with a new random password each time.
 * Resolves with what to log in with.
 */
export const ensureSampleOwner = async (ctx: Context): Promise<{ email: string; password: string }> => {
  const password = randomBytes(9).toString('base64url');
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
