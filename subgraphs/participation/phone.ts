import { type FieldEncryption, keyedHash } from '#kit/encryption.ts';
import { badInput } from '#kit/errors.ts';
import { phoneNumberProblem } from '#schema/phone-number.ts';

/** Digits only, 10 or 11 of them (spec §5). */
export const phoneNumber = (field: string, phone: string): string => {
  const problem = phoneNumberProblem(phone);
  if (problem) throw badInput(field, problem);
  return phone;
};

/** Finds a phone number among an event's participants; the same number has another hash in every event. */
export const phoneHash = (key: Buffer, eventId: string, phone: string): string => keyedHash(key, phone, `participation.phone:${eventId}`);

/** Finds the phone numbers of an event that end in four digits. */
export const lastFourHash = (key: Buffer, eventId: string, phone: string): string =>
  keyedHash(key, phone.slice(-4), `participation.last-four:${eventId}`);

const COLUMN = 'participation.phone';

export const sealPhone = (encryption: FieldEncryption, phone: string): string => encryption.encrypt(phone, COLUMN);

/** The phone number; null when it was erased. */
export const openPhone = (encryption: FieldEncryption, sealed: string | null): string | null =>
  sealed === null ? null : encryption.decrypt(sealed, COLUMN);

/** Stands for a phone number that was erased. */
export const ERASED_PHONE = '***-****-****';

/** `010-****-5678`: for all but the owner. */
export const maskPhone = (phone: string): string => `${phone.slice(0, 3)}-****-${phone.slice(-4)}`;
