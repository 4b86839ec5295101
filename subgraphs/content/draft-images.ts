import { ImagePlatform, ImageStyle } from '#schema/enums.ts';
import type { DraftImages } from '#schema/store/draft-images.ts';

type ListedImage = DraftImages['images'][number];

const placeOf = ({ style, platform }: ListedImage): number =>
  ImageStyle.options.indexOf(style) * ImagePlatform.options.length + ImagePlatform.options.indexOf(platform);

/** A draft has one image a style and platform: the newest takes the older one's place. */
export const withImage = (images: readonly ListedImage[], image: ListedImage): ListedImage[] =>
  [...images.filter((other) => placeOf(other) !== placeOf(image)), image].sort((a, b) => placeOf(a) - placeOf(b));
