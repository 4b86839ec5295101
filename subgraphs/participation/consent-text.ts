import type { ParticipationConfig } from './config.ts';

/**
 * What a customer agrees to, word for word; entries keep its version, which names how long personal data is kept, too. A change of a word is
 * a new version: the old texts stay in the history of this file.
 */
export const consentText = ({ PERSONAL_DATA_DAYS: days }: Pick<ParticipationConfig, 'PERSONAL_DATA_DAYS'>) => ({
  version: `2026-11-${days}d`,
  /** `consentPersonalInfo`, required. */
  personalInfo: `이벤트 참여 확인, 추첨과 경품 안내를 위해 이름과 휴대폰 번호를 수집·이용하고, 이벤트가 끝난 날부터 ${days}일 동안 보관한 뒤 지우는 데 동의합니다.`,
  /** `consentMarketing`, optional. */
  marketing: `이 매장의 다음 이벤트와 혜택 소식을 휴대폰으로 받는 데 동의합니다. 이름과 휴대폰 번호는 이벤트가 끝난 날부터 ${days}일 뒤에 지워집니다.`,
});
