import { CodedError } from '#kit/errors.ts';
import type { Draft } from '#schema/store/draft.ts';
import { changedDraft, type DraftChoices, missingOf } from './draft.ts';

/** What an owner calls the parts of a draft. */
const NAMES: Record<keyof DraftChoices, string> = {
  chosen: '기획안',
  image: '이미지',
  channels: '채널',
  startsAt: '시작 일시',
  endsAt: '종료 일시',
};

/** Begins the publication of a complete draft; one that is being or was published stays as it is (null). `EVENT_003` names what is missing. */
export const decidePublication = (draft: Draft, now: Date): Draft | null => {
  switch (draft.state) {
    case 'PUBLISHING':
    case 'PUBLISHED':
      return null;
    case 'DISCARDED':
      throw new CodedError('EVENT_002');
    case 'OPEN': {
      const missing = missingOf(draft, now);
      if (missing.length > 0)
        throw new CodedError('EVENT_003', {
          message: {
            en: `The draft is not complete. Supply ${missing.join(', ')}, then publish again.`,
            ko: `초안이 완성되지 않았습니다. ${missing.map((field) => NAMES[field]).join(', ')} 항목을 채운 뒤 다시 게시해 주세요.`,
          },
        });
      return changedDraft(draft, now, { state: 'PUBLISHING' });
    }
    default:
      throw new Error(`An unknown state of a draft: ${draft.state satisfies never}`);
  }
};

/** Ends the publication, once the event is in the database; null when that was told already. */
export const decidePublished = (draft: Draft, now: Date): Draft | null =>
  draft.state === 'PUBLISHING' ? changedDraft(draft, now, { state: 'PUBLISHED' }) : null;

/** Gives a draft up. `EVENT_002` once it was published or given up. */
export const decideDiscard = (draft: Draft, now: Date): Draft => {
  if (draft.state !== 'OPEN') throw new CodedError('EVENT_002');
  return changedDraft(draft, now, { state: 'DISCARDED' });
};
