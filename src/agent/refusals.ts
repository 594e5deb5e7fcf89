// Errors that only another commit, other keys or another policy can mend: trying again by itself would be for nothing.

const REFUSALS: ReadonlySet<string> = new Set([
  'artifact-not-a-release',
  'artifact-not-verified',
  'child-name-not-allowed',
  'child-widens-trust',
  'children-would-go',
  'commit-downgrade',
  'commit-too-large',
  'commit-unsigned',
  'deployment-loop',
  'history-incomplete',
  'history-rewritten',
  'history-too-long',
  'host-file-not-read',
  'host-file-not-safe',
  'policy-denied',
  'policy-invalid',
  'policy-not-found',
  'preview-not-isolated',
  'preview-without-secrets',
  'repository-malformed',
  'signature-expired',
  'signature-invalid',
  'signature-mismatch',
  'signature-wrong-namespace',
  'signer-revoked',
  'signer-unknown',
  'signers-invalid',
  'signers-not-found',
  'submodule-found',
  'too-many-deployments',
  'too-many-folders',
]);

/** Not that of a key which is not valid yet: it will be. */
export function isRefusal(code: string | undefined): boolean {
  return code !== undefined && REFUSALS.has(code);
}
