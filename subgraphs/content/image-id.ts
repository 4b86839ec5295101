import { createHash } from 'node:crypto';
import type { ImagePlatform, ImageStyle } from '#schema/enums.ts';

/** The id of one of a job's images: the same each time the job is taken up, so that nothing is made twice (a UUID of version 8, RFC 9562). */
export const imageId = (jobId: string, style: ImageStyle, platform: ImagePlatform): string => {
  const bytes = createHash('sha256').update(`${jobId}/${style}/${platform}`).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
};
