import { z } from 'zod';

/** An exact decimal as it travels (spec §2): a string with exactly two digits after the point, as `decimal()` of `#kit/scalars.ts` writes it. */
export const DecimalString = z
  .string()
  .regex(/^-?\d+\.\d{2}$/)
  .describe('An exact decimal number with two digits after the point.');
export type DecimalString = z.infer<typeof DecimalString>;
