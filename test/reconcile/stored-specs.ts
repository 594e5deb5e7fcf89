// Specs as some version may have stored them.
import fc from 'fast-check';

const text = fc.string({ maxLength: 5 });
const words = fc.array(text, { maxLength: 3 });
const record = fc.dictionary(text, text, { maxKeys: 3 });
const whole = fc.integer({ min: 0, max: 9 });

/** Any field may be missing. */
export const storedSpecs = fc.record(
  {
    name: text,
    stack: fc.option(text),
    replica: whole,
    command: fc.option(words),
    environment: fc.dictionary(text, fc.option(text), { maxKeys: 3 }),
    labels: record,
    stopGraceMs: whole,
    restart: fc.record({ policy: fc.constantFrom('no', 'always', 'on-failure'), maxRetries: whole }),
    healthcheck: fc.option(
      fc.record(
        { test: fc.option(fc.constantFrom(['NONE'], ['CMD', 'true'])), intervalMs: fc.option(whole) },
        { requiredKeys: [] },
      ),
    ),
    mounts: fc.uniqueArray(
      fc.oneof(
        fc.record(
          { kind: fc.constant('volume' as const), target: text, volume: text, subpath: fc.option(text) },
          { requiredKeys: ['kind', 'target'] },
        ),
        fc.record(
          { kind: fc.constant('tmpfs' as const), target: text, options: words },
          { requiredKeys: ['kind', 'target'] },
        ),
        fc.record(
          { kind: fc.constant('bind' as const), target: text, source: text },
          { requiredKeys: ['kind', 'target'] },
        ),
      ),
      { selector: ({ target }) => target, maxLength: 3 },
    ),
    network: fc.oneof(
      fc.constant({ kind: 'host' as const }),
      fc.record({
        kind: fc.constant('networks' as const),
        attachments: fc.array(
          fc.record({ network: text, aliases: words, mac: fc.option(fc.constantFrom('AA:BB', 'aa:bb')) }),
          { maxLength: 2 },
        ),
      }),
    ),
    ports: fc.array(
      fc.record(
        {
          containerPort: whole,
          protocol: fc.constantFrom('tcp', 'udp'),
          hostIp: fc.constantFrom('', null, '127.0.0.1'),
          hostPort: fc.option(fc.tuple(whole, whole)),
        },
        { requiredKeys: ['containerPort'] },
      ),
      { maxLength: 4 },
    ),
    capAdd: fc.array(fc.constantFrom('NET_ADMIN', 'cap_net_admin', 'CAP_SYS_TIME', 'sys_time'), { maxLength: 4 }),
    resources: fc.record({ memoryBytes: fc.option(whole), cpus: fc.option(whole) }, { requiredKeys: [] }),
    securityOptions: words,
  },
  { requiredKeys: ['name'] },
);
