// The policy of a host for one deployment: what each rule says, and where.
import type { SourcePosition } from '../../core/position.ts';
import { matchesPattern } from './match-pattern.ts';
import { DEFAULT_RULES, type PolicyRules, type RuleName } from './rules.ts';

export type Policy = {
  readonly rules: PolicyRules;
  /** The file, as people should see it. */
  readonly file: string;
  /** Where a rule stands; undefined for one that has its default. */
  readonly placeOf: (rule: RuleName) => SourcePosition | undefined;
};

/** Some rules, and for which deployments; without `match` for all. */
export type PolicySection = {
  readonly match: { readonly name?: string; readonly repository?: string } | null;
  readonly rules: Partial<PolicyRules>;
  readonly placeOf: (rule: RuleName) => SourcePosition;
};

export type PolicyFile = { readonly file: string; readonly sections: readonly PolicySection[] };

/** The rules for a deployment: of the sections that match, the last one that has a rule decides it. */
export function policyFor({ file, sections }: PolicyFile, deployment: { name: string; url: string }): Policy {
  const matching = sections.filter((section) => isFor(section, deployment));
  const written: Partial<PolicyRules> = Object.assign({}, ...matching.map(({ rules }) => rules));
  const rules = { ...DEFAULT_RULES, ...written };
  return {
    file,
    // Images cannot be held to a list, nor to signatures, where a Dockerfile names them.
    rules: {
      ...rules,
      build: written.build ?? (written.images === undefined && written.imageSignatures === undefined),
    },
    placeOf: (rule) =>
      placeIn(matching, rule) ??
      (rule === 'build' && !written.build
        ? (placeIn(matching, 'images') ?? placeIn(matching, 'imageSignatures'))
        : undefined),
  };
}

function isFor({ match }: PolicySection, { name, url }: { name: string; url: string }): boolean {
  if (match === null) return true;
  if (match.name === undefined && match.repository === undefined) return false;
  return matchesPattern(match.name ?? '**', name) && matchesPattern(match.repository ?? '**', url);
}

function placeIn(sections: readonly PolicySection[], rule: RuleName): SourcePosition | undefined {
  return sections.findLast(({ rules }) => rules[rule] !== undefined)?.placeOf(rule);
}
