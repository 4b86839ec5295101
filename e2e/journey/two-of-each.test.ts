import { journey } from './journey.ts';

journey('two of each on Kafka and Redis');
