import type { IndustryProfile } from '../industry-profile.ts';

export const restaurant: IndustryProfile = {
  averageSpend: 18_000,
  response: 1,
  seasonality: { SPRING: 1.05, SUMMER: 0.95, AUTUMN: 1.05, WINTER: 1 },
  items: {
    SPRING: ['봄나물 정식', '도다리쑥국', '주꾸미볶음'],
    SUMMER: ['삼계탕', '냉면', '초계국수'],
    AUTUMN: ['버섯전골', '전어구이', '햅쌀 정식'],
    WINTER: ['따끈한 국밥', '김치전골', '굴솥밥'],
  },
  prizes: {
    LOW: [
      { name: '음료 1병 무료권', value: 2_000, winners: 30 },
      { name: '사이드 메뉴 교환권', value: 4_000, winners: 15 },
      { name: '공기밥·계란찜 세트권', value: 3_000, winners: 20 },
    ],
    MEDIUM: [
      { name: '대표 메뉴 1인 식사권', value: 10_000, winners: 20 },
      { name: '1만 원 식사 할인권', value: 8_000, winners: 25 },
      { name: '모둠 요리 교환권', value: 13_000, winners: 15 },
    ],
    HIGH: [
      { name: '4인 가족 식사권', value: 45_000, winners: 10 },
      { name: '5만 원 외식 상품권', value: 42_000, winners: 12 },
      { name: '한 달 점심 이용권', value: 120_000, winners: 4 },
    ],
  },
  ideas: {
    NEW_CUSTOMERS: [
      {
        title: '{area} 첫 한 끼, {item}{으로/로} 초대합니다',
        description:
          '{shop}에 처음 오시는 분께 {item}{을/를} 맛보실 기회를 드립니다. {occasion}에 응모하신 분 가운데 {prize}{을/를} 드립니다.',
        participation: '이벤트 페이지에서 응모한 뒤 첫 방문 때 화면을 보여 주세요.',
      },
      {
        title: '이웃이 추천하는 {item} 시식단 모집',
        description: '{area} 이웃을 {shop} 시식단으로 모십니다. 솔직한 한마디를 남겨 주시면 추첨으로 {prize}{을/를} 드립니다.',
        participation: '이름과 휴대전화 번호로 시식단에 신청하면 자동으로 응모됩니다.',
      },
    ],
    REVISIT: [
      {
        title: '한 번 더 오면 더 맛있는 {item}',
        description: '{shop}{을/를} 다시 찾아 주신 분께 감사드립니다. {season} 동안 재방문하고 응모하시면 {prize}{을/를} 드립니다.',
        participation: '식사 후 계산대의 QR 코드로 응모하고 방문을 표시해 주세요.',
      },
      {
        title: '{occasion} 단골 감사 밥상',
        description: '늘 찾아 주시는 단골손님을 위해 {item} 밥상을 준비했습니다. 추첨으로 {prize}{을/를} 드립니다.',
        participation: '매장을 다시 방문해 이벤트 페이지에서 응모하세요.',
      },
    ],
    SALES: [
      {
        title: '{item} 주문하고 한 상 더',
        description: '{season} 동안 {shop}에서 {item}{을/를} 주문하신 분께 {prize}의 기회를 드립니다.',
        participation: '주문 후 영수증을 챙겨 이벤트 페이지에서 응모하세요.',
      },
      {
        title: '{occasion} 세트 메뉴 행운 영수증',
        description: '세트 메뉴를 드신 영수증이 곧 응모권입니다. {shop}에서 {item}{과/와} 함께 {prize}{을/를} 받아 가세요.',
        participation: '세트 메뉴를 드시고 이벤트 페이지에서 응모하세요.',
      },
    ],
    AWARENESS: [
      {
        title: '{area} 맛집 지도에 {shop}{을/를} 그려 주세요',
        description:
          '{shop}의 {item} 사진 한 장이면 충분합니다. {occasion} 동안 우리 동네에 소개해 주신 분 가운데 {prize}{을/를} 드립니다.',
        participation: '매장이나 음식 사진을 SNS에 올리고 이벤트 페이지에서 응모하세요.',
      },
      {
        title: '{item} 하면 떠오르는 집은?',
        description: '간단한 초성 퀴즈를 풀면서 {shop}{을/를} 알아가 보세요. 맞히신 분 가운데 추첨으로 {prize}{을/를} 드립니다.',
        participation: '이벤트 페이지에서 퀴즈를 보고 응모하세요.',
      },
    ],
  },
};
