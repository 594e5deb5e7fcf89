// What a preview may open: nothing, unless the parent's declaration says that its branches may have its secrets.
import { AgentError } from '../../core/errors.ts';
import type { SecretAccess } from '../../secrets/secret-access.ts';
import { detectEncryption } from '../../stack/detect-encryption.ts';
import type { DeploymentRecord } from '../../store/deployments.ts';
import { describeSubject } from '../declaration/declared.ts';
import type { AccessFor } from '../load-release.ts';
import { previewOrigin } from './preview-declaration.ts';

/**
 * `accessOf` gives what a deployment of that name is opened with. A preview gets its parent's, where that is allowed to it;
 * else whatever is encrypted, or asked of a provider, is refused: `preview-without-secrets`.
 */
export function secretsFor(deployment: DeploymentRecord, accessOf: (name: string) => AccessFor): AccessFor {
  const origin = previewOrigin(deployment);
  if (!origin) return accessOf(deployment.name);
  if (deployment.declaration.previews?.secrets === true && origin.of.kind === 'branch') {
    return (shown) => {
      const access = accessOf(origin.parent)(shown);
      return { ...access, ask: (provider) => access.ask(provider, origin.parent) };
    };
  }
  return (shown) =>
    ({
      open: async (path, bytes) => {
        if (detectEncryption(bytes)) throw refused(deployment, `opens "${shown(path)}"`);
        return undefined;
      },
      ask: async (provider) => {
        throw refused(deployment, `asks provider "${provider}"`);
      },
    }) satisfies SecretAccess;
}

function refused(deployment: DeploymentRecord, what: string): AgentError {
  const of = previewOrigin(deployment)?.of;
  const isBranch = of?.kind === 'branch';
  return new AgentError('preview-without-secrets', {
    message: `preview "${deployment.name}" of ${of ? describeSubject(of) : 'nothing'} ${what}, and has no secrets`,
    hint: isBranch
      ? 'give its branches the secrets with "previews: { secrets: true }", or leave them out in a profile'
      : 'pull requests never have secrets: push it as a branch of the repository itself',
  });
}
