import { LockMode } from '@mikro-orm/core';
import type { Sql } from '#kit/database.ts';
import { badInput, CodedError } from '#kit/errors.ts';
import { requireIdentity, requireOwner } from '#kit/identity.ts';
import { isUuid } from '#kit/is-uuid.ts';
import type { Asking } from './context.ts';
import { type DrawCommand, decideDraw, refuseDraw, weightedEntries } from './decide-draw.ts';
import { DrawEntity, type DrawRow } from './draw.entity.ts';
import { beginDrawing, type Drawing } from './drawing.ts';
import { entriesOfEvent } from './entries-of-event.ts';
import { EventEntity, type EventRow } from './event.entity.ts';
import { participationBell } from './participation-bell.ts';
import type { MutationDrawWinnersArgs } from './schema.generated.ts';
import { openSeed } from './seed.ts';

/**
 * `Mutation.drawWinners` (spec §5): one draw an event, of the entries that were committed before it. Those that are there are worked on
 * first; then it holds the event's row, takes in those that came meanwhile and is done. So an entry is either drawn from or refused, and
 * entries of a big event do not wait for its draw. `EVENT_001` unknown, `FORBIDDEN` somebody else's, `PART_003` drawn, `PART_004` too few took part.
 */
export const drawWinners = async (ctx: Asking, { eventId, count, storeVisitBonus }: MutationDrawWinnersArgs): Promise<DrawRow> => {
  const event = await ownEvent(ctx, eventId);
  if (count < 1) throw badInput('count', { en: 'Draw one winner at least.', ko: '당첨자는 한 명 이상이어야 합니다.' });
  const command = { count, storeVisitBonus: storeVisitBonus ?? false };
  refuseDraw(command, stateOf(event));
  const seed = openSeed(ctx, event.sealedSeed);
  const drawing = beginDrawing(seed, count);
  await addEntries(drawing, ctx.database.sql, event, command);
  return ctx.transaction(async (tx) => {
    const locked = await tx.em.findOneOrFail(EventEntity, event.id, { lockMode: LockMode.PESSIMISTIC_WRITE });
    refuseDraw(command, stateOf(locked));
    await addEntries(drawing, tx.sql, locked, command);
    const { winners, ...decided } = decideDraw(command, stateOf(locked), seed, drawing);
    const draw = tx.em.create(DrawEntity, { id: ctx.newId(), eventId: locked.id, drawnAt: ctx.now(), ...decided });
    locked.drawnAt = draw.drawnAt;
    locked.version += 1;
    await rankWinners(tx.sql, locked.id, winners);
    tx.ring(participationBell(locked.id));
    return draw;
  });
};

const ownEvent = async (ctx: Asking, id: string): Promise<EventRow> => {
  requireIdentity(ctx);
  const event = isUuid(id) ? await ctx.database.em().findOne(EventEntity, { id }) : null;
  if (event === null) throw new CodedError('EVENT_001');
  requireOwner(ctx, event.ownerId);
  return event;
};

const stateOf = ({ drawnAt, participantCount }: EventRow) => ({ drawn: Boolean(drawnAt), participants: participantCount });

/** Adds the entries that the draw does not have yet. */
const addEntries = async (drawing: Drawing, sql: Sql, { id }: EventRow, { storeVisitBonus }: DrawCommand): Promise<void> => {
  for await (const page of entriesOfEvent(sql, id, drawing.last())) drawing.add(weightedEntries(page, storeVisitBonus));
};

const rankWinners = async (sql: Sql, eventId: string, winners: readonly number[]): Promise<void> =>
  void (await sql(
    `update participants set winner_rank = drawn.rank
     from unnest($2::int[]) with ordinality as drawn (entry_number, rank)
     where event_id = $1::uuid and participants.entry_number = drawn.entry_number`,
    [eventId, winners],
  ));
