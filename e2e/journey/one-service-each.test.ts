import { journey } from './journey.ts';

journey('one service each');
