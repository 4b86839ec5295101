import type { IssuedSession } from './issued-session.ts';
import type { User as Account } from './user.entity.ts';

export type User = Account;
/** A store is part of its account. */
export type Store = Account;
export type Session = IssuedSession;
