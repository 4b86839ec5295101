import { Resvg } from '@resvg/resvg-js';
import { type Behaviour, json } from '#kit/testing/wire-server.ts';

/** A PNG of one colour. */
export const plainPng = (color: string, side = 256): Buffer =>
  new Resvg(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}"><rect width="100%" height="100%" fill="${color}"/></svg>`,
  )
    .render()
    .asPng();

/** Answers a picture. */
export const paints = (png: Uint8Array): Behaviour => json(200, { created: 1, data: [{ b64_json: Buffer.from(png).toString('base64') }] });

/** Answers where a picture is, which nobody asked for. */
export const pointsTo = (url: string): Behaviour => json(200, { created: 1, data: [{ url }] });

export const fails = (status: number, headers: Record<string, string> = {}): Behaviour =>
  json(status, { error: { message: 'no; your key is sk-secret' } }, headers);
