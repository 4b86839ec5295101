import { describe, expect, it } from '@jest/globals';
import { regionOf } from './region.ts';

describe('the region of an address', () => {
  it.each([
    ['서울특별시 마포구 양화로 1', 'METROPOLITAN', '서울', '마포구'],
    ['부산 해운대구 우동', 'METROPOLITAN', '부산', '해운대구'],
    ['대구광역시 달성군 화원읍', 'COUNTY', '대구', '달성군'],
    ['경기도 수원시 팔달구 매산로', 'CITY', '경기', '수원시'],
    ['경기도 광주시 경안동', 'CITY', '경기', '광주시'],
    ['광주광역시 서구 치평동', 'METROPOLITAN', '광주', '서구'],
    ['강원특별자치도 홍천군 홍천읍', 'COUNTY', '강원', '홍천군'],
    ['충청남도 천안시 동남구', 'CITY', '충남', '천안시'],
    ['세종특별자치시 한누리대로', 'CITY', '세종', '세종'],
    [`서울 ${'가'.repeat(60)}구`, 'METROPOLITAN', '서울', '서울'],
    [`${'나'.repeat(60)}군 ${'다'.repeat(60)}시`, 'CITY', null, '우리 동네'],
    ['somewhere', 'CITY', null, '우리 동네'],
    ['', 'CITY', null, '우리 동네'],
  ])('%s is %s', (address, kind, province, area) => {
    expect(regionOf(address)).toEqual({ kind, province, area });
  });
});
