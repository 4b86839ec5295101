import { defineService } from '#kit/service.ts';
import { type Config, readConfig } from './config.ts';
import { type Context, createContext } from './context.ts';
import { onRecommendationsRequested } from './on-recommendations-requested.ts';

export const service = defineService<Config, Context>({
  name: 'ai',
  readConfig,
  createContext,
  reactions: [onRecommendationsRequested],
});
