import { badInput } from '#kit/errors.ts';
import { isUuid } from '#kit/is-uuid.ts';
import type { Channel } from '#schema/enums.ts';
import { participantName } from './participant-name.ts';
import { phoneNumber } from './phone.ts';
import type { ParticipateInput } from './schema.generated.ts';

/** A valid entry of a customer who has agreed to the use of name and phone number. */
export type Entry = { eventId: string; name: string; phone: string; channel: Channel; storeVisit: boolean; consentMarketing: boolean };

/** The entry that an input asks for. Throws `BAD_USER_INPUT` with the field. */
export const entryOf = (input: ParticipateInput): Entry => {
  if (!isUuid(input.eventId)) throw badInput('input.eventId', 'This is not the id of an event.');
  if (!input.consentPersonalInfo) throw badInput('input.consentPersonalInfo', 'Nobody takes part without agreeing to this.');
  return {
    eventId: input.eventId.toLowerCase(),
    name: participantName('input.name', input.name),
    phone: phoneNumber('input.phone', input.phone),
    channel: input.channel,
    storeVisit: input.storeVisit ?? false,
    consentMarketing: input.consentMarketing ?? false,
  };
};
