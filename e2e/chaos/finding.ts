/** A way in which a promise was broken. */
export type FindingKind = 'lost' | 'ghost' | 'inversion' | 'double' | 'gap' | 'regression' | 'not pushed' | 'late' | 'failed';

/** One place where it was. */
export type Finding = { kind: FindingKind; what: string };

export const finding = (kind: FindingKind, what: string): Finding => ({ kind, what });
