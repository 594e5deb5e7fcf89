// Where the policy of this host is. It is read anew for each round.
import { AgentError } from '../../core/errors.ts';
import { readHostFile } from '../read-host-file.ts';

const POLICY_PATH = '/etc/dockr/policy.yaml';

/** Where the policy is. A place that somebody named must have one; the usual place need not. */
export type PolicyPlace = { readonly path: string; readonly required: boolean };

/** `DOCKR_POLICY` names another place. */
export function policyPlace(environment: Readonly<Record<string, string | undefined>>): PolicyPlace {
  const path = environment['DOCKR_POLICY'];
  return path ? { path, required: true } : { path: POLICY_PATH, required: false };
}

/** The bytes of the policy; null where there is none and none is needed. */
export async function readPolicy({ path, required }: PolicyPlace): Promise<Buffer | null> {
  const file = await readHostFile(path, 'the policy');
  if (file.kind === 'text') return file.bytes;
  if (!required) return null;
  throw new AgentError('policy-not-found', {
    message: `there is no policy "${path}", which DOCKR_POLICY or the deployment names`,
    hint: 'write it, or name it no more',
  });
}
