import type { IndustryProfile } from '../industry-profile.ts';

export const other: IndustryProfile = {
  averageSpend: 20_000,
  response: 0.75,
  seasonality: { SPRING: 1.05, SUMMER: 1, AUTUMN: 1.05, WINTER: 1 },
  items: {
    SPRING: ['봄 특별 행사', '봄나들이 혜택', '새봄 첫 만남'],
    SUMMER: ['여름 특별 행사', '휴가철 혜택', '시원한 여름 한정'],
    AUTUMN: ['가을 특별 행사', '한가위 혜택', '가을 한정'],
    WINTER: ['겨울 특별 행사', '연말 혜택', '겨울 한정'],
  },
  prizes: {
    LOW: [
      { name: '3천 원 이용 쿠폰', value: 2_400, winners: 30 },
      { name: '기념품', value: 3_000, winners: 25 },
      { name: '음료 교환권', value: 2_000, winners: 35 },
    ],
    MEDIUM: [
      { name: '1만 원 이용권', value: 8_000, winners: 25 },
      { name: '지역 상품권 1만 원', value: 10_000, winners: 20 },
      { name: '선물 꾸러미', value: 15_000, winners: 12 },
    ],
    HIGH: [
      { name: '5만 원 이용권', value: 40_000, winners: 12 },
      { name: '지역 상품권 5만 원', value: 50_000, winners: 10 },
      { name: '10만 원 선물 세트', value: 85_000, winners: 6 },
    ],
  },
  ideas: {
    NEW_CUSTOMERS: [
      {
        title: '{area} 이웃께 드리는 첫인사',
        description: '{shop}{이/가} {occasion}{을/를} 맞아 처음 오시는 분께 인사드립니다. 추첨으로 {prize}{을/를} 드립니다.',
        participation: '이벤트 페이지에서 응모하고 첫 방문 때 화면을 보여 주세요.',
      },
      {
        title: '처음 오셨나요? {item}',
        description: '{shop}{을/를} 처음 찾은 분께 {item} 소식과 함께 {prize}의 기회를 드립니다.',
        participation: '이벤트 페이지에서 이름과 휴대전화 번호로 응모하세요.',
      },
    ],
    REVISIT: [
      {
        title: '다시 만나 반가운 {season}',
        description: '{shop}{을/를} 다시 찾아 주신 분께 감사드립니다. 추첨으로 {prize}{을/를} 드립니다.',
        participation: '다시 방문해 매장 QR 코드로 응모하세요.',
      },
      {
        title: '{occasion} 단골 감사 주간',
        description: '{item}{을/를} 단골손님께 먼저 알려 드립니다. {prize}의 주인공이 되어 보세요.',
        participation: '재방문 후 이벤트 페이지에서 응모하세요.',
      },
    ],
    SALES: [
      {
        title: '{item}, 이용하고 응모하고',
        description: '{season} 동안 {shop}{을/를} 이용하신 분께 {prize}의 기회를 드립니다.',
        participation: '이용 후 이벤트 페이지에서 응모하세요.',
      },
      {
        title: '{occasion} 행운 영수증',
        description: '영수증이 응모권이 됩니다. {shop}에서 {item}{과/와} 함께 {prize}에 도전하세요.',
        participation: '영수증을 챙겨 이벤트 페이지에서 응모하세요.',
      },
    ],
    AWARENESS: [
      {
        title: '{area}에 {shop}{이/가} 있습니다',
        description: '{shop}{을/를} 소개하는 한마디를 남겨 주세요. {occasion} 참가자 가운데 추첨으로 {prize}{을/를} 드립니다.',
        participation: '한마디를 SNS에 올리고 이벤트 페이지에서 응모하세요.',
      },
      {
        title: '{shop} 이름 맞히기',
        description: '초성만 보고 우리 가게 이름을 맞혀 보세요. {item} 소식과 함께 추첨으로 {prize}{을/를} 드립니다.',
        participation: '이벤트 페이지에서 퀴즈를 보고 응모하세요.',
      },
    ],
  },
};
