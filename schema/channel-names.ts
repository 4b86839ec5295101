import type { Channel } from './enums.ts';

/** What people call the channels. */
export const channelNames: Readonly<Record<Channel, string>> = {
  URIDONGNE_TV: '우리동네TV',
  GENIE_TV: '지니TV',
  RINGO_BIZ: '링고비즈',
  SNS: 'SNS',
};
