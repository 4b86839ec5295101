import { CodedError } from '#kit/errors.ts';
import { type Draft, DraftDocument } from '#schema/store/draft.ts';

/** What an owner decides about a draft, one step after the other. */
export type DraftChoices = Pick<Draft, 'chosen' | 'image' | 'channels' | 'startsAt' | 'endsAt'>;

/** A draft written at `now` lives its whole time again (spec §5: 7 days from its last change). */
export const touched = <Part extends Partial<Draft>>(now: Date, part: Part): Part & Pick<Draft, 'updatedAt' | 'expiresAt'> => ({
  ...part,
  updatedAt: now.toISOString(),
  expiresAt: new Date(now.getTime() + DraftDocument.ttlMs).toISOString(),
});

/** The draft when it is `userId`'s. Somebody else's answers exactly like one that does not exist: `EVENT_001` (spec §2). */
export const ownDraft = (draft: Draft | null, userId: string): Draft => {
  if (draft === null || draft.ownerId !== userId) throw new CodedError('EVENT_001');
  return draft;
};

/** The draft when it can still be changed, else `EVENT_002`; one newer than the `version` that the client read is `EVENT_005`. */
export const editableDraft = (draft: Draft, version?: number | null): Draft => {
  if (draft.state !== 'OPEN') throw new CodedError('EVENT_002');
  if (version !== undefined && version !== null && version !== draft.version) throw new CodedError('EVENT_005');
  return draft;
};

/** The next version of a draft. */
export const changedDraft = (draft: Draft, now: Date, change: Partial<DraftChoices> | Pick<Draft, 'state'>): Draft =>
  touched(now, { ...draft, ...change, version: draft.version + 1 });

/** What a draft lacks before it can be published, as names of `EventDraft`'s fields; an end that has passed is lacking too. */
export const missingOf = (draft: DraftChoices, now: Date): (keyof DraftChoices)[] => {
  const lacking: Record<keyof DraftChoices, boolean> = {
    chosen: draft.chosen === null,
    image: draft.image === null,
    channels: draft.channels.length === 0,
    startsAt: draft.startsAt === null,
    endsAt: draft.endsAt === null || Date.parse(draft.endsAt) <= now.getTime(),
  };
  return (Object.keys(lacking) as (keyof DraftChoices)[]).filter((field) => lacking[field]);
};
