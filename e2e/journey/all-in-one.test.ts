import { journey } from './journey.ts';

journey('all in one');
