import type { IndustryProfile } from '../industry-profile.ts';

export const cafe: IndustryProfile = {
  averageSpend: 7_500,
  response: 1.3,
  seasonality: { SPRING: 1.1, SUMMER: 1.15, AUTUMN: 1, WINTER: 0.95 },
  items: {
    SPRING: ['딸기 라떼', '벚꽃 에이드', '쑥 크림 라떼'],
    SUMMER: ['수박 주스', '콜드브루', '팥빙수'],
    AUTUMN: ['밤 라떼', '무화과 타르트', '단호박 케이크'],
    WINTER: ['뱅쇼', '고구마 라떼', '딸기 케이크'],
  },
  prizes: {
    LOW: [
      { name: '아메리카노 교환권', value: 1_500, winners: 40 },
      { name: '음료 사이즈 업 쿠폰', value: 800, winners: 60 },
      { name: '쿠키 교환권', value: 1_800, winners: 30 },
    ],
    MEDIUM: [
      { name: '음료와 조각 케이크 세트', value: 6_000, winners: 25 },
      { name: '1만 원 음료권', value: 6_500, winners: 25 },
      { name: '드립백 선물 세트', value: 8_000, winners: 20 },
    ],
    HIGH: [
      { name: '한 달 커피 구독권', value: 40_000, winners: 8 },
      { name: '홀케이크와 원두 세트', value: 32_000, winners: 10 },
      { name: '텀블러와 음료 10잔권', value: 30_000, winners: 12 },
    ],
  },
  ideas: {
    NEW_CUSTOMERS: [
      {
        title: '처음 뵙겠습니다, {item} 한 잔',
        description: '{area}에서 {shop}{을/를} 처음 만나는 분께 인사드립니다. 응모하시면 추첨으로 {prize}{을/를} 드립니다.',
        participation: '이벤트 페이지에서 응모하고 첫 주문 때 화면을 보여 주세요.',
      },
      {
        title: '{occasion}, 나에게 맞는 커피 찾기',
        description: '취향을 고르면 {shop}에서 어울리는 한 잔을 권해 드립니다. {item} 시음과 함께 {prize}의 행운도 드립니다.',
        participation: '이벤트 페이지에서 이름과 휴대전화 번호로 응모하세요.',
      },
    ],
    REVISIT: [
      {
        title: '다시 오는 길, {item}{이/가} 기다려요',
        description: '{season} 동안 {shop}에 다시 들러 주시면 응모 기회를 드립니다. 추첨으로 {prize}{을/를} 드립니다.',
        participation: '두 번째 방문부터 매장 QR 코드로 응모할 수 있습니다.',
      },
      {
        title: '{occasion} 단골 도장 행운',
        description: '도장 하나가 응모권 한 장이 됩니다. {shop} 단골이라면 {prize}{을/를} 노려 보세요.',
        participation: '방문해 도장을 받고 이벤트 페이지에서 응모하세요.',
      },
    ],
    SALES: [
      {
        title: '{item} 더하기 디저트, 행운은 덤',
        description: '{item}{과/와} 디저트를 함께 주문하신 분께 {prize}의 기회를 드립니다.',
        participation: '음료와 디저트를 주문하고 이벤트 페이지에서 응모하세요.',
      },
      {
        title: '오후 3시의 {item}',
        description: '한가한 오후에 오시면 더 즐겁습니다. {shop}에서 {season} 오후에 주문하고 {prize}{을/를} 받아 가세요.',
        participation: '오후에 주문한 뒤 이벤트 페이지에서 응모하세요.',
      },
    ],
    AWARENESS: [
      {
        title: '{area} 햇살 좋은 자리, {shop} 사진전',
        description:
          '{shop}에서 찍은 한 장을 보여 주세요. {item}{과/와} 함께한 {occasion} 사진을 나눠 주신 분께 추첨으로 {prize}{을/를} 드립니다.',
        participation: '카페 사진을 SNS에 올리고 이벤트 페이지에서 응모하세요.',
      },
      {
        title: '{item}의 이름을 지어 주세요',
        description: '{shop}의 새 메뉴 {item}에 별명을 붙여 주세요. 참여하신 분 가운데 추첨으로 {prize}{을/를} 드립니다.',
        participation: '이벤트 페이지에서 응모하고 매장에 별명을 남겨 주세요.',
      },
    ],
  },
};
