import type { SealedColumn } from '#kit/reencrypt.ts';

/** All that this service keeps encrypted, for `npm run keys:rotate`. */
export const sealedColumns: readonly SealedColumn[] = [
  { table: 'participants', column: 'sealed_phone', context: 'participation.phone' },
  { table: 'events', column: 'sealed_seed', context: 'participation.seed' },
];
