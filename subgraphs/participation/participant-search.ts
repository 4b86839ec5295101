import { badInput } from '#kit/errors.ts';
import { koreanDigits } from '#schema/phone-number.ts';
import type { Context } from './context.ts';
import { lastFourHash, phoneHash } from './phone.ts';

/** What a search looks for; either is enough. */
export type ParticipantSearch = {
  /** An SQL pattern for names. */
  name: string;
  /** The keyed hash, of that event, of a whole phone number or of its last digits; null for anything else. */
  numberHash: (eventId: string) => string | null;
};

const LONGEST = 50;

/**
 * What an owner types to find participants: any part of a name, a whole phone number however it is written, or its last four digits.
 * Numbers are found by their keyed hashes, so no other part of one can be. Null for an empty search.
 *
 * @throws CodedError `BAD_USER_INPUT` (`search`)
 */
export const readSearch = ({ config }: Context, search: string | null | undefined): ParticipantSearch | null => {
  const text = (search ?? '').normalize('NFC').trim();
  if ([...text].length > LONGEST)
    throw badInput('search', { en: `Search for at most ${LONGEST} characters.`, ko: `검색어는 ${LONGEST}자까지 쓸 수 있습니다.` });
  if (/[\p{Cc}\p{Cs}]/u.test(text))
    throw badInput('search', { en: 'Search without control characters.', ko: '검색어에 제어 문자를 쓸 수 없습니다.' });
  if (text === '') return null;
  const digits = koreanDigits(text) ?? text.replace(/[\s-]/g, '');
  const numberHash = (eventId: string): string | null => {
    if (/^\d{10,11}$/.test(digits)) return phoneHash(config.HASH_KEY, eventId, digits);
    return /^\d{4}$/.test(digits) ? lastFourHash(config.HASH_KEY, eventId, digits) : null;
  };
  return { name: `%${text.replace(/[\\%_]/g, '\\$&')}%`, numberHash };
};
