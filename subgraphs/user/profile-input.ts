import { z } from 'zod';
import { badInput } from '#kit/errors.ts';
import { Industry } from '#schema/enums.ts';
import { isBusinessNumber } from './business-number.ts';

const RAW_LIMIT = 1_000;
const CONTROLS = /[\p{Cc}\p{Cs}]/u;
const CONTROLS_BUT_LINES = /\p{Cs}|(?![\n\r\t])\p{Cc}/u;

const raw = z.string().max(RAW_LIMIT, `This must have at most ${RAW_LIMIT} characters.`);
const lengthOf = (text: string): number => [...text].length;

/** A text of 1 to `longest` characters, trimmed, in composed form, without control characters. */
const text = (longest: number, controls = CONTROLS) =>
  raw
    .transform((value) => value.normalize('NFC').trim())
    .pipe(
      z
        .string()
        .min(1, 'This must not be empty.')
        .refine((value) => lengthOf(value) <= longest, `This must have at most ${longest} characters.`)
        .refine((value) => !controls.test(value), 'This must not contain control characters.'),
    );

/** An e-mail address, trimmed and in lower case. */
export const Email = raw
  .transform((value) => value.trim().toLowerCase())
  .pipe(z.email('This is not an e-mail address.').max(254, 'This must have at most 254 characters.'));

export const Phone = z.string().regex(/^\d{10,11}$/, 'A phone number is 10 or 11 digits, without dashes.');

export const Password = raw
  .refine((value) => value.isWellFormed(), 'This contains half a character.')
  .refine((value) => lengthOf(value) >= 8 && lengthOf(value) <= 64, 'A password has 8 to 64 characters.');

/** A password that is only compared: any text that is not absurdly long. */
export const GivenPassword = raw;

const StoreInput = z.object({
  name: text(100),
  industry: Industry,
  address: text(200),
  businessHours: text(200, CONTROLS_BUT_LINES).nullish(),
  businessNumber: z
    .string()
    .regex(/^\d{10}$/, 'A business registration number is 10 digits, without dashes.')
    .refine(isBusinessNumber, 'This is not a business registration number: its check digit does not fit.'),
});
export type StoreInput = z.infer<typeof StoreInput>;

export const SignUpInput = z.object({ email: Email, password: Password, name: text(50), phone: Phone, store: StoreInput });

export const UpdateProfileInput = z.object({
  version: z.int(),
  name: text(50).nullish(),
  phone: Phone.nullish(),
  email: Email.nullish(),
  store: StoreInput.nullish(),
});
export type UpdateProfileInput = z.infer<typeof UpdateProfileInput>;

/**
 * What a client sent, in the form that is kept.
 *
 * @param field where it stands in the operation's arguments, e.g. `input`
 * @throws CodedError `BAD_USER_INPUT` with the first field at fault, e.g. `input.store.name`
 */
export const parseInput = <Value>(schema: z.ZodType<Value>, value: unknown, field: string): Value => {
  const { data, error } = schema.safeParse(value);
  if (!error) return data as Value;
  const [issue] = error.issues;
  throw badInput([field, ...(issue?.path ?? [])].join('.'), issue?.message ?? 'This is not valid.');
};
