import type { ImageProvider } from './image-provider.ts';
import type { PosterPress } from './poster-press.ts';

const NAME = 'poster';

/** The embedded provider (spec §5 Content): lays the words out on art of its own. The press stays its owner's. */
export const createPosterProvider = (press: PosterPress): ImageProvider => ({
  name: NAME,
  render: async (request, signal) => ({ ...(await press.draw(request, null, signal)), provider: NAME }),
  close: async () => {},
});
