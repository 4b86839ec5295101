import type { ImagePlatform, Industry } from '#schema/enums.ts';
import type { Hues } from './palette.ts';
import type { Poster } from './poster.ts';
import type { Format } from './poster-request.ts';
import type { PosterWords } from './poster-words.ts';
import type { Random } from './seeded-random.ts';
import type { Typeface } from './typeface.ts';

export type Brief = { words: PosterWords; industry: Industry; format: Format; hues: Hues; random: Random; typeface: Typeface };

/** Lays one style out for one platform. Pure: the same brief gives the same poster. */
export type PosterDesign = (brief: Brief) => Poster;

export type StyleDesigns = Record<ImagePlatform, PosterDesign>;
