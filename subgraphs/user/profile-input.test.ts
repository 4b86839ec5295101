import { describe, expect, it } from '@jest/globals';
import { parseInput, SignUpInput } from './profile-input.ts';

const store = {
  name: '한글 카페',
  industry: 'CAFE',
  address: '서울 종로구 1',
  businessHours: '평일 9–18\n주말 휴무',
  businessNumber: '1234567891',
};
const input = { email: 'owner@example.com', password: '비밀번호8자이상', name: '김사장', phone: '01012345678', store };
const parse = (changes: object) => parseInput(SignUpInput, { ...input, ...changes }, 'input');

describe('what an owner writes', () => {
  it('is kept in one form: trimmed, Hangul composed, e-mail addresses in lower case', () => {
    const parsed = parse({ name: '  김사장 '.normalize('NFD'), email: ' Owner@Example.COM ' });
    expect(parsed.name).toBe('김사장');
    expect(parsed.email).toBe('owner@example.com');
  });

  it.each(['0212345678', '01012345678'])('may be a phone number of 10 or 11 digits: %s', (phone) => {
    expect(parse({ phone }).phone).toBe(phone);
  });

  it.each(['비'.repeat(8), '비'.repeat(64), '🙂'.repeat(64)])('may be a password of 8 to 64 characters (%#)', (password) => {
    expect(parse({ password }).password).toBe(password);
  });

  it.each([
    ['input.email', { email: 'nobody' }],
    ['input.email', { email: '' }],
    ['input.email', { email: `${'a'.repeat(250)}@example.com` }],
    ['input.email', { email: `${'a'.repeat(1_000_000)}@example.com` }],
    ['input.password', { password: '1234567' }],
    ['input.password', { password: 'x'.repeat(65) }],
    ['input.password', { password: '🙂'.repeat(65) }],
    ['input.name', { name: ' \n ' }],
    ['input.name', { name: '김'.repeat(51) }],
    ['input.name', { name: 'a\u0000b' }],
    ['input.name', { name: '\u200b' }],
    ['input.name', { name: '마당\u202e장' }],
    ['input.name', { name: 'a\ud800b' }],
    ['input.phone', { phone: '010-1234-5678' }],
    ['input.phone', { phone: '010123456789' }],
    ['input.phone', { phone: '010123456' }],
    ['input.phone', { phone: '0101234567\n' }],
    ['input.phone', { phone: '٠١٠١٢٣٤٥٦٧٨' }],
    ['input.store.name', { store: { ...store, name: '가'.repeat(101) } }],
    ['input.store.address', { store: { ...store, address: '' } }],
    ['input.store.address', { store: { ...store, address: '가'.repeat(201) } }],
    ['input.store.businessHours', { store: { ...store, businessHours: '가'.repeat(201) } }],
    ['input.store.businessNumber', { store: { ...store, businessNumber: '1234567890' } }],
    ['input.store.businessNumber', { store: { ...store, businessNumber: '123-45-67891' } }],
  ])('is refused with its field: %s (%#)', (field, changes) => {
    let thrown: unknown;
    try {
      parse(changes);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code: 'BAD_USER_INPUT', field });
  });
});
