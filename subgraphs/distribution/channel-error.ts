import type { Words } from '#schema/errors.ts';

export const EVENT_ENDED = 'The event ended first.';

const NOT_SENT: Words = {
  en: 'The event could not be sent to the channel. Retry it when this goes on.',
  ko: '채널에 이벤트를 보내지 못했습니다. 계속되면 다시 시도해 주세요.',
};
const SILENT: Words = {
  en: 'The channel does not answer at the moment. It is tried again; retry it yourself when it has stayed FAILED.',
  ko: '채널이 지금 응답하지 않습니다. 자동으로 다시 시도하며, 실패로 남아 있으면 직접 다시 시도해 주세요.',
};

/** By the failure that a `RemoteCallError` names. */
const failures: Readonly<Record<string, Words>> = {
  timeout: SILENT,
  unavailable: SILENT,
  'rate-limited': SILENT,
  unauthorised: {
    en: 'The channel does not accept our credentials. Tell the operator of the service.',
    ko: '채널에서 인증을 거부했습니다. 서비스 운영자에게 알려 주세요.',
  },
  refused: { en: 'The channel refused the event.', ko: '채널에서 이 이벤트를 받지 않았습니다.' },
  invalid: {
    en: 'The channel gave an answer that cannot be understood. Tell the operator of the service.',
    ko: '채널의 응답을 이해할 수 없습니다. 서비스 운영자에게 알려 주세요.',
  },
};

/** What an owner reads of why a channel failed (spec §6: nothing of the failure itself); `kept` is what stands in the database for operators. */
export const channelErrorWords = (kept: string): Words => {
  if (kept === EVENT_ENDED) return { en: EVENT_ENDED, ko: '보내기 전에 이벤트가 끝났습니다.' };
  const [, failure = ''] = /^RemoteCallError: \w+: ([a-z-]+)/.exec(kept) ?? [];
  return (Object.hasOwn(failures, failure) ? failures[failure] : undefined) ?? NOT_SENT;
};
