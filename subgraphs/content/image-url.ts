import type { Config } from './config.ts';

/** Where an image's file is: a path on the gateway, or under the CDN's base or PUBLIC_URL (spec §1). */
export const imageUrl = ({ CDN_URL, PUBLIC_URL }: Pick<Config, 'CDN_URL' | 'PUBLIC_URL'>, id: string): string =>
  `${CDN_URL || PUBLIC_URL}/images/${id}.png`;
