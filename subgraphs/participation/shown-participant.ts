import type { Asking } from './context.ts';
import type { ParticipantRow } from './participant.entity.ts';
import { maskName } from './participant-name.ts';
import { maskPhone, openPhone } from './phone.ts';
import type { Participant } from './schema.generated.ts';

/** A participant as the one who asks may see it: name and phone number masked for all but the event's owner (spec §5). */
export const shownParticipant = ({ encryption, identity }: Asking, row: ParticipantRow, ownerId: string): Participant => {
  const { id, channel, storeVisit, entryNumber, registeredAt, winnerRank } = row;
  const phone = openPhone(encryption, row.sealedPhone);
  const personal = identity?.userId === ownerId ? { name: row.name, phone } : { name: maskName(row.name), phone: maskPhone(phone) };
  return { id, ...personal, channel, storeVisit, entryNumber, registeredAt, winner: typeof winnerRank === 'number' };
};
