import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { isBusinessNumber, maskBusinessNumber } from './business-number.ts';

describe('a business number', () => {
  it.each(['1234567891', '1208147521', '2208162517', '1048118820'])('fits its check digit: %s', (number) => {
    expect(isBusinessNumber(number)).toBe(true);
  });

  it.each(['1234567890', '2208162518', '123456789', '12345678911', '123-45-67891', '', '１２３４５６７８９１'])('is not: %s', (number) => {
    expect(isBusinessNumber(number)).toBe(false);
  });

  it('with any one digit wrong is found out', () => {
    for (const place of [...'1234567891'].keys()) {
      const digits = [...'1234567891'];
      digits[place] = String((Number(digits[place]) + 1) % 10);
      expect([place, isBusinessNumber(digits.join(''))]).toEqual([place, false]);
    }
  });

  it('is shown masked', () => {
    expect(maskBusinessNumber('1234567891')).toBe('123-**-***91');
  });

  it('is never looked up outside: the user subgraph asks no server of others', () => {
    const files = globSync('**/*.ts', { cwd: import.meta.dirname }).filter((name) => !name.includes('test'));
    expect(files).toContain('business-number.ts');
    const asking = files.filter((name) =>
      /\bfetch\(|undici|node:https?|remote-calls/.test(readFileSync(`${import.meta.dirname}/${name}`, 'utf8')),
    );
    expect(asking).toEqual([]);
  });
});
