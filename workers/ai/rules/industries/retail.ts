import type { IndustryProfile } from '../industry-profile.ts';

export const retail: IndustryProfile = {
  averageSpend: 25_000,
  response: 0.9,
  seasonality: { SPRING: 1, SUMMER: 0.95, AUTUMN: 1.1, WINTER: 1.1 },
  items: {
    SPRING: ['봄 신상품', '나들이 용품', '꽃무늬 소품'],
    SUMMER: ['여름 필수품', '휴가 준비물', '시원한 소품'],
    AUTUMN: ['가을 신상품', '명절 선물', '캠핑 용품'],
    WINTER: ['겨울 방한용품', '연말 선물', '따뜻한 소품'],
  },
  prizes: {
    LOW: [
      { name: '3천 원 할인 쿠폰', value: 2_400, winners: 30 },
      { name: '에코백', value: 2_500, winners: 25 },
      { name: '생활 소품 세트', value: 3_000, winners: 20 },
    ],
    MEDIUM: [
      { name: '1만 원 구매권', value: 8_000, winners: 25 },
      { name: '인기 상품 교환권', value: 12_000, winners: 15 },
      { name: '계절 선물 꾸러미', value: 15_000, winners: 12 },
    ],
    HIGH: [
      { name: '5만 원 구매권', value: 40_000, winners: 12 },
      { name: '베스트 상품 풀세트', value: 60_000, winners: 8 },
      { name: '10만 원 쇼핑 지원금', value: 80_000, winners: 6 },
    ],
  },
  ideas: {
    NEW_CUSTOMERS: [
      {
        title: '{area} 첫 쇼핑, {item}부터',
        description: '{shop}에 처음 오시는 분을 위해 {item}{을/를} 준비했습니다. 응모하시면 추첨으로 {prize}{을/를} 드립니다.',
        participation: '이벤트 페이지에서 응모하고 첫 구매 때 화면을 보여 주세요.',
      },
      {
        title: '{occasion} 첫 손님 보물찾기',
        description: '매장 곳곳에 숨은 표시를 찾아보세요. {shop}의 {item}{과/와} 함께 {prize}의 행운을 드립니다.',
        participation: '매장을 둘러보고 이벤트 페이지에서 응모하세요.',
      },
    ],
    REVISIT: [
      {
        title: '다시 만난 {item}, 단골 혜택',
        description: '{shop}에서 다시 구매하시는 분께 감사의 마음으로 {prize}의 기회를 드립니다.',
        participation: '재구매 후 영수증을 챙겨 이벤트 페이지에서 응모하세요.',
      },
      {
        title: '{occasion} 단골 감사 꾸러미',
        description: '{season}마다 찾아 주시는 분께 {item} 소식을 먼저 전합니다. 추첨으로 {prize}{을/를} 드립니다.',
        participation: '매장을 다시 방문해 이벤트 페이지에서 응모하세요.',
      },
    ],
    SALES: [
      {
        title: '{item} 담고 행운도 담고',
        description: '{season} 동안 {item}{을/를} 구매하시면 응모 기회를 드립니다. {shop}에서 {prize}{을/를} 받아 가세요.',
        participation: '구매 후 이벤트 페이지에서 응모하세요.',
      },
      {
        title: '{occasion} 영수증 추첨 대잔치',
        description: '{shop}의 영수증 한 장이 응모권이 됩니다. {item}{을/를} 장만하고 {prize}에 도전하세요.',
        participation: '구매 영수증을 보관하고 이벤트 페이지에서 응모하세요.',
      },
    ],
    AWARENESS: [
      {
        title: '{shop}에는 무엇이 있을까?',
        description: '{area}의 {shop}에서 {item}{을/를} 찾아 소개해 주세요. 추첨으로 {prize}{을/를} 드립니다.',
        participation: '매장 사진을 SNS에 올리고 이벤트 페이지에서 응모하세요.',
      },
      {
        title: '{item} 고르기 투표',
        description: '어떤 {item}{이/가} 가장 마음에 드시나요? {occasion} 투표에 참여하신 분 가운데 {prize}{을/를} 드립니다.',
        participation: '마음에 드는 상품을 고르고 이벤트 페이지에서 응모하세요.',
      },
    ],
  },
};
