import { describe, expect, it } from '@jest/globals';
import type { CodedError } from '#kit/errors.ts';
import type { Image } from '#schema/image.ts';
import type { Recommendation } from '#schema/recommendation.ts';
import type { Draft } from '#schema/store/draft.ts';
import { decideChannels } from './decide-channels.ts';
import { decideChoice } from './decide-choice.ts';
import { decideImage } from './decide-image.ts';
import { decideDiscard, decidePublication, decidePublished } from './decide-publication.ts';
import { decideSchedule } from './decide-schedule.ts';
import { missingOf, ownDraft } from './draft.ts';
import { newDraft } from './new-draft.ts';

const now = new Date('2026-05-01T00:00:00.000Z');
const at = (offsetMs: number) => new Date(now.getTime() + offsetMs);
const id = (n: number) => `d7c5a5d2-3f0c-4f57-9a3f-7b1b7d0b6f0${n}`;
const draft = newDraft(
  { id: id(1), ownerId: id(2), objective: 'SALES', store: { name: '마당', industry: 'CAFE', address: '서울 마포구' } },
  now,
);
const plan: Recommendation = {
  id: id(3),
  tier: 'LOW',
  title: '제목',
  description: '설명',
  prize: '경품',
  participationMethod: '응모',
  channels: ['SNS'],
  estimatedCost: '1000.00',
  estimatedParticipants: 1,
  revenuePerParticipant: '10.00',
  estimatedRoi: '0.00',
  rationale: '이유',
  source: 'rules',
};
const image: Image = {
  id: id(4),
  style: 'SIMPLE',
  platform: 'KAKAO',
  width: 800,
  height: 800,
  url: '/images/1.png',
  createdAt: now.toISOString(),
};
const complete: Draft = decideSchedule(
  { startsAt: at(-1), endsAt: at(1000) },
  decideChannels(
    { channels: ['SNS'] },
    decideImage({ imageId: id(4) }, decideChoice({ recommendationId: id(3) }, draft, [plan], now), [image], now),
    now,
  ),
  now,
);
const codeOf = (action: () => unknown): { code: string; field?: string } => {
  try {
    action();
  } catch (error) {
    const { code, field } = error as CodedError;
    return field === undefined ? { code } : { code, field };
  }
  throw new Error('Nothing was thrown.');
};

describe('a draft', () => {
  it('lives for 7 days from its last change', () => {
    expect(draft.expiresAt).toBe('2026-05-08T00:00:00.000Z');
    expect(decideChannels({ channels: ['SNS'] }, draft, at(1000)).expiresAt).toBe('2026-05-08T00:00:01.000Z');
  });

  it('of somebody else answers exactly like one that does not exist', () => {
    expect(codeOf(() => ownDraft(draft, id(9)))).toEqual(codeOf(() => ownDraft(null, id(9))));
    expect(ownDraft(draft, id(2))).toBe(draft);
  });

  it('says what it still lacks', () => {
    expect(missingOf(draft, now)).toEqual(['chosen', 'image', 'channels', 'startsAt', 'endsAt']);
    expect(missingOf(complete, now)).toEqual([]);
    expect(missingOf(complete, at(1000))).toEqual(['endsAt']);
  });

  it('grows its version with every change and refuses an edit made on an older one', () => {
    expect(complete.version).toBe(5);
    expect(codeOf(() => decideChannels({ channels: ['SNS'], version: 4 }, complete, now))).toEqual({ code: 'EVENT_005' });
    expect(decideChannels({ channels: ['SNS'], version: 5 }, complete, now).version).toBe(6);
  });

  it.each([
    ['', 'input.store.name'],
    ['가'.repeat(101), 'input.store.name'],
    ['a\u0000b', 'input.store.name'],
    ['\ud800', 'input.store.name'],
    ['\u200b', 'input.store.name'],
    ['마당\u202e점', 'input.store.name'],
  ])('refuses the store name %j', (name, field) => {
    expect(codeOf(() => newDraft({ ...draft, store: { ...draft.store, name } }, now))).toEqual({ code: 'BAD_USER_INPUT', field });
  });
});

