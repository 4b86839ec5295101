/** A command that was called wrongly; the message says how it is called. */
export class UsageError extends Error {}

/** 2 for a command that was called wrongly, as with most commands; 1 for one that failed. */
const exitCodeOf = (error: unknown): number => (error instanceof UsageError || isOfParseArgs(error) ? 2 : 1);

const isOfParseArgs = (error: unknown): boolean => String((error as { code?: unknown } | null)?.code).startsWith('ERR_PARSE_ARGS_');

/** Runs a command: what it throws is told on standard error, without a stack, and decides the exit code. */
export const runCommand = async (main: () => Promise<void>): Promise<void> => {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = exitCodeOf(error);
  }
};
