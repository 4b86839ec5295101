import { type Logger, pino } from 'pino';

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

/** The process's log: JSON lines on standard error, one an event, with secrets redacted. */
export const createLog = (level: string, name: string): Log =>
  pino(
    {
      level,
      name,
      redact: {
        paths: SECRET_MEMBERS.flatMap((member) => [member, `*.${member}`, `*.*.${member}`, `*["${member}"]`]),
        censor: '[redacted]',
      },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    pino.destination({ dest: 2, sync: false }),
  );
