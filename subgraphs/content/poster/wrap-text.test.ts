import { describe, expect, it } from '@jest/globals';
import { measuredCopy, wrapText } from './wrap-text.ts';

/** Every character is 10 wide. */
const wrap = (text: string, width: number) =>
  wrapText(
    measuredCopy(text, (part) => [...part].length * 10),
    width,
  );
const wrapped = (text: string, width: number) => wrap(text, width).lines;

describe('the breaking of lines', () => {
  it.each<[string, number, string[]]>([
    ['봄맞이 단골 감사', 200, ['봄맞이 단골 감사']],
    ['봄맞이 단골 감사', 70, ['봄맞이', '단골 감사']],
    ['봄맞이 첫 방문 라떼 한 잔', 130, ['봄맞이 첫 방문', '라떼 한 잔']],
    ['처음 뵙겠습니다, 쑥 크림 라떼 한 잔', 130, ['처음 뵙겠습니다,', '쑥 크림 라떼 한 잔']],
    ['하나 둘셋 넷다섯 여섯', 90, ['하나 둘셋', '넷다섯 여섯']],
    ['추첨으로 100 명에게 커피', 110, ['추첨으로', '100 명에게 커피']],
    ['', 100, []],
  ])('%j in %i: words stay whole, lines are even, and what belongs together stays together', (text, width, lines) => {
    expect(wrapped(text, width)).toEqual(lines);
  });

  it('leaves no last line of one syllable where as many lines can do without', () => {
    expect(wrap('오늘의 커피 한 잔', 90)).toEqual({ lines: ['오늘의', '커피 한 잔'], broken: false, untidy: false });
    expect(wrap('아메리카노커피 잔', 80)).toMatchObject({ lines: ['아메리카노커피', '잔'], untidy: true });
  });

  it('says when one of few lines ends in a word that belongs to the next one', () => {
    expect(wrap('봄맞이 첫 방문 라떼', 50)).toMatchObject({ lines: ['봄맞이 첫', '방문 라떼'], untidy: true });
    expect(wrap('봄맞이 첫 방문 라떼', 70)).toMatchObject({ lines: ['봄맞이', '첫 방문 라떼'], untidy: false });
  });

  it('splits a word that is longer than a line into even parts, and says so', () => {
    expect(wrap('가나다라마바사아자차', 90)).toEqual({ lines: ['가나다라마', '바사아자차'], broken: true, untidy: false });
    expect(wrap('가나 다라마', 30).broken).toBe(false);
  });

  it('breaks no character apart, however narrow the line', () => {
    expect(wrapped('가👍🏽나', 5)).toEqual(['가', '👍🏽', '나']);
  });
});
