import { z } from 'zod';
import { defineEvent } from '#kit/define-event.ts';

export const UserLoggedOut = defineEvent({
  type: 'user.logged-out',
  description: 'An owner has ended a session (로그아웃됨).',
  publisher: 'user',
  key: (data) => data.userId,
  schema: z.object({ userId: z.uuid(), sessionId: z.uuid(), loggedOutAt: z.iso.datetime() }),
});

export type UserLoggedOutData = z.infer<typeof UserLoggedOut.schema>;
