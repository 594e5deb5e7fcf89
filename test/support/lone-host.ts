// A host as a process of its own, which a test may stop: lone-host.ts ENDPOINT NODE. Says each 20 ms whether it has a lease.
import { openStore } from '../../src/overlay/store/open-store.ts';
import { STEADY_CLOCK } from '../../src/overlay/store/steady-clock.ts';
import { startHost } from './overlay-hosts.ts';

const [endpoint = '', node = ''] = process.argv.slice(2);
const store = await openStore({ endpoints: [endpoint] });
const { session } = await startHost({ store, clock: STEADY_CLOCK, node, ttlSeconds: 2 });
setInterval(() => process.stdout.write(`${session.lease ?? 'none'}\n`), 20);
