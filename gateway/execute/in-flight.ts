import { PassingMap } from '../passing-map.ts';

/** Work that several wait for at once. */
export type InFlight<Result> = {
  /** Joins the work under a key. Undefined when there is none, and for who has left. */
  join: (key: string, signal: AbortSignal | undefined) => Promise<Result> | undefined;
  /** Begins work that others may join. Its signal aborts when all who wait have left. Who has left before shares nothing. */
  begin: (key: string, signal: AbortSignal | undefined, start: (signal: AbortSignal) => Promise<Result>) => Promise<Result>;
  /** Nobody joins what is under way now; what is asked from here on is asked anew. */
  renew: () => void;
};

type Work<Result> = { result: Promise<Result>; waiting: number; leaving: AbortController };

export const createInFlight = <Result>(): InFlight<Result> => {
  const works = new PassingMap<string, Work<Result>>();
  const forget = (key: string, work: Work<Result>): void => {
    if (works.get(key) === work) works.take(key);
  };
  const wait = (key: string, work: Work<Result>, signal: AbortSignal | undefined): Promise<Result> => {
    work.waiting++;
    const leave = (): void => {
      work.waiting--;
      if (work.waiting > 0) return;
      forget(key, work);
      work.leaving.abort(signal?.reason);
    };
    signal?.addEventListener('abort', leave, { once: true });
    return work.result;
  };
  return {
    join: (key, signal) => {
      const work = signal?.aborted ? undefined : works.get(key);
      return work && wait(key, work, signal);
    },
    begin: (key, signal, start) => {
      if (signal?.aborted) return start(signal);
      const leaving = new AbortController();
      const done = (): void => forget(key, work);
      const work: Work<Result> = { result: start(leaving.signal), waiting: 0, leaving };
      works.set(key, work);
      work.result.then(done, done);
      return wait(key, work, signal);
    },
    renew: () => works.clear(),
  };
};
