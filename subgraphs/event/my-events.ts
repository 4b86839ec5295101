import type { FilterQuery } from '@mikro-orm/core';
import { badInput } from '#kit/errors.ts';
import { requireIdentity } from '#kit/identity.ts';
import type { EventStatus } from '#schema/enums.ts';
import type { Asking } from './context.ts';
import { EventEntity, type EventRow } from './event.entity.ts';
import { cursorOf, type Place, placeOf } from './event-cursor.ts';
import type { QueryMyEventsArgs } from './schema.generated.ts';

const PAGE = 20;
const LONGEST_PAGE = 100;
const LONGEST_SEARCH = 100;

/** `Query.myEvents`: a page of the owner's events, the newest first. Cursors name a place, not a number, so that new events move nothing. */
export const myEvents = async (ctx: Asking, { status, search, first, after }: Partial<QueryMyEventsArgs>) => {
  const { userId } = requireIdentity(ctx);
  const size = pageSize(first ?? PAGE);
  const place = after == null ? null : placeOf(after);
  const parts = [{ ownerId: userId }, ...withStatus(status, ctx.now()), ...matching(search), ...following(place)];
  const rows = await ctx.database.em().find(EventEntity, { $and: parts }, { orderBy: { createdAt: 'desc', id: 'desc' }, limit: size + 1 });
  const edges = rows.slice(0, size).map((node) => ({ cursor: cursorOf(node), node }));
  return {
    edges,
    pageInfo: {
      hasNextPage: rows.length > size,
      hasPreviousPage: place !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
};

type Filter = FilterQuery<EventRow>;

const pageSize = (first: number): number => {
  if (first < 1 || first > LONGEST_PAGE)
    throw badInput('first', {
      en: `Ask for 1 to ${LONGEST_PAGE} events.`,
      ko: `이벤트는 한 번에 1개에서 ${LONGEST_PAGE}개까지 볼 수 있습니다.`,
    });
  return first;
};

/** The same rule as `eventStatus`, for the database. */
const withStatus = (status: EventStatus | null | undefined, now: Date): Filter[] => {
  switch (status) {
    case null:
    case undefined:
      return [];
    case 'ENDED':
      return [{ $or: [{ endedAt: { $ne: null } }, { endsAt: { $lte: now } }] }];
    case 'OPEN':
      return [{ endedAt: null, endsAt: { $gt: now }, startsAt: { $lte: now } }];
    case 'SCHEDULED':
      return [{ endedAt: null, endsAt: { $gt: now }, startsAt: { $gt: now } }];
    default:
      throw new Error(`An unknown status: ${status satisfies never}`);
  }
};

const matching = (search: string | null | undefined): Filter[] => {
  const text = (search ?? '').normalize('NFC').trim();
  if ([...text].length > LONGEST_SEARCH)
    throw badInput('search', {
      en: `Search for at most ${LONGEST_SEARCH} characters.`,
      ko: `검색어는 ${LONGEST_SEARCH}자까지 쓸 수 있습니다.`,
    });
  if (/[\p{Cc}\p{Cs}]/u.test(text))
    throw badInput('search', { en: 'Search without control characters.', ko: '검색어에 제어 문자를 쓸 수 없습니다.' });
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  return text === '' ? [] : [{ $or: [{ title: { $ilike: pattern } }, { prize: { $ilike: pattern } }, { storeName: { $ilike: pattern } }] }];
};

const following = (place: Place | null): Filter[] =>
  place === null ? [] : [{ $or: [{ createdAt: { $lt: place.createdAt } }, { createdAt: place.createdAt, id: { $lt: place.id } }] }];
