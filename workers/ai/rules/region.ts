/** How people live where the shop is: METROPOLITAN (특별시·광역시), CITY (a 시 of a province, 세종), COUNTY (군). */
export type RegionKind = 'METROPOLITAN' | 'CITY' | 'COUNTY';

/** `province`: the 시/도 in its short form, null when the address names none; `area`: the 구/군/시 that people would say ("마포구"). */
export type Region = { kind: RegionKind; province: string | null; area: string };

const metropolises = ['서울', '부산', '대구', '인천', '광주', '대전', '울산'];
const provinces: Record<string, string> = {
  경기: '경기',
  강원: '강원',
  충북: '충북',
  충청북: '충북',
  충남: '충남',
  충청남: '충남',
  전북: '전북',
  전라북: '전북',
  전남: '전남',
  전라남: '전남',
  경북: '경북',
  경상북: '경북',
  경남: '경남',
  경상남: '경남',
  제주: '제주',
  세종: '세종',
};

const bare = (word: string): string => word.replace(/(특별자치시|특별자치도|특별시|광역시|시|도)$/u, '');

/** Reads 시/도 and 구/군 from a Korean address, in the long or the short form ("서울특별시 마포구 …", "경기 수원시 …", "강원특별자치도 홍천군 …"). */
export const regionOf = (address: string): Region => {
  const words = address.trim().split(/\s+/u).slice(0, 4);
  const first = bare(words[0] ?? '');
  const metropolis = metropolises.includes(first) ? first : null;
  const province = metropolis ?? provinces[first] ?? null;
  const rest = province === null ? words : words.slice(1);
  const county = rest.find((word) => /^\p{Script=Hangul}{1,10}군$/u.test(word));
  const district = rest.find((word) => /^\p{Script=Hangul}{1,10}구$/u.test(word));
  const city = rest.find((word) => /^\p{Script=Hangul}{1,10}시$/u.test(word));
  const kind = county ? 'COUNTY' : metropolis ? 'METROPOLITAN' : 'CITY';
  return { kind, province, area: county ?? (metropolis ? district : city) ?? district ?? province ?? '우리 동네' };
};
