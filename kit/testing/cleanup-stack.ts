/** What a test opened and has to close. */
export type CleanupStack = {
  /** Registers a cleanup; the last one registered runs first. */
  add(cleanup: () => unknown): void;
  /** Runs and forgets all of them, also after one failed; rejects with the failures. Pass it to `afterEach` or `afterAll`. */
  run(): Promise<void>;
};

/** One stack of cleanups a test file: `const cleanups = createCleanupStack(); afterEach(cleanups.run);` */
export const createCleanupStack = (): CleanupStack => {
  let stack = new AsyncDisposableStack();
  return {
    add: (cleanup) =>
      stack.defer(async () => {
        await cleanup();
      }),
    run: async () => {
      const full = stack;
      stack = new AsyncDisposableStack();
      await full.disposeAsync();
    },
  };
};
