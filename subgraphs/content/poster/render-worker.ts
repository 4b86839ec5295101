import { parentPort } from 'node:worker_threads';
import { drawPoster } from './draw-poster.ts';
import { layOutPoster } from './lay-out-poster.ts';
import type { PosterRequest } from './poster-request.ts';
import { loadTypeface } from './typeface.ts';

const typeface = loadTypeface();

parentPort!.on('message', async (request: PosterRequest) => {
  try {
    const image = await drawPoster(layOutPoster(request, typeface), typeface);
    parentPort!.postMessage({ image }, [image.png.buffer as ArrayBuffer]);
  } catch (error) {
    parentPort!.postMessage({ error });
  }
});
