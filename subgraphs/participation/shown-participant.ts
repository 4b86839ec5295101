import type { Asking } from './context.ts';
import type { ParticipantRow } from './participant.entity.ts';
import { maskName } from './participant-name.ts';
import { ERASED_PHONE, maskPhone, openPhone } from './phone.ts';
import type { Participant } from './schema.generated.ts';

/** A participant as the one who asks may see it: name and phone number masked for all but the event's owner (spec §5), and for everybody once they were erased. */
export const shownParticipant = ({ encryption, identity }: Asking, row: ParticipantRow, ownerId: string): Participant => {
  const { id, channel, storeVisit, entryNumber, registeredAt, winnerRank } = row;
  const shared = { id, channel, storeVisit, entryNumber, registeredAt, winner: typeof winnerRank === 'number' };
  const phone = openPhone(encryption, row.sealedPhone);
  if (phone === null) return { ...shared, name: maskName(''), phone: ERASED_PHONE };
  const personal = identity?.userId === ownerId ? { name: row.name, phone } : { name: maskName(row.name), phone: maskPhone(phone) };
  return { ...shared, ...personal };
};
