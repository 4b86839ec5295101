export type Season = 'SPRING' | 'SUMMER' | 'AUTUMN' | 'WINTER';

export const seasonNames: Record<Season, string> = { SPRING: '봄', SUMMER: '여름', AUTUMN: '가을', WINTER: '겨울' };

const seasonOfMonth: readonly Season[] = [
  'WINTER',
  'WINTER',
  'SPRING',
  'SPRING',
  'SPRING',
  'SUMMER',
  'SUMMER',
  'SUMMER',
  'AUTUMN',
  'AUTUMN',
  'AUTUMN',
  'WINTER',
];

const occasions: readonly string[] = [
  '새해맞이',
  '새 학기 준비',
  '봄맞이',
  '벚꽃 시즌',
  '가정의 달',
  '초여름',
  '여름휴가',
  '한여름',
  '한가위',
  '단풍 시즌',
  '늦가을',
  '연말',
];

const monthInSeoul = (date: Date): number => new Date(date.getTime() + 9 * 3_600_000).getUTCMonth();

/** The Korean season of a moment, by the calendar month in Asia/Seoul, and the occasion that month is known for. */
export const seasonAt = (date: Date): { season: Season; occasion: string } => {
  const month = monthInSeoul(date);
  return { season: seasonOfMonth[month]!, occasion: occasions[month]! };
};
