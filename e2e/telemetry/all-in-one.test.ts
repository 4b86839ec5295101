import { describe } from '@jest/globals';
import { oneTrace } from './one-trace.ts';

describe('Traces of all in one', () => oneTrace('all in one'));
