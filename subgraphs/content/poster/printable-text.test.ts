import { describe, expect, it } from '@jest/globals';
import { printableText } from './printable-text.ts';
import { loadTypeface } from './typeface.ts';

const { draws } = loadTypeface();

describe('the words of a poster', () => {
  it.each([
    ['🍕 피자 한 판 🎉 이벤트', '🍕 피자 한 판 🎉 이벤트'],
    ['가족👨‍👩‍👧‍👦 모임 🇰🇷 3️⃣명', '가족 모임 3명'],
    ['👩🏽‍🍳 ☕️ ☕ ★ ❤️', '👩🏽‍🍳 ☕️ ☕ ★ ❤️'],
    ['好運 韓牛 ラーメン 淸潭 ♨', '好運 韓牛 ラーメン 淸潭 ♨'],
    ['ร้าน ماركت मेला 마당', '마당'],
    ['맛집 ★ Café ñandú ㈜ 50%', '맛집 ★ Café ñandú ㈜ 50%'],
    ['\u202eevil\u0000 \u200bname\ufeff', 'evil name'],
    ['줄\n바꿈\t탭', '줄 바꿈 탭'],
    ['\u1112\u1161\u11ab글', '한글'],
    ['\u{10ffff}\ue000🏴󠁧󠁢󠁥󠁮󠁧󠁿', ''],
  ])('%j are set as %j: what cannot be drawn leaves no box', (text, printed) => {
    expect(printableText(text, draws)).toBe(printed);
  });

  it('end in an ellipsis after 300 characters', () => {
    const printed = printableText('가'.repeat(1000), draws);
    expect([printed.length, printed.at(-1)]).toEqual([300, '…']);
  });
});
