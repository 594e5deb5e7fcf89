// What the descriptions of the rules have to say of their defaults, out of the defaults themselves.
import { DEFAULT_RULES } from '../../src/agent/policy/rules.ts';

/** What no value alone can say. */
const SAID_OTHERWISE: Readonly<Record<string, string>> = {
  build: 'true, but false where "images" are restricted',
  limits: 'no limits',
  ulimits: 'none here',
};

/** By name of the rule: `false`, `none`, or the values in quotes. */
export const RULE_DEFAULT_TEXTS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(DEFAULT_RULES).map(([name, value]) => [name, SAID_OTHERWISE[name] ?? textOf(value)]),
);

function textOf(value: unknown): string {
  if (!Array.isArray(value)) return String(value);
  return value.length === 0 ? 'none' : value.map((item) => `"${String(item)}"`).join(', ');
}
