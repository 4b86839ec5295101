import { type Logger, pino } from 'pino';
import { failureText } from './failure-text.ts';
import { currentTraceId } from './trace-context.ts';

export type Log = Logger;

/** Members that never reach a log, at any of the first three levels of what is logged (reliability: secrets). */
const SECRET_MEMBERS = [
  'password',
  'currentPassword',
  'newPassword',
  'authorization',
  'accessToken',
  'refreshToken',
  'token',
  'phone',
  'email',
  'businessNumber',
  'secret',
  'variables',
];

/** The process's log: JSON lines on standard error, one an event, with secrets redacted and the trace id of what is being worked on. */
export const createLog = (level: string, name: string): Log =>
  pino(
    {
      level,
      name,
      redact: {
        paths: SECRET_MEMBERS.flatMap((member) => [member, `*.${member}`, `*.*.${member}`, `*["${member}"]`]),
        censor: '[redacted]',
      },
      mixin: () => {
        const traceId = currentTraceId();
        return traceId === undefined ? {} : { traceId };
      },
      serializers: { err: withoutValues },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    pino.destination({ dest: 2, sync: false }),
  );

/** An error without the values in it: PostgreSQL names a row's e-mail address in a unique violation, and a JWT is in its parser's complaint. */
const withoutValues = (error: unknown): unknown =>
  error instanceof Error
    ? {
        reason: failureText(error),
        stack: error.stack?.split('\n').filter((line) => /^\s+at /.test(line)),
        cause: error.cause && withoutValues(error.cause),
      }
    : failureText(error);
