// Where the settings of the agent are. They are read when the daemon starts.
import { join } from 'node:path';
import { AgentError } from '../../core/errors.ts';
import { readHostFile } from '../read-host-file.ts';
import type { AgentSettings } from './agent-settings.ts';

const USUAL_FOLDER = '/etc/dockr';
const NOTHING: AgentSettings = { host: null, webhooks: null, forges: [], notifications: [] };

/** `agent.yaml` in the folder of the host's settings. `DOCKR_AGENT` names another place, which must have a file then. Throws `settings-invalid` and `settings-not-found`. */
export async function loadAgentSettings(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<AgentSettings> {
  const named = environment['DOCKR_AGENT'];
  const path = named || join(environment['DOCKR_CONFIG_DIRECTORY'] || USUAL_FOLDER, 'agent.yaml');
  const file = await readHostFile(path, 'the settings of the agent');
  if (file.kind === 'missing' && !named) return NOTHING;
  if (file.kind === 'missing') {
    throw new AgentError('settings-not-found', {
      message: `there are no settings "${path}", which DOCKR_AGENT names`,
      hint: 'write them, or start the daemon without DOCKR_AGENT',
    });
  }
  // Loaded when it is needed: most hosts start without it.
  const { parseAgentSettings } = await import('./parse-settings.ts');
  return parseAgentSettings(path, file.bytes);
}
