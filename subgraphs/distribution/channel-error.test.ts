import { describe, expect, it } from '@jest/globals';
import { failureText } from '#kit/failure-text.ts';
import { failedStatus, RemoteCallError } from '#kit/remote-call-error.ts';
import { channelErrorWords, EVENT_ENDED } from './channel-error.ts';

const now = new Date();

describe('why a channel failed', () => {
  it.each([
    ['a channel that does not answer', new RemoteCallError('GENIE_TV', 'timeout'), /^채널이 지금 응답하지/],
    ['one that is away', failedStatus('SNS', 503, undefined, now), /^채널이 지금 응답하지/],
    ['one that is busy', failedStatus('SNS', 429, undefined, now), /^채널이 지금 응답하지/],
    ['credentials that are refused', failedStatus('RINGO_BIZ', 401, undefined, now), /인증을 거부/],
    ['an event that is refused', failedStatus('URIDONGNE_TV', 422, undefined, now), /받지 않았습니다/],
    ['an answer that is none', new RemoteCallError('SNS', 'invalid', { detail: 'it is no JSON' }), /이해할 수 없습니다/],
    ['anything else', new Error('connect ECONNREFUSED 10.0.0.7:443'), /보내지 못했습니다/],
  ])('is said in the owner’s language of %s, without a word of the failure', (_, error, ko) => {
    const words = channelErrorWords(failureText(error));
    expect(words.ko).toMatch(ko);
    expect(`${words.en} ${words.ko}`).not.toMatch(/Error|ECONN|status|JSON|10\.0|SNS/);
  });

  it('is said of an event that ended first', () => {
    expect(channelErrorWords(EVENT_ENDED)).toEqual({ en: 'The event ended first.', ko: '보내기 전에 이벤트가 끝났습니다.' });
  });
});
