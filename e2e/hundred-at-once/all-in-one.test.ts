import { hundredAtOnce } from './hundred-at-once.ts';

hundredAtOnce('all in one');
