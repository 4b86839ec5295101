import { reaction } from '#kit/reaction.ts';
import { EventCreated } from '#schema/events/event.ts';
import type { Context } from './context.ts';

/** `event.created`: the draft, whose id is the event's, has become one; its pictures stay for ever (`forget-pictures.ts`). */
export const onEventCreated = reaction({
  name: 'content.on-event-created',
  on: [EventCreated],
  together: true,
  handle: async (_: Context, { sql }, messages) => {
    await sql(
      `insert into image_drafts (draft_id, published) select distinct id, true from unnest($1::uuid[]) as id order by id
       on conflict (draft_id) do update set published = true`,
      [messages.map(({ data }) => data.eventId)],
    );
  },
});
