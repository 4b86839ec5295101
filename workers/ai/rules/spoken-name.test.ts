import { describe, expect, it } from '@jest/globals';
import { spokenName } from './spoken-name.ts';

describe('the name by which a plan calls the shop', () => {
  it.each([
    ['마당 국밥', '마당 국밥'],
    ['<b>굵은집</b>', 'b굵은집/b'],
    ['{item} 가게', 'item 가게'],
    ['[단골] 마당 (본점)', '[단골] 마당 (본점)'],
    ['빅데이터: 연구소', '빅데이터: 연구소'],
    ['마당 국밥'.normalize('NFD'), '마당 국밥'],
    ['🍜🍜🍜 국수', '🍜🍜🍜 국수'],
    ['가'.repeat(20), '가'.repeat(20)],
    ['🍜'.repeat(20), '🍜'.repeat(20)],
  ])('keeps what can be said: %s', (name, spoken) => {
    expect(spokenName(name)).toBe(spoken);
  });

  it.each([
    ['a link', 'https://a.kr'],
    ['a link in brackets', 'htt<ps://a.kr'],
    ['a Markdown link', '[단골](마당)'],
    ['what begins like a data URL', 'Data: Lab'],
    ['what begins like a script', 'JavaScript: 학원'],
    ['too long a name', '가'.repeat(21)],
    ['more emoji than have room', '🍜'.repeat(21)],
    ['nothing but brackets', '<>{}'],
    ['brackets around an invisible sign', '<\u200b>'],
    ['half a character', '마당\ud83c'],
    ['a sign that turns what follows', '마당\u202e당마'],
  ])('is “우리 가게” for %s', (_, name) => {
    expect(spokenName(name)).toBe('우리 가게');
  });
});
