/**
 * What a customer agrees to, word for word; entries keep its version. A change of a word is a new version: the old texts stay in
 * the history of this file.
 */
export const consentText = {
  version: '2026-01',
  /** `consentPersonalInfo`, required. */
  personalInfo: '이벤트 참여 확인, 추첨과 경품 안내를 위해 이름과 휴대폰 번호를 수집·이용하는 데 동의합니다.',
  /** `consentMarketing`, optional. */
  marketing: '이 매장의 다음 이벤트와 혜택 소식을 휴대폰으로 받는 데 동의합니다.',
} as const;
