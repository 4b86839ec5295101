import { describe, expect, it } from '@jest/globals';
import type { ImagePlatform, ImageStyle } from '#schema/enums.ts';
import { withImage } from './draft-images.ts';
import { imageId } from './image-id.ts';

const image = (id: string, style: ImageStyle, platform: ImagePlatform) => ({
  id,
  jobId: 'job',
  style,
  platform,
  width: 1,
  height: 1,
  url: `/images/${id}.png`,
  createdAt: '2026-01-01T00:00:00Z',
});

describe("a draft's images", () => {
  it('are one a style and platform, the newest, in the order of the schema', () => {
    const listed = [
      image('a', 'FANCY', 'KAKAO'),
      image('b', 'SIMPLE', 'NAVER'),
      image('c', 'FANCY', 'KAKAO'),
      image('d', 'SIMPLE', 'INSTAGRAM'),
    ];
    expect(listed.reduce(withImage, [] as ReturnType<typeof withImage>).map(({ id }) => id)).toEqual(['d', 'b', 'c']);
  });

  it('have ids that follow from job, style and platform', () => {
    const jobs = ['6f1f0c50-8a32-4c53-8f38-0c4a5b2d9d11', '6f1f0c50-8a32-4c53-8f38-0c4a5b2d9d12'];
    const ids = jobs.flatMap((job) => [imageId(job, 'SIMPLE', 'KAKAO'), imageId(job, 'FANCY', 'KAKAO')]);
    expect(ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toBe(true);
    expect(new Set(ids).size).toBe(4);
    expect(imageId(jobs[0]!, 'SIMPLE', 'KAKAO')).toBe(ids[0]);
  });
});
