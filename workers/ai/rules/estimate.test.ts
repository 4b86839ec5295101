import { describe, expect, it } from '@jest/globals';
import { estimate } from './estimate.ts';
import { restaurant } from './industries/restaurant.ts';

describe('the estimate', () => {
  it('follows the written formula exactly', () => {
    const result = estimate({
      tier: 'MEDIUM',
      objective: 'NEW_CUSTOMERS',
      profile: restaurant,
      region: 'METROPOLITAN',
      season: 'SPRING',
      channels: ['URIDONGNE_TV', 'RINGO_BIZ', 'SNS'],
      prize: { name: '식사권', value: 10_000, winners: 20 },
    });
    // cost 150,000 + 80,000 + 50,000 + 200,000; (40 + 39.6 + 60) × 1.05 = 146.58; 18,000 × 0.5 × 1.1
    expect(result).toEqual({
      estimatedCost: '480000.00',
      estimatedParticipants: 146,
      revenuePerParticipant: '9900.00',
      estimatedRoi: '201.13',
    });
  });
});
