const LENGTH = 500;

/** What is kept of an error beside a message: its name, code and first line, without what may be personal (quoted values, addresses, long numbers). */
export const failureText = (error: unknown): string => {
  if (!(error instanceof Error)) return 'Something that is not an error was thrown.';
  const code = (error as { code?: unknown }).code;
  const line = (error.message.split('\n')[0] ?? '')
    .replace(/'[^']*'/g, "'…'")
    .replace(/\S+@\S+/g, '…')
    .replace(/\d[\d -]{6,}\d/g, '…');
  return `${error.name}${typeof code === 'string' ? ` ${code}` : ''}: ${line}`.slice(0, LENGTH);
};
