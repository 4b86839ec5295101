import { hundredAtOnce } from './hundred-at-once.ts';

hundredAtOnce('one service each');
