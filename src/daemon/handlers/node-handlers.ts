// `dockr node ls` and `inspect`: the hosts that share networks with this one.
import type { NodesAnswer } from '../../api/messages.ts';
import { NetworkError } from '../../core/errors.ts';
import type { Engine } from '../../engine/engine.ts';

/** All that are known, by name. */
export function listNodes({ networks: { overlay } }: Engine): NodesAnswer {
  if (!overlay)
    throw new NetworkError('overlay-not-configured', {
      message: 'list hosts: this daemon was told of no store that it shares with others',
      hint: 'set DOCKR_OVERLAY_STORE and DOCKR_OVERLAY_ADVERTISE for the daemon: docs/overlay.md',
    });
  const { store, waiting } = overlay.status();
  return { store, waiting, nodes: overlay.nodes().map(({ node, ...rest }) => ({ name: node, ...rest })) };
}
