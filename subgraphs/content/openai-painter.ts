import { createOpenAiCall, OPENAI } from '#kit/openai-call.ts';
import { RemoteCallError } from '#kit/remote-call-error.ts';
import type { Painter, PainterOptions } from './painter.ts';

const LONGEST_ANSWER_BYTES = 24_000_000;
const LARGEST_SIDE = 4_096;
const PNG_SIGNATURE = '\x89PNG\r\n\x1a\n';

/** OpenAI's images API, or a compatible server's. Pictures are asked for and accepted in the answer only, as PNG: no address in it is ever opened. */
export const openaiPainter = ({ apiKey, baseUrl, model }: PainterOptions): Painter => {
  const call = createOpenAiCall({ apiKey, baseUrl, longestAnswer: LONGEST_ANSWER_BYTES });
  const inAnswer = model.startsWith('gpt-image') ? ({ output_format: 'png' } as const) : ({ response_format: 'b64_json' } as const);
  return {
    name: OPENAI,
    model,
    paint: async (prompt, signal) => {
      const answer = await call((client) => client.images.generate({ model, prompt, n: 1, size: '1024x1024', ...inAnswer }, { signal }));
      return checkedPng(answer?.data?.[0]?.b64_json);
    },
  };
};

/** Its size is read before anything decodes it: a small file can unfold into gigabytes. */
const checkedPng = (base64: unknown): Uint8Array => {
  const bytes = Buffer.from(typeof base64 === 'string' ? base64 : '', 'base64');
  const isPng = bytes.length > 24 && bytes.toString('latin1', 0, 8) === PNG_SIGNATURE && bytes.toString('latin1', 12, 16) === 'IHDR';
  if (!isPng) throw new RemoteCallError(OPENAI, 'invalid', { detail: 'the answer holds no PNG' });
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  if (Math.max(width, height) > LARGEST_SIDE) throw new RemoteCallError(OPENAI, 'invalid', { detail: 'the picture is too large' });
  return new Uint8Array(bytes);
};
