import { PassingMap } from '../passing-map.ts';

/** Work that several wait for at once. */
export type InFlight<Result> = {
  /** Joins the work under a key, or starts it. Its signal aborts when all who wait have left. Who has left before shares nothing. */
  join: (key: string, signal: AbortSignal | undefined, start: (signal: AbortSignal) => Promise<Result>) => Promise<Result>;
  /** Nobody joins what is under way now; what is asked from here on is asked anew. */
  renew: () => void;
};

type Work<Result> = { result: Promise<Result>; waiting: number; leaving: AbortController };

export const createInFlight = <Result>(): InFlight<Result> => {
  const works = new PassingMap<string, Work<Result>>();
  const forget = (key: string, work: Work<Result>): void => {
    if (works.get(key) === work) works.take(key);
  };
  const begin = (key: string, start: (signal: AbortSignal) => Promise<Result>): Work<Result> => {
    const leaving = new AbortController();
    const done = (): void => forget(key, work);
    const work: Work<Result> = { result: start(leaving.signal), waiting: 0, leaving };
    works.set(key, work);
    work.result.then(done, done);
    return work;
  };
  return {
    join: (key, signal, start) => {
      if (signal?.aborted) return start(signal);
      const work = works.get(key) ?? begin(key, start);
      work.waiting++;
      const leave = (): void => {
        work.waiting--;
        if (work.waiting > 0) return;
        forget(key, work);
        work.leaving.abort(signal?.reason);
      };
      signal?.addEventListener('abort', leave, { once: true });
      return work.result;
    },
    renew: () => works.clear(),
  };
};
