/** What caches are told of an image's file: an id's file never changes. */
export const IMAGE_CACHE_CONTROL = 'public, max-age=31536000, immutable';
