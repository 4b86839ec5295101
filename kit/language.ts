import type { Language } from '#schema/errors.ts';

/** The language to answer in: Korean when `Accept-Language` (RFC 9110 §12.5.4) prefers it to English, English otherwise. */
export const languageOf = (acceptLanguage: string | undefined): Language => {
  const wanted = (acceptLanguage ?? '').slice(0, LANGUAGE_CHARACTERS).split(',').map(parseRange);
  const quality = (language: Language): number => Math.max(0, ...wanted.filter(({ range }) => range === language).map(({ q }) => q));
  return quality('ko') > quality('en') ? 'ko' : 'en';
};

/** So many characters of the header are read. */
export const LANGUAGE_CHARACTERS = 1_000;

const parseRange = (text: string): { range: string; q: number } => {
  const [tag = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const q = parameters.find((parameter) => parameter.startsWith('q='));
  return { range: tag.split('-')[0] ?? '', q: q === undefined ? 1 : Number(q.slice(2)) || 0 };
};
