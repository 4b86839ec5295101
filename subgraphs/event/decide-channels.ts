import { badInput } from '#kit/errors.ts';
import { Channel } from '#schema/enums.ts';
import type { Draft } from '#schema/store/draft.ts';
import { changedDraft, editableDraft } from './draft.ts';

const MOST_NAMES = 100;

/** Sets where the event will be shown; a channel named twice counts once. None, or an oversized list, is `BAD_USER_INPUT`. */
export const decideChannels = (command: { channels: readonly Channel[]; version?: number | null }, draft: Draft, now: Date): Draft => {
  editableDraft(draft, command.version);
  if (command.channels.length === 0)
    throw badInput('channels', { en: 'Choose at least one channel.', ko: '채널을 하나 이상 골라 주세요.' });
  if (command.channels.length > MOST_NAMES)
    throw badInput('channels', { en: 'Name each channel once.', ko: '같은 채널은 한 번만 적어 주세요.' });
  return changedDraft(draft, now, { channels: Channel.options.filter((channel) => command.channels.includes(channel)) });
};
