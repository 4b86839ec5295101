import type { IndustryProfile } from '../industry-profile.ts';

export const fitness: IndustryProfile = {
  averageSpend: 90_000,
  response: 0.45,
  seasonality: { SPRING: 1.15, SUMMER: 1.05, AUTUMN: 0.95, WINTER: 1.1 },
  items: {
    SPRING: ['봄 체력 다지기', '가벼운 러닝', '다이어트 8주'],
    SUMMER: ['여름 몸매 만들기', '코어 운동', '실내 서킷'],
    AUTUMN: ['가을 근력 키우기', '자세 교정', '등산 체력반'],
    WINTER: ['새해 운동 습관', '실내 필라테스', '겨울 체온 올리기'],
  },
  prizes: {
    LOW: [
      { name: '1일 체험권', value: 3_000, winners: 30 },
      { name: '운동 수건', value: 3_500, winners: 20 },
      { name: '인바디 측정권', value: 2_000, winners: 35 },
    ],
    MEDIUM: [
      { name: '개인 지도 1회권', value: 20_000, winners: 12 },
      { name: '2주 이용권', value: 18_000, winners: 14 },
      { name: '운동 가방 세트', value: 15_000, winners: 15 },
    ],
    HIGH: [
      { name: '3개월 회원권', value: 90_000, winners: 6 },
      { name: '개인 지도 5회권', value: 100_000, winners: 5 },
      { name: '한 달 이용권과 식단 상담', value: 50_000, winners: 10 },
    ],
  },
  ideas: {
    NEW_CUSTOMERS: [
      {
        title: '첫걸음이 반, {item}',
        description: '{area}에서 운동을 시작하려는 분을 {shop}{으로/로} 모십니다. 응모하시면 추첨으로 {prize}{을/를} 드립니다.',
        participation: '이벤트 페이지에서 응모하고 체험 날짜를 정해 주세요.',
      },
      {
        title: '{occasion} 무료 체력 점검',
        description: '내 체력은 몇 살일까요? {shop}에서 점검받고 {item} 계획도 세워 보세요. 추첨으로 {prize}{을/를} 드립니다.',
        participation: '이벤트 페이지에서 이름과 휴대전화 번호로 신청하세요.',
      },
    ],
    REVISIT: [
      {
        title: '다시 시작하는 {item}',
        description: '쉬었던 운동, {season}에 다시 시작해요. {shop}{을/를} 다시 찾은 회원 가운데 {prize}{을/를} 드립니다.',
        participation: '다시 방문해 출석한 뒤 이벤트 페이지에서 응모하세요.',
      },
      {
        title: '{occasion} 출석 도전',
        description: '꾸준함이 이깁니다. {item}에 출석한 날마다 {prize}에 가까워집니다.',
        participation: '출석 후 매장 QR 코드로 응모하세요.',
      },
    ],
    SALES: [
      {
        title: '{season} 등록, 행운까지',
        description: '{season} 동안 {shop}에 등록하시면 {item} 안내와 함께 {prize}의 기회를 드립니다.',
        participation: '등록 상담 후 이벤트 페이지에서 응모하세요.',
      },
      {
        title: '친구와 함께 {item}',
        description: '둘이 하면 오래갑니다. 함께 등록하고 응모하시면 추첨으로 {prize}{을/를} 드립니다.',
        participation: '친구와 함께 방문해 각자 이벤트 페이지에서 응모하세요.',
      },
    ],
    AWARENESS: [
      {
        title: '{area} 오늘의 운동 인증',
        description: '{occasion}, 오늘 움직인 만큼 보여 주세요. {shop}{이/가} 응원하며 추첨으로 {prize}{을/를} 드립니다.',
        participation: '운동 사진을 SNS에 올리고 이벤트 페이지에서 응모하세요.',
      },
      {
        title: '1분 버티기 도전, {shop}',
        description: '누구나 할 수 있는 1분 도전입니다. {item}{과/와} 함께 알려 드리고 추첨으로 {prize}{을/를} 드립니다.',
        participation: '도전에 참여하고 이벤트 페이지에서 응모하세요.',
      },
    ],
  },
};
