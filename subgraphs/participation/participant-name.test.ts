import { describe, expect, it } from '@jest/globals';
import { maskName, participantName } from './participant-name.ts';
import { csvLine } from './participants-csv.ts';
import { maskPhone } from './phone.ts';

describe('what others see of a participant', () => {
  it.each([
    ['김철수', '김*수'],
    ['이솔', '이*'],
    ['남궁민수', '남**수'],
    ['봄', '*'],
    ['Ada Lovelace', 'A**********e'],
  ])('masks %s as %s', (name, masked) => expect(maskName(name)).toBe(masked));

  it('masks a phone number but for its ends', () => {
    expect(maskPhone('01012345678')).toBe('010-****-5678');
    expect(maskPhone('0311234567')).toBe('031-****-4567');
  });
});

describe('a name', () => {
  it('is kept in composed form, trimmed', () => {
    expect(participantName('input.name', ` ${'김철수'.normalize('NFD')}  님 `)).toBe('김철수 님');
  });

  it.each(['', '   ', '\u3164', '\u2800', '가'.repeat(51), '김\u0000철수', '김\u202e철수'])('is refused when it is %j', (name) => {
    expect(() => participantName('input.name', name)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT', field: 'input.name' }));
  });
});

describe('the export', () => {
  it('neutralises what a spreadsheet would take for a formula, and quotes', () => {
    expect(csvLine(['=1+1', '@cmd', '-2', '김 "철" 수, 님'])).toBe(`'=1+1,'@cmd,'-2,"김 ""철"" 수, 님"\r\n`);
  });
});
