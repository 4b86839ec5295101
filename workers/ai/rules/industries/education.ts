import type { IndustryProfile } from '../industry-profile.ts';

export const education: IndustryProfile = {
  averageSpend: 150_000,
  response: 0.35,
  seasonality: { SPRING: 1.2, SUMMER: 1.05, AUTUMN: 0.95, WINTER: 1.15 },
  items: {
    SPRING: ['새 학기 진단 수업', '봄 학습 습관반', '기초 다지기반'],
    SUMMER: ['여름방학 특강', '방학 독서 교실', '2학기 준비반'],
    AUTUMN: ['가을 실력 점검', '시험 대비반', '발표력 교실'],
    WINTER: ['겨울방학 특강', '새 학년 준비반', '예비 과정'],
  },
  prizes: {
    LOW: [
      { name: '학습 계획표 세트', value: 3_000, winners: 25 },
      { name: '필기구 세트', value: 2_500, winners: 30 },
      { name: '학습 진단권', value: 4_000, winners: 20 },
    ],
    MEDIUM: [
      { name: '문화상품권 1만 원', value: 10_000, winners: 18 },
      { name: '1회 체험 수업권', value: 12_000, winners: 15 },
      { name: '교재 세트', value: 16_000, winners: 12 },
    ],
    HIGH: [
      { name: '한 달 수강권', value: 110_000, winners: 5 },
      { name: '수강료 10만 원 지원', value: 90_000, winners: 6 },
      { name: '학습용 태블릿 거치대 세트', value: 45_000, winners: 12 },
    ],
  },
  ideas: {
    NEW_CUSTOMERS: [
      {
        title: '{area} 첫 수업, {item}',
        description: '{shop}의 수업이 궁금하셨다면 지금입니다. 체험을 신청하신 분 가운데 추첨으로 {prize}{을/를} 드립니다.',
        participation: '이벤트 페이지에서 응모하면 체험 일정을 안내해 드립니다.',
      },
      {
        title: '{occasion} 학습 상담의 날',
        description: '무엇부터 배울지 함께 찾아 드립니다. {item} 상담을 신청하신 분께 {prize}의 기회를 드립니다.',
        participation: '이벤트 페이지에서 이름과 휴대전화 번호로 신청하세요.',
      },
    ],
    REVISIT: [
      {
        title: '다시 배우는 즐거움, {item}',
        description: '{shop}에서 배우셨던 분을 다시 모십니다. {season} 과정에 돌아오신 분 가운데 {prize}{을/를} 드립니다.',
        participation: '재등록 상담 후 이벤트 페이지에서 응모하세요.',
      },
      {
        title: '{occasion} 수강생 감사제',
        description: '꾸준히 배우는 수강생을 응원합니다. {item}{과/와} 함께 추첨으로 {prize}{을/를} 드립니다.',
        participation: '수업 출석 후 안내된 이벤트 페이지에서 응모하세요.',
      },
    ],
    SALES: [
      {
        title: '{item} 등록하고 선물 받기',
        description: '{season} 동안 {item}에 등록하신 분께 추첨으로 {prize}{을/를} 드립니다.',
        participation: '등록 후 이벤트 페이지에서 응모하세요.',
      },
      {
        title: '형제·친구 함께 {item}',
        description: '함께 배우면 두 배로 늡니다. {shop}에 같이 등록하고 {prize}{을/를} 받아 가세요.',
        participation: '함께 등록하고 각자 이벤트 페이지에서 응모하세요.',
      },
    ],
    AWARENESS: [
      {
        title: '{area} 배움 퀴즈 대회',
        description: '온 가족이 푸는 퀴즈로 {shop}{을/를} 만나 보세요. {occasion} 참가자 가운데 {prize}{을/를} 드립니다.',
        participation: '이벤트 페이지에서 퀴즈를 보고 응모하세요.',
      },
      {
        title: '배우고 싶은 것을 알려 주세요',
        description: '여러분의 이야기로 {item}{을/를} 만듭니다. {shop}에 의견을 남겨 주신 분께 추첨으로 {prize}{을/를} 드립니다.',
        participation: '이벤트 페이지에서 응모하고 의견을 남겨 주세요.',
      },
    ],
  },
};
