import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { PolicyCheck } from './decide.ts';

/** Who has a policy, beside those whose token says so: whoever meets one of these. */
const Grant = z.strictObject({
  /** `everybody`, or everybody who is `known`. */
  to: z.enum(['everybody', 'known']).optional(),
  /** One of them, in the token's `scope`. */
  scopes: z.array(z.string().min(1)).optional(),
  /** Account ids. */
  accounts: z.array(z.string().min(1)).optional(),
});

const Grants = z.record(z.string().min(1), Grant);

export type Grants = z.infer<typeof Grants>;

/** A policy of `@policy` holds for callers whose token's `policies` names it, and for those that the operator grants it to. */
export const grantPolicies = (grants: Grants): PolicyCheck => {
  const granted = new Map(
    Object.entries(grants).map(([policy, { to, scopes = [], accounts = [] }]) => [
      policy,
      { to, scopes: new Set(scopes), accounts: new Set(accounts) },
    ]),
  );
  return (policy, identity) => {
    if (identity?.policies?.includes(policy)) return true;
    const grant = granted.get(policy);
    if (!grant) return false;
    if (grant.to === 'everybody') return true;
    if (!identity) return false;
    return grant.to === 'known' || grant.accounts.has(identity.userId) || (identity.scopes ?? []).some((scope) => grant.scopes.has(scope));
  };
};

/**
 * The policies of an operator's file: JSON, `{ "<policy>": { "to": "everybody" | "known", "scopes": […], "accounts": […] } }`. Without a
 * file only tokens grant.
 *
 * @throws Error naming the file that cannot be read
 */
export const readPolicies = (file?: string): PolicyCheck => {
  if (file === undefined) return grantPolicies({});
  try {
    return grantPolicies(Grants.parse(JSON.parse(readFileSync(file, 'utf8'))));
  } catch (error) {
    throw new Error(`The policies in ${file} (POLICIES_FILE) cannot be read.`, { cause: error });
  }
};
