const PAUSE_MS = 15;

/**
 * Repeats `check` until it passes: until it neither throws nor returns false. Resolves with what it returned.
 *
 * @param within milliseconds; 10,000 by default
 * @throws what the last attempt threw, or an Error that says the deadline passed
 */
export const eventually = async <Value>(check: () => Value | Promise<Value>, { within = 10_000 } = {}): Promise<Value> => {
  const deadline = Date.now() + within;
  for (;;) {
    const outcome = await attempt(check);
    if (outcome.passed) return outcome.value;
    if (Date.now() >= deadline) throw outcome.error;
    await new Promise((resume) => setTimeout(resume, PAUSE_MS));
  }
};

type Outcome<Value> = { passed: true; value: Value } | { passed: false; error: unknown };

const attempt = async <Value>(check: () => Value | Promise<Value>): Promise<Outcome<Value>> => {
  try {
    const value = await check();
    return value === false ? { passed: false, error: new Error(`Not in time: ${check}`) } : { passed: true, value };
  } catch (error) {
    return { passed: false, error };
  }
};
