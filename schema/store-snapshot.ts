import { z } from 'zod';
import { Industry } from './enums.ts';

/** The store as it was when its event was begun (spec §2, `StoreSnapshot`). */
export const StoreSnapshot = z.object({ name: z.string(), industry: Industry, address: z.string() });
export type StoreSnapshot = z.infer<typeof StoreSnapshot>;
