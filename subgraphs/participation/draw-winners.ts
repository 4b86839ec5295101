import { LockMode } from '@mikro-orm/core';
import type { Sql, Transaction } from '#kit/database.ts';
import { badInput, CodedError } from '#kit/errors.ts';
import { requireIdentity, requireOwner } from '#kit/identity.ts';
import { isUuid } from '#kit/is-uuid.ts';
import type { Asking } from './context.ts';
import { decideDraw } from './decide-draw.ts';
import { DrawEntity, type DrawRow } from './draw.entity.ts';
import { entriesOfEvent } from './entries-of-event.ts';
import { EventEntity, type EventRow } from './event.entity.ts';
import { participationBell } from './participation-bell.ts';
import type { MutationDrawWinnersArgs } from './schema.generated.ts';
import { openSeed } from './seed.ts';

/**
 * `Mutation.drawWinners` (spec §5): one draw an event, of the entries that were committed before it. It holds the event's row, so an entry
 * is either drawn from or refused. `EVENT_001` unknown, `FORBIDDEN` somebody else's, `PART_003` drawn, `PART_004` too few took part.
 */
export const drawWinners = (ctx: Asking, { eventId, count, storeVisitBonus }: MutationDrawWinnersArgs): Promise<DrawRow> =>
  ctx.transaction(async (tx) => {
    const event = await ownEvent(ctx, tx, eventId);
    if (count < 1) throw badInput('count', { en: 'Draw one winner at least.', ko: '당첨자는 한 명 이상이어야 합니다.' });
    const { winners, ...decided } = decideDraw(
      { count, storeVisitBonus: storeVisitBonus ?? false },
      { seed: openSeed(ctx, event.sealedSeed), drawn: Boolean(event.drawnAt), participants: await entriesOfEvent(tx.sql, event.id) },
    );
    const draw = tx.em.create(DrawEntity, { id: ctx.newId(), eventId: event.id, drawnAt: ctx.now(), ...decided });
    event.drawnAt = draw.drawnAt;
    event.version += 1;
    await rankWinners(tx.sql, event.id, winners);
    tx.ring(participationBell(event.id));
    return draw;
  });

const ownEvent = async (ctx: Asking, { em }: Transaction, id: string): Promise<EventRow> => {
  requireIdentity(ctx);
  const event = isUuid(id) ? await em.findOne(EventEntity, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE }) : null;
  if (event === null) throw new CodedError('EVENT_001');
  requireOwner(ctx, event.ownerId);
  return event;
};

const rankWinners = async (sql: Sql, eventId: string, winners: readonly number[]): Promise<void> =>
  void (await sql(
    `update participants set winner_rank = drawn.rank
     from unnest($2::int[]) with ordinality as drawn (entry_number, rank)
     where event_id = $1::uuid and participants.entry_number = drawn.entry_number`,
    [eventId, winners],
  ));
