import type { Industry } from '#schema/enums.ts';
import type { PosterRequest } from './poster-request.ts';
import { graphemes, printableText } from './printable-text.ts';
import type { Typeface } from './typeface.ts';

/** What stands on a poster, ready to be set; empty where there is nothing to say. */
export type PosterWords = { shop: string; place: string; title: string; prize: string; method: string; period: string };

const industryNames: Record<Industry, string> = {
  RESTAURANT: '음식점',
  CAFE: '카페',
  RETAIL: '상점',
  BEAUTY: '뷰티',
  FITNESS: '피트니스',
  EDUCATION: '교육',
  SERVICE: '생활 서비스',
  OTHER: '우리 동네 가게',
};

const dayFormat = new Intl.DateTimeFormat('ko-KR', {
  timeZone: 'Asia/Seoul',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  weekday: 'short',
});

const dayOf = (instant: string): { year: string; day: string } => {
  const parts = Object.fromEntries(dayFormat.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]));
  return { year: parts.year ?? '', day: `${parts.month}.${parts.day}(${parts.weekday})` };
};

const periodText = (period: PosterRequest['period']): string => {
  if (period === null) return '';
  const [start, end] = [dayOf(period.startsAt), dayOf(period.endsAt)];
  if (start.year === end.year && start.day === end.day) return `${start.year}.${start.day}`;
  return `${start.year}.${start.day} – ${start.year === end.year ? '' : `${end.year}.`}${end.day}`;
};

const LONGEST_DISTRICT = 40;

/** City and district of a Korean address: its first two words, or the first alone; nothing when that is longer than the name of any place. */
const districtOf = (address: string): string => {
  const [city = '', district = ''] = address.split(' ');
  return [`${city} ${district}`.trim(), city].find((text) => graphemes(text).length <= LONGEST_DISTRICT) ?? '';
};

/** Cleans a request's words for the typeface. A title that has nothing drawable becomes "이벤트"; other words are left out. */
export const posterWords = ({ store, plan, period }: PosterRequest, typeface: Typeface): PosterWords => {
  const clean = (text: string) => printableText(text, typeface.draws);
  const place = [districtOf(clean(store.address)), industryNames[store.industry]].filter((part) => part !== '').join(' · ');
  return {
    shop: clean(store.name),
    place,
    title: clean(plan.title) || '이벤트',
    prize: clean(plan.prize),
    method: clean(plan.participationMethod),
    period: periodText(period),
  };
};
