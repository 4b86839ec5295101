import type { SealedColumn } from '#kit/reencrypt.ts';

/** All that this service keeps encrypted, for `npm run keys:rotate`. */
export const sealedColumns: readonly SealedColumn[] = [
  { table: 'users', column: 'phone_encrypted', context: 'user.phone' },
  { table: 'users', column: 'business_number_encrypted', context: 'user.business-number' },
  { table: 'sessions', column: 'secret_encrypted', context: 'session.secret' },
];
