import { badInput } from '#kit/errors.ts';

/** A participant's place in lists and in the feed: the entry number (spec §5). */
export const cursorOf = ({ entryNumber }: { entryNumber: number }): string => String(entryNumber);

/** The entry number that a cursor names; "0" is before the first. Throws `BAD_USER_INPUT` (`after`) for anything else. */
export const placeOf = (cursor: string): number => {
  if (!/^(0|[1-9]\d{0,8})$/.test(cursor))
    throw badInput('after', { en: 'This is not a cursor of participants.', ko: '참여자 목록의 커서가 아닙니다.' });
  return Number(cursor);
};
