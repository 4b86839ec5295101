import type { FilterQuery } from '@mikro-orm/core';
import { badInput } from '#kit/errors.ts';
import type { Context } from './context.ts';
import type { ParticipantRow } from './participant.entity.ts';
import { lastFourHash, phoneHash } from './phone.ts';

export type ParticipantFilter = FilterQuery<ParticipantRow>;

const LONGEST = 50;

/**
 * What an owner types to find participants: any part of a name, a whole phone number, or its last four digits; dashes and spaces in
 * numbers do not matter. Numbers are found by their keyed hashes, so no other part of one can be. Throws `BAD_USER_INPUT` (`search`).
 */
export const matchingSearch = ({ config }: Context, eventId: string, search: string | null | undefined): ParticipantFilter[] => {
  const text = (search ?? '').normalize('NFC').trim();
  if ([...text].length > LONGEST)
    throw badInput('search', { en: `Search for at most ${LONGEST} characters.`, ko: `검색어는 ${LONGEST}자까지 쓸 수 있습니다.` });
  if (/[\p{Cc}\p{Cs}]/u.test(text))
    throw badInput('search', { en: 'Search without control characters.', ko: '검색어에 제어 문자를 쓸 수 없습니다.' });
  if (text === '') return [];
  const name = { name: { $ilike: `%${text.replace(/[\\%_]/g, '\\$&')}%` } };
  const digits = text.replace(/[\s-]/g, '');
  if (/^\d{10,11}$/.test(digits)) return [{ $or: [name, { phoneHash: phoneHash(config.HASH_KEY, eventId, digits) }] }];
  if (/^\d{4}$/.test(digits)) return [{ $or: [name, { lastFourHash: lastFourHash(config.HASH_KEY, eventId, digits) }] }];
  return [name];
};
