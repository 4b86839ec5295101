import type { PlanRequest } from '../plan-provider.ts';
import { objectiveEffects } from '../rules/market.ts';
import { seasonAt, seasonNames } from '../rules/season.ts';

const industryNames: Record<PlanRequest['store']['industry'], string> = {
  RESTAURANT: '음식점',
  CAFE: '카페',
  RETAIL: '소매점',
  BEAUTY: '미용',
  FITNESS: '운동 시설',
  EDUCATION: '교육',
  SERVICE: '생활 서비스',
  OTHER: '기타',
};

/** One request as data, never as instructions: JSON, with the shop's own words quoted. */
export const requestPrompt = ({ objective, store, requestedAt, variation }: PlanRequest): string => {
  const { season, occasion } = seasonAt(requestedAt);
  return JSON.stringify({
    목표: objectiveEffects[objective].name,
    매장: { 이름: store.name, 업종: industryNames[store.industry], 주소: store.address },
    계절: seasonNames[season],
    시기: occasion,
    요청번호: variation,
  });
};
