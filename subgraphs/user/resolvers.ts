import { requireOwner } from '#kit/identity.ts';
import { emailAvailable, phoneAvailable } from './availability.ts';
import { maskBusinessNumber } from './business-number.ts';
import { changePassword } from './change-password.ts';
import { logIn } from './log-in.ts';
import { logOut } from './log-out.ts';
import { ownAccount } from './own-account.ts';
import { refreshSession } from './refresh-session.ts';
import type { Resolvers } from './schema.generated.ts';
import { openBusinessNumber, openPhone } from './sealed-fields.ts';
import { signUp } from './sign-up.ts';
import { updateProfile } from './update-profile.ts';

export const resolvers: Resolvers = {
  Query: {
    me: (_, _args, ctx) => ownAccount(ctx),
    emailAvailable: (_, args, ctx) => emailAvailable(ctx, args),
    phoneAvailable: (_, args, ctx) => phoneAvailable(ctx, args),
  },
  Mutation: {
    signUp: (_, args, ctx) => signUp(ctx, args),
    logIn: (_, args, ctx) => logIn(ctx, args),
    refreshSession: (_, args, ctx) => refreshSession(ctx, args),
    logOut: (_, _args, ctx) => logOut(ctx),
    updateProfile: (_, args, ctx) => updateProfile(ctx, args),
    changePassword: (_, args, ctx) => changePassword(ctx, args),
  },
  User: {
    // async: what a reference resolver throws at once fails the whole batch, a rejection nulls its own entity
    __resolveReference: async ({ id }, ctx) => ctx.load.user(requireOwner(ctx, id).userId),
    phone: (user, _, ctx) => openPhone(ctx, user),
    store: (user) => user,
  },
  Store: {
    name: ({ storeName }) => storeName,
    businessNumber: (user, _, ctx) => maskBusinessNumber(openBusinessNumber(ctx, user)),
  },
};
