// What the cases' errors say, and the codes that we give the same mistake. The first row that matches counts.
import type { DockrError } from '../../src/core/errors.ts';
import type { Case } from './cases.ts';

const TABLE: readonly (readonly [RegExp, ...string[]])[] = [
  // Reading
  [/top-level object must be a mapping/, 'wrong-type'],
  [/non-string key/, 'non-string-key'],
  [/already defined at line/, 'duplicate-key'],
  [/cycle detected: node at path/, 'alias-cycle'],
  [/excessive aliasing/, 'too-large'],
  [/map merge requires map/, 'bad-merge-key'],
  [/found a tab character/, 'bad-yaml'],
  [/empty compose file/, 'empty-file'],
  [/is a directory/, 'not-a-file'],
  [/^open .*\.env: no such file/, 'file-not-found'],
  [/^open .*\.ya?ml: no such file/, 'file-not-found'],
  [/env file .* not found|\.env$/, 'env-file-not-found'],
  // Variables
  [/required variable .* is missing a value/, 'missing-variable'],
  [/[Ii]nvalid template|invalid interpolation format/, 'bad-template'],
  [/unterminated quoted value|in variable name|key cannot contain a space|unexpected character/, 'bad-env-file'],
  // Names
  [/project name must not be empty/, 'no-stack-name'],
  [/invalid project name/, 'invalid-stack-name'],
  // Includes and extensions
  [/include cycle detected/, 'include-cycle'],
  [/extends\..*\.service is required/, 'missing-key'],
  [/cannot extend service/, 'undefined-service'],
  [/circular reference/, 'extends-cycle'],
  [/cannot override/, 'cannot-override'],
  // The schema
  [/additional properties .* not allowed/, 'unknown-key'],
  [/missing property|must declare either|must contain/, 'missing-key'],
  [/must be greater than or equal to/, 'wrong-value', 'invalid-size'],
  [/must be a|must be a mapping|invalid type/, 'wrong-type', 'invalid-size'],
  [/the only value allowed is 'all' or a number/, 'wrong-type', 'wrong-value'],
  [/trailing space/, 'wrong-value'],
  // Short forms
  [/invalid (?:size|suffix)|ParseFloat/, 'invalid-size'],
  [/invalid (?:ip|containerPort|hostPort|proto|ranges specified)|no port specified/i, 'invalid-port'],
  [/bad host name/, 'invalid-host'],
  [/empty section between colons|invalid spec/, 'invalid-volume'],
  [/field Source must not be empty/, 'missing-key'],
  [/unsupported env_file format/, 'wrong-value'],
  // What belongs together
  [/conflicting parameters "external"/, 'external-keys', 'exclusive-keys'],
  [/name and external\.name conflict/, 'exclusive-keys', 'external-keys'],
  [/attributes are exclusive|mutually exclusive/, 'exclusive-keys'],
  [/one of .* must be set/, 'missing-key'],
  [/dependency cycle detected/, 'dependency-cycle'],
  [/refers to undefined volume/, 'undefined-volume'],
  [/refers to undefined network/, 'undefined-network'],
  [/refers to undefined (secret|config)/, 'undefined-secret', 'undefined-config'],
  [/depends on (?:undefined|unknown) service/, 'undefined-service'],
  [/is required by .* but is disabled/, 'inactive-service'],
  [/neither an image nor a build context/, 'no-image', 'invalid-image'],
  [/target is required for non-rebuild actions/, 'missing-key'],
  [/already mounted as/, 'duplicate-mount'],
  [/build\.platforms MUST include/, 'wrong-value'],
];

/** Why the errors are not for the reason that a case gives; undefined if one of them is. */
export function findWrongReason({ expect_error }: Case, errors: readonly DockrError[]): string | undefined {
  const text = expect_error?.asserted ?? expect_error?.full ?? '';
  if (text === '') return undefined;
  const row =
    TABLE.find(([pattern]) => pattern.test(text)) ?? TABLE.find(([pattern]) => pattern.test(expect_error?.full ?? ''));
  if (!row) return `no row of the table is for ${JSON.stringify(text)}`;
  const [, ...codes] = row;
  if (errors.some((error) => codes.includes(error.code))) return undefined;
  const found = errors.map((error) => `${error.code}: ${error.message}`).join('; ');
  return `expected ${codes.join(' or ')} for ${JSON.stringify(text)}, got ${found}`;
}