describe('the choice of a plan', () => {
  it('takes only a plan of this draft', () => {
    expect(codeOf(() => decideChoice({ recommendationId: id(8) }, draft, [plan], now))).toEqual({ code: 'EVENT_004' });
  });

  it('puts the owner’s words in place of the plan’s; what is left out stays, also the next time', () => {
    const first = decideChoice({ recommendationId: id(3), edit: { title: ' 새 제목 ', targetRoi: '120.00' } }, draft, [plan], now);
    expect(first.chosen).toEqual({ ...plan, title: '새 제목', targetRoi: '120.00' });
    expect(decideChoice({ recommendationId: id(3), edit: { prize: '새 경품' } }, first, [], now).chosen).toEqual({
      ...first.chosen,
      prize: '새 경품',
    });
  });

  it.each([
    [{ title: ' ' }, 'edit.title'],
    [{ title: '가'.repeat(61) }, 'edit.title'],
    [{ description: 'a\u0007' }, 'edit.description'],
    [{ prize: '가'.repeat(101) }, 'edit.prize'],
    [{ targetRoi: '1000000.01' }, 'edit.targetRoi'],
  ])('refuses the edit %j', (edit, field) => {
    expect(codeOf(() => decideChoice({ recommendationId: id(3), edit }, draft, [plan], now))).toEqual({ code: 'BAD_USER_INPUT', field });
  });
});

describe('image, channels and dates', () => {
  it('an image of another draft is EVENT_004', () => {
    expect(codeOf(() => decideImage({ imageId: id(8) }, draft, [image], now))).toEqual({ code: 'EVENT_004' });
  });

  it('a channel named twice counts once, none is refused', () => {
    expect(decideChannels({ channels: ['SNS', 'URIDONGNE_TV', 'SNS'] }, draft, now).channels).toEqual(['URIDONGNE_TV', 'SNS']);
    expect(codeOf(() => decideChannels({ channels: [] }, draft, now))).toEqual({ code: 'BAD_USER_INPUT', field: 'channels' });
  });

  it('the start may be past; the end follows the start and now', () => {
    expect(decideSchedule({ startsAt: at(-5000), endsAt: at(1) }, draft, now)).toMatchObject({ endsAt: at(1).toISOString() });
    for (const [startsAt, endsAt] of [
      [at(5), at(5)],
      [at(-5), at(0)],
      [at(0), at(400 * 86_400_000)],
    ] as const) {
      expect(codeOf(() => decideSchedule({ startsAt, endsAt }, draft, now))).toEqual({ code: 'BAD_USER_INPUT', field: 'endsAt' });
    }
  });
});

describe('publication', () => {
  it('of an incomplete draft is EVENT_003', () => {
    expect(codeOf(() => decidePublication(draft, now))).toEqual({ code: 'EVENT_003' });
    const ko = '초안이 완성되지 않았습니다. 기획안, 이미지, 채널, 시작 일시, 종료 일시 항목을 채운 뒤 다시 게시해 주세요.';
    const words = { en: 'The draft is not complete. Supply chosen, image, channels, startsAt, endsAt, then publish again.', ko };
    expect(() => decidePublication(draft, now)).toThrow(expect.objectContaining({ words }));
  });

  it('sets the draft to PUBLISHING, then to PUBLISHED, and leaves it there', () => {
    const publishing = decidePublication(complete, now)!;
    expect(publishing.state).toBe('PUBLISHING');
    expect(decidePublication(publishing, now)).toBeNull();
    const published = decidePublished(publishing, now)!;
    expect(published.state).toBe('PUBLISHED');
    expect(decidePublished(published, now)).toBeNull();
    expect(decidePublication(published, now)).toBeNull();
  });

  it('and discarding exclude each other, and end all edits', () => {
    const publishing = decidePublication(complete, now)!;
    const discarded = decideDiscard(complete, now);
    for (const action of [
      () => decideDiscard(publishing, now),
      () => decideDiscard(discarded, now),
      () => decidePublication(discarded, now),
      () => decideChannels({ channels: ['SNS'] }, publishing, now),
      () => decideChoice({ recommendationId: id(3) }, discarded, [plan], now),
      () => decideImage({ imageId: id(4) }, discarded, [image], now),
      () => decideSchedule({ startsAt: at(0), endsAt: at(1) }, discarded, now),
    ]) {
      expect(codeOf(action)).toEqual({ code: 'EVENT_002' });
    }
  });
});
