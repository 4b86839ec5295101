import { badInput } from '#kit/errors.ts';
import { isUuid } from '#kit/is-uuid.ts';

/** A place in an owner's events, which are ordered by both. */
export type Place = { createdAt: Date; id: string };

/** Of the years that PostgreSQL reads, too. */
const ISO = /^(?!0000)\d{4}-/;

export const cursorOf = ({ createdAt, id }: Place): string => Buffer.from(`${createdAt.toISOString()} ${id}`).toString('base64url');

/** The place that a cursor of `cursorOf` names. `BAD_USER_INPUT` (`after`) for anything else. */
export const placeOf = (cursor: string): Place => {
  const [time = '', id = ''] = Buffer.from(cursor, 'base64url').toString('utf8').split(' ');
  const createdAt = new Date(time);
  if (!ISO.test(time) || Number.isNaN(createdAt.getTime()) || createdAt.toISOString() !== time || !isUuid(id))
    throw badInput('after', { en: 'This is not a cursor of this list.', ko: '이 목록의 커서가 아닙니다.' });
  return { createdAt, id };
};
