import { Decimal } from 'decimal.js';
import { z } from 'zod';

/** An exact decimal as it travels (spec §2): a string with exactly two digits after the point. */
export const DecimalString = z
  .string()
  .regex(/^-?\d+\.\d{2}$/)
  .describe('An exact decimal number with two digits after the point.');
export type DecimalString = z.infer<typeof DecimalString>;

/** Rounds half up to two digits. Throws decimal.js's error when `value` is no number; NaN and infinity are refused with a RangeError. */
export const toDecimalString = (value: Decimal.Value): DecimalString => {
  const decimal = new Decimal(value);
  if (!decimal.isFinite()) throw new RangeError(`${value} is not a decimal number.`);
  const text = decimal.toFixed(2, Decimal.ROUND_HALF_UP);
  return text === '-0.00' ? '0.00' : text;
};
