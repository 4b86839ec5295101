import { z } from 'zod';
import { ImagePlatform, ImageStyle } from './enums.ts';

/** What is known of a poster (spec §2, `Image`), in the graph's own field names. */
export const Image = z.object({
  id: z.uuid(),
  style: ImageStyle,
  platform: ImagePlatform,
  width: z.int().positive(),
  height: z.int().positive(),
  url: z.string().min(1),
  createdAt: z.iso.datetime(),
});
export type Image = z.infer<typeof Image>;
