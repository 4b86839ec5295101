/** As the event loop is, one for the process. */
let end: Promise<void> | null = null;

/**
 * Resolves when all is read that has come in this turn of the event loop (at the end of a turn, in the next).
 * What is written then, to whomever, is written in one go: the other side is woken up once, where it fell
 * asleep again between writes that were spread over the turn, and each woke it up (bench/README.md).
 */
export const endOfTurn = (): Promise<void> => {
  end ??= new Promise((resolve) =>
    setImmediate(() => {
      end = null;
      resolve();
    }),
  );
  return end;
};
