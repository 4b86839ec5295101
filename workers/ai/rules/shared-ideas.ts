import type { Objective } from '#schema/enums.ts';
import type { Idea } from './industry-profile.ts';

/** Ideas that suit every industry; they join the industry's own in the choice. */
export const sharedIdeas: Record<Objective, readonly Idea[]> = {
  NEW_CUSTOMERS: [
    {
      title: '{occasion} {area} 새 이웃 환영회',
      description: '{area}에 새로 오셨거나 {shop}{이/가} 처음이신 분을 환영합니다. {item}{과/와} 함께 추첨으로 {prize}{을/를} 드립니다.',
      participation: '이벤트 페이지에서 이름과 휴대전화 번호로 응모하세요.',
    },
    {
      title: '딱 1분 응모, {season}의 첫 행운',
      description: '{shop}{이/가} 준비한 {item}{을/를} 알리는 자리입니다. 1분이면 응모가 끝나고 추첨으로 {prize}{을/를} 드립니다.',
      participation: '광고의 QR 코드로 들어와 응모하세요. 매장을 방문하면 당첨 확률이 올라갑니다.',
    },
    {
      title: '친구 따라 {shop}',
      description: '단골손님이 새 손님을 모시고 오면 두 분 모두 응모할 수 있습니다. {season} 동안 추첨으로 {prize}{을/를} 드립니다.',
      participation: '함께 방문해 각자 이벤트 페이지에서 응모하세요.',
    },
  ],
  REVISIT: [
    {
      title: '돌아온 손님을 위한 {season} 선물',
      description: '한동안 뜸하셨나요? {shop}{이/가} {item}{을/를} 마련하고 기다립니다. 추첨으로 {prize}{을/를} 드립니다.',
      participation: '다시 방문한 뒤 이벤트 페이지에서 방문을 표시하고 응모하세요.',
    },
    {
      title: '{occasion} 두 번째 만남의 행운',
      description: '두 번째 방문부터 응모할 수 있는 단골 전용 이벤트입니다. {shop}에서 {prize}{을/를} 받아 가세요.',
      participation: '매장 QR 코드로 응모하세요.',
    },
    {
      title: '다음에 또 만나요, {shop} 약속 응모권',
      description: '다음 방문을 약속하고 미리 응모하세요. {item} 소식을 전해 드리고 추첨으로 {prize}{을/를} 드립니다.',
      participation: '이벤트 페이지에서 응모하고 {season} 안에 다시 방문하세요.',
    },
  ],
  SALES: [
    {
      title: '{season} 한정 {item} 행운 추첨',
      description: '{occasion} 동안만 만나는 {item}{을/를} 준비했습니다. 이용하신 분 가운데 추첨으로 {prize}{을/를} 드립니다.',
      participation: '이용 후 이벤트 페이지에서 방문을 표시하고 응모하세요.',
    },
    {
      title: '{area} {occasion} 특가와 행운',
      description: '{shop}의 {item}{을/를} 부담 없이 만나고 행운까지 챙기세요. 추첨으로 {prize}{을/를} 드립니다.',
      participation: '매장에서 이용한 뒤 이벤트 페이지에서 응모하세요.',
    },
    {
      title: '하나 더하면 커지는 {season}',
      description: '{item}에 하나를 더 고르면 응모 기회가 열립니다. {shop}에서 {prize}{을/를} 노려 보세요.',
      participation: '두 가지 이상 이용하고 이벤트 페이지에서 응모하세요.',
    },
  ],
  AWARENESS: [
    {
      title: '{area}{이/가} 함께 만드는 {occasion}',
      description: '{shop}{이/가} {area} 이웃과 함께하는 나눔 이벤트입니다. {item} 소식을 알리고 추첨으로 {prize}{을/를} 드립니다.',
      participation: '이벤트 페이지에서 이름과 휴대전화 번호로 응모하세요.',
    },
    {
      title: '우리 동네 화면에서 {shop} 찾기',
      description: 'TV와 SNS에 나온 {shop}{을/를} 찾아보세요. 찾으신 분 가운데 추첨으로 {prize}{을/를} 드립니다.',
      participation: '광고를 본 채널을 골라 이벤트 페이지에서 응모하세요.',
    },
    {
      title: '{season} 한 줄 응원, {shop}',
      description: '{occasion}에 전하고 싶은 한마디를 남겨 주세요. {item}{과/와} 함께 소개하고 추첨으로 {prize}{을/를} 드립니다.',
      participation: '이벤트 페이지에서 응모하고 한 줄을 남겨 주세요.',
    },
  ],
};
