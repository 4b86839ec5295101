import type { CommonConfig } from '#kit/config.ts';

/** Where an image's file is: a path on the gateway, or under PUBLIC_URL (spec §1). */
export const imageUrl = ({ PUBLIC_URL }: Pick<CommonConfig, 'PUBLIC_URL'>, id: string): string => `${PUBLIC_URL}/images/${id}.png`;
