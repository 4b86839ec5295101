/**
 * A generator whose `return` takes effect at once. A plain async generator's waits until the `next` under way is over, which here can
 * be never; `stop` must make that one end, and clean up whether or not the generator was ever started.
 */
export const stoppable = <Value>(generator: AsyncGenerator<Value, void, void>, stop: () => void): AsyncGenerator<Value, void, void> => {
  const end = () => {
    stop();
    return generator.return();
  };
  return {
    next: () => generator.next(),
    return: end,
    throw: (error) => {
      stop();
      return generator.throw(error);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    [Symbol.asyncDispose]: async () => void (await end()),
  };
};
