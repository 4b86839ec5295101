import type { ImagePlatform, ImageStyle, Industry } from '#schema/enums.ts';

export type Format = { width: number; height: number };

/** Pixels of each platform's picture (spec §2). */
export const formatOf: Record<ImagePlatform, Format> = {
  INSTAGRAM: { width: 1080, height: 1080 },
  NAVER: { width: 800, height: 600 },
  KAKAO: { width: 800, height: 800 },
};

/** Everything a provider needs for one picture. Plain data: it travels to a worker thread. */
export type PosterRequest = {
  style: ImageStyle;
  platform: ImagePlatform;
  store: { name: string; industry: Industry; address: string };
  plan: { title: string; prize: string; participationMethod: string };
  /** RFC 3339; null while the owner has not set the dates. */
  period: { startsAt: string; endsAt: string } | null;
  /** 0 at first; each regeneration takes the next number and looks different. */
  variant: number;
};
