import type { IndustryProfile } from '../industry-profile.ts';

export const service: IndustryProfile = {
  averageSpend: 50_000,
  response: 0.55,
  seasonality: { SPRING: 1.1, SUMMER: 1, AUTUMN: 1, WINTER: 1 },
  items: {
    SPRING: ['봄맞이 점검', '이사철 서비스', '봄 대청소'],
    SUMMER: ['여름 점검', '장마 대비 관리', '에어컨 관리'],
    AUTUMN: ['가을 정비', '환절기 관리', '명절 준비 서비스'],
    WINTER: ['겨울 대비 점검', '연말 정리 서비스', '난방 관리'],
  },
  prizes: {
    LOW: [
      { name: '3천 원 이용 쿠폰', value: 2_400, winners: 30 },
      { name: '생활용품 세트', value: 3_500, winners: 20 },
      { name: '무료 견적과 사은품', value: 3_000, winners: 22 },
    ],
    MEDIUM: [
      { name: '2만 원 이용권', value: 14_000, winners: 15 },
      { name: '기본 서비스 1회권', value: 18_000, winners: 12 },
      { name: '커피 상품권 1만 원', value: 10_000, winners: 20 },
    ],
    HIGH: [
      { name: '10만 원 이용권', value: 70_000, winners: 7 },
      { name: '종합 서비스 1회권', value: 85_000, winners: 6 },
      { name: '1년 정기 점검권', value: 120_000, winners: 4 },
    ],
  },
  ideas: {
    NEW_CUSTOMERS: [
      {
        title: '{area} 첫 이용, {item}부터',
        description: '{shop}{을/를} 처음 이용하시는 분께 믿음을 드리고 싶습니다. 응모하시면 추첨으로 {prize}{을/를} 드립니다.',
        participation: '이벤트 페이지에서 응모하고 첫 이용 때 말씀해 주세요.',
      },
      {
        title: '{occasion} 무료 상담 신청',
        description: '{item}, 혼자 고민하지 마세요. {shop}에 상담을 신청하신 분 가운데 {prize}{을/를} 드립니다.',
        participation: '이벤트 페이지에서 이름과 휴대전화 번호로 신청하세요.',
      },
    ],
    REVISIT: [
      {
        title: '다시 맡겨 주셔서 고맙습니다',
        description: '{shop}{을/를} 다시 찾아 주신 분께 {item} 안내와 함께 {prize}의 기회를 드립니다.',
        participation: '재이용 후 이벤트 페이지에서 응모하세요.',
      },
      {
        title: '{occasion} 단골 안심 {item}',
        description: '늘 맡겨 주시는 분을 먼저 챙깁니다. 추첨으로 {prize}{을/를} 드립니다.',
        participation: '다시 예약하고 이벤트 페이지에서 응모하세요.',
      },
    ],
    SALES: [
      {
        title: '{item} 지금 예약, 행운은 덤',
        description: '{season} 동안 {item}{을/를} 예약하신 분께 {prize}의 기회를 드립니다.',
        participation: '예약 후 이벤트 페이지에서 응모하세요.',
      },
      {
        title: '이웃과 함께 신청하는 {item}',
        description: '{area} 이웃과 함께 신청하면 더 가볍습니다. {shop}에서 {prize}{을/를} 받아 가세요.',
        participation: '함께 신청하고 각자 이벤트 페이지에서 응모하세요.',
      },
    ],
    AWARENESS: [
      {
        title: '{area} 해결사, {shop}{을/를} 소개합니다',
        description: '{item}{이/가} 필요할 때 떠올려 주세요. {occasion} 동안 소식을 나눠 주신 분께 추첨으로 {prize}{을/를} 드립니다.',
        participation: '소식을 SNS에 나누고 이벤트 페이지에서 응모하세요.',
      },
      {
        title: '생활 고민 한 줄 공모',
        description: '{season}에 겪은 생활 고민을 들려주세요. {shop}{이/가} 답하고 추첨으로 {prize}{을/를} 드립니다.',
        participation: '이벤트 페이지에서 응모하고 고민을 남겨 주세요.',
      },
    ],
  },
};
