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
  if (!isUuid(input.eventId)) throw badInput('input.eventId', { en: 'This is not the id of an event.', ko: '이벤트의 id가 아닙니다.' });
  if (!input.consentPersonalInfo)
    throw badInput('input.consentPersonalInfo', {
      en: 'Nobody takes part without agreeing to this.',
      ko: '개인정보 수집과 이용에 동의해야 참여할 수 있습니다.',
    });
  return {
    eventId: input.eventId.toLowerCase(),
    name: participantName('input.name', input.name),
    phone: phoneNumber('input.phone', input.phone),
    channel: input.channel,
    storeVisit: input.storeVisit ?? false,
    consentMarketing: input.consentMarketing ?? false,
  };
};
