import { ImagePlatform, ImageStyle } from '#schema/enums.ts';
import type { PaintedGround } from '../poster/painted-ground.ts';
import type { PosterRequest } from '../poster/poster-request.ts';

export const cafePoster: PosterRequest = {
  style: 'SIMPLE',
  platform: 'INSTAGRAM',
  store: { name: '마당 커피', industry: 'CAFE', address: '서울 마포구 연남로 12' },
  plan: {
    title: '봄맞이 첫 방문 라떼 한 잔 더',
    prize: '아메리카노 1+1 쿠폰',
    participationMethod: '매장에서 QR 코드를 찍고 이름과 전화번호를 남기면 참여 완료',
  },
  period: { startsAt: '2026-03-01T00:00:00+09:00', endsAt: '2026-03-31T21:00:00+09:00' },
  variant: 0,
};

/** Hangul, Latin, Hanja, kana, figures and emoji. */
export const posterOfAllScripts: PosterRequest = {
  ...cafePoster,
  store: { name: '마당 Bakery 麥', industry: 'CAFE', address: '서울 마포구 연남로 12' },
  plan: {
    title: '봄맞이 첫 방문 라떼 한 잔 더 ☕️',
    prize: '말차 パフェ 1+1 쿠폰 (50名)',
    participationMethod: cafePoster.plan.participationMethod,
  },
};

export const nine = (request: PosterRequest): PosterRequest[] =>
  ImageStyle.options.flatMap((style) => ImagePlatform.options.map((platform) => ({ ...request, style, platform })));

/** The hardest picture to write on: fine stripes of black, white and loud colours to every edge. */
const stripes: PaintedGround = ({ width, height }) =>
  Array.from({ length: Math.ceil(height / 8) }, (_, at) => {
    const color = ['#000000', '#ffffff', '#ff2d55', '#00c2a8', '#808080'][at % 5];
    return `<rect y="${at * 8}" width="${width}" height="8" fill="${color}"/>`;
  }).join('');

/** Each layout on each ground that it may have. */
export const groundsOfNine = nine(cafePoster).flatMap(({ style, platform }) => [
  [style, platform, 'its own ornament', null] as const,
  [style, platform, 'a painted picture', stripes] as const,
]);

/** Words of many lengths and scripts, up to what the other domains accept and beyond. */
export const hardWords = [
  '',
  '가',
  '단골 감사',
  '여름을 시원하게 보내는 우리 동네 가족 모두 함께하는 대박 경품 이벤트와 함께 찾아온 특별한 감사의 한 달',
  '스타벅스 아이스 아메리카노 기프티콘 100명, 다이슨 에어랩 멀티 스타일러 컴플리트 롱 1명, 그리고 참여자 전원 10% 할인 쿠폰',
  'Supercalifragilisticexpialidocious'.repeat(3),
  'W'.repeat(200),
  '가'.repeat(300),
  '나 '.repeat(150),
  '🎉 GRAND OPEN 🎁 그랜드 오픈 ❤️ 50% SALE!! 👨‍👩‍👧‍👦🇰🇷',
  '<svg onload=alert(1)>"&\u202e\u0000\ufeff',
  '1\n2\t3\u200b4',
  '好運館 淸潭本店 韓牛 一人前 ラーメン すし',
];
