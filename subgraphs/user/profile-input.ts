import { z } from 'zod';
import { badInput } from '#kit/errors.ts';
import { Industry } from '#schema/enums.ts';
import type { Words } from '#schema/errors.ts';
import { phoneNumberProblem } from '#schema/phone-number.ts';
import { isBlank, unreadable, unreadableButLines } from '#schema/plain-text.ts';
import { isBusinessNumber } from './business-number.ts';

const RAW_LIMIT = 1_000;
const NOT_VALID: Words = { en: 'This is not valid.', ko: '올바르지 않은 값입니다.' };

/** zod takes one text for a message; the other language is found by it. */
const korean = new Map<string, string>();
const say = ({ en, ko }: Words): string => {
  korean.set(en, ko);
  return en;
};
const atMost = (longest: number): string =>
  say({ en: `This must have at most ${longest} characters.`, ko: `${longest}자까지 쓸 수 있습니다.` });

const raw = z.string().max(RAW_LIMIT, atMost(RAW_LIMIT));
const lengthOf = (text: string): number => [...text].length;

/** A text of 1 to `longest` characters, trimmed, in composed form, without control characters. */
const text = (longest: number, disallowed = unreadable) =>
  raw
    .transform((value) => value.normalize('NFC').trim())
    .pipe(
      z
        .string()
        .refine((value) => !isBlank(value), say({ en: 'This must not be empty.', ko: '비워 둘 수 없습니다.' }))
        .refine((value) => lengthOf(value) <= longest, atMost(longest))
        .refine(
          (value) => !disallowed.test(value),
          say({ en: 'This must not contain control characters.', ko: '제어 문자를 쓸 수 없습니다.' }),
        ),
    );

/** An e-mail address, trimmed and in lower case. */
export const Email = raw
  .transform((value) => value.trim().toLowerCase())
  .pipe(z.email(say({ en: 'This is not an e-mail address.', ko: '이메일 주소의 형식이 올바르지 않습니다.' })).max(254, atMost(254)));

export const Phone = z.string().check(({ value, issues }) => {
  const words = phoneNumberProblem(value);
  if (words) issues.push({ code: 'custom', input: value, message: say(words) });
});

export const Password = raw
  .refine((value) => value.isWellFormed(), say({ en: 'This contains half a character.', ko: '깨진 글자가 들어 있습니다.' }))
  .refine(
    (value) => lengthOf(value) >= 8 && lengthOf(value) <= 64,
    say({ en: 'A password has 8 to 64 characters.', ko: '비밀번호는 8자에서 64자까지입니다.' }),
  );

/** A password that is only compared: any text that is not absurdly long. */
export const GivenPassword = raw;

const StoreInput = z.object({
  name: text(100),
  industry: Industry,
  address: text(200),
  businessHours: text(200, unreadableButLines).nullish(),
  businessNumber: z
    .string()
    .regex(
      /^\d{10}$/,
      say({
        en: 'A business registration number is 10 digits, without dashes.',
        ko: '사업자등록번호는 줄표 없이 숫자 10자리로 입력해 주세요.',
      }),
    )
    .refine(
      isBusinessNumber,
      say({
        en: 'This is not a business registration number: its check digit does not fit.',
        ko: '사업자등록번호가 아닙니다. 검증 숫자가 맞지 않습니다.',
      }),
    ),
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
  const en = issue?.message ?? NOT_VALID.en;
  throw badInput([field, ...(issue?.path ?? [])].join('.'), { en, ko: korean.get(en) ?? NOT_VALID.ko });
};
