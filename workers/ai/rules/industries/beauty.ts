import type { IndustryProfile } from '../industry-profile.ts';

export const beauty: IndustryProfile = {
  averageSpend: 45_000,
  response: 0.7,
  seasonality: { SPRING: 1.15, SUMMER: 1, AUTUMN: 1, WINTER: 1.05 },
  items: {
    SPRING: ['봄 컬러 염색', '화사한 네일', '봄볕 진정 관리'],
    SUMMER: ['시원한 두피 관리', '여름 페디큐어', '자외선 진정 관리'],
    AUTUMN: ['가을 펌', '보습 관리', '차분한 가을 네일'],
    WINTER: ['윤기 클리닉', '겨울 보습 관리', '연말 스타일링'],
  },
  prizes: {
    LOW: [
      { name: '앞머리 커트권', value: 3_000, winners: 25 },
      { name: '핸드 마사지권', value: 4_000, winners: 20 },
      { name: '미니 헤어 에센스', value: 3_500, winners: 20 },
    ],
    MEDIUM: [
      { name: '두피·피부 진단과 기본 관리권', value: 15_000, winners: 15 },
      { name: '2만 원 시술 할인권', value: 14_000, winners: 18 },
      { name: '홈케어 제품 세트', value: 18_000, winners: 12 },
    ],
    HIGH: [
      { name: '프리미엄 시술권', value: 60_000, winners: 8 },
      { name: '10만 원 이용권', value: 70_000, winners: 7 },
      { name: '3회 집중 관리권', value: 90_000, winners: 5 },
    ],
  },
  ideas: {
    NEW_CUSTOMERS: [
      {
        title: '{area} 첫 변신, {item}',
        description: '{shop}에 처음 오시는 분의 변신을 응원합니다. 응모하시면 추첨으로 {prize}{을/를} 드립니다.',
        participation: '이벤트 페이지에서 응모하고 첫 예약 때 말씀해 주세요.',
      },
      {
        title: '{occasion} 무료 스타일 상담',
        description: '{item}{이/가} 어울릴지 궁금하셨나요? {shop}의 상담을 신청하신 분 가운데 {prize}{을/를} 드립니다.',
        participation: '이벤트 페이지에서 응모하면 상담 일정을 안내해 드립니다.',
      },
    ],
    REVISIT: [
      {
        title: '다시 가꾸는 {season}, {item}',
        description: '관리에는 때가 있습니다. {shop}{을/를} 다시 찾아 주신 분께 추첨으로 {prize}{을/를} 드립니다.',
        participation: '재방문 시술 후 매장 QR 코드로 응모하세요.',
      },
      {
        title: '{occasion} 단골 뷰티 데이',
        description: '늘 찾아 주시는 분께 {item} 혜택을 먼저 드립니다. {prize}의 주인공이 되어 보세요.',
        participation: '다음 예약을 잡고 이벤트 페이지에서 응모하세요.',
      },
    ],
    SALES: [
      {
        title: '{item} 받고 {season} 준비 끝',
        description: '{season} 동안 {item}{을/를} 받으신 분께 {prize}의 기회를 드립니다.',
        participation: '시술을 받은 뒤 이벤트 페이지에서 응모하세요.',
      },
      {
        title: '둘이 오면 더 예뻐지는 {occasion}',
        description: '친구나 가족과 함께 {shop}{을/를} 찾아 주세요. 함께 응모하시면 추첨으로 {prize}{을/를} 드립니다.',
        participation: '동반 방문 후 각자 이벤트 페이지에서 응모하세요.',
      },
    ],
    AWARENESS: [
      {
        title: '나의 {season} 스타일을 보여 주세요',
        description: '{shop}에서 완성한 스타일을 자랑해 주세요. {occasion} 사진을 나눠 주신 분께 추첨으로 {prize}{을/를} 드립니다.',
        participation: '스타일 사진을 SNS에 올리고 이벤트 페이지에서 응모하세요.',
      },
      {
        title: '{area} 뷰티 상식 퀴즈',
        description: '{item}에 얽힌 퀴즈를 풀고 {shop}{을/를} 알아 가세요. 추첨으로 {prize}{을/를} 드립니다.',
        participation: '이벤트 페이지에서 퀴즈를 보고 응모하세요.',
      },
    ],
  },
};
