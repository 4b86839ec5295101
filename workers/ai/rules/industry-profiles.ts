import type { Industry } from '#schema/enums.ts';
import { beauty } from './industries/beauty.ts';
import { cafe } from './industries/cafe.ts';
import { education } from './industries/education.ts';
import { fitness } from './industries/fitness.ts';
import { other } from './industries/other.ts';
import { restaurant } from './industries/restaurant.ts';
import { retail } from './industries/retail.ts';
import { service } from './industries/service.ts';
import type { IndustryProfile } from './industry-profile.ts';

export const industryProfiles: Record<Industry, IndustryProfile> = {
  RESTAURANT: restaurant,
  CAFE: cafe,
  RETAIL: retail,
  BEAUTY: beauty,
  FITNESS: fitness,
  EDUCATION: education,
  SERVICE: service,
  OTHER: other,
};
