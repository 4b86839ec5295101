import { parentPort } from 'node:worker_threads';
import type { PosterTask } from '../poster-press.ts';
import { drawPoster } from './draw-poster.ts';
import { layOutPoster } from './lay-out-poster.ts';
import { paintedGround } from './painted-ground.ts';
import { loadTypeface } from './typeface.ts';

const typeface = loadTypeface();

parentPort!.on('message', async ({ request, picture }: PosterTask) => {
  try {
    const ground = picture === null ? null : paintedGround(picture);
    const image = await drawPoster(layOutPoster(request, typeface, ground), typeface);
    parentPort!.postMessage({ image }, [image.png.buffer as ArrayBuffer]);
  } catch (error) {
    parentPort!.postMessage({ error });
  }
});
