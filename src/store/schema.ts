// The tables. Each migration is applied once, in order, in one transaction; never edit one that was released.

export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

  -- An image: its OCI config by digest. 'layers' are diff ids from the lowest up, as JSON. 'manifest' is null for what was built here.
  CREATE TABLE images (
    id TEXT PRIMARY KEY, config BLOB NOT NULL, manifest BLOB, layers TEXT NOT NULL, size INTEGER NOT NULL,
    created_at INTEGER NOT NULL, build_inputs TEXT
  ) STRICT;
  -- A name of an image. 'digest' is that of the manifest it was pulled by.
  CREATE TABLE image_names (name TEXT PRIMARY KEY, image_id TEXT NOT NULL REFERENCES images(id), digest TEXT, updated_at INTEGER NOT NULL) STRICT;
  -- An unpacked layer in layers/<hex of diff id>, in overlay form and shared by every image that has it; the row is written
  -- after the directory is complete and synced. 'size' is that of the files.
  CREATE TABLE layers (diff_id TEXT PRIMARY KEY, size INTEGER NOT NULL, created_at INTEGER NOT NULL) STRICT;
  -- A result of a build step by cache key.
  CREATE TABLE build_cache (key TEXT PRIMARY KEY, chain_id TEXT NOT NULL, value TEXT NOT NULL, used_at INTEGER NOT NULL) STRICT;

  CREATE TABLE networks (
    name TEXT PRIMARY KEY, id TEXT NOT NULL UNIQUE, spec TEXT NOT NULL, bridge TEXT NOT NULL UNIQUE,
    subnet TEXT NOT NULL, gateway TEXT NOT NULL, created_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE volumes (name TEXT PRIMARY KEY, spec TEXT NOT NULL, anonymous_of TEXT, created_at INTEGER NOT NULL, populated INTEGER NOT NULL DEFAULT 0) STRICT;

  -- 'state' is what should be: created, running, stopped (by the user), removing. What is, is read from the kernel.
  CREATE TABLE containers (
    id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, stack TEXT, spec TEXT NOT NULL, spec_version INTEGER NOT NULL,
    state TEXT NOT NULL, created_at INTEGER NOT NULL,
    -- of the running or last run: a number that grows with each start, the process and its start time in ticks, the boot it belongs to
    run INTEGER NOT NULL DEFAULT 0, pid INTEGER, pid_start INTEGER, boot_id TEXT, started_at INTEGER, finished_at INTEGER,
    exit_code INTEGER, oom INTEGER NOT NULL DEFAULT 0, error TEXT, restarts INTEGER NOT NULL DEFAULT 0, health TEXT
  ) STRICT;
  CREATE INDEX containers_by_stack ON containers(stack);
  -- An address of a container on a network. Derived from containers: a lease whose container is gone is dropped at start.
  CREATE TABLE leases (network TEXT NOT NULL, ip TEXT NOT NULL, container_id TEXT NOT NULL, mac TEXT NOT NULL, PRIMARY KEY (network, ip)) STRICT, WITHOUT ROWID;
  CREATE INDEX leases_by_container ON leases(container_id);
  -- A host port that a container holds.
  CREATE TABLE ports (container_id TEXT NOT NULL, protocol TEXT NOT NULL, host_ip TEXT NOT NULL, host_port INTEGER NOT NULL, container_port INTEGER NOT NULL, PRIMARY KEY (protocol, host_ip, host_port)) STRICT, WITHOUT ROWID;

  -- The last model that was applied, and each earlier one.
  CREATE TABLE stacks (name TEXT PRIMARY KEY, revision INTEGER NOT NULL, model TEXT NOT NULL, directory TEXT NOT NULL, files TEXT NOT NULL, updated_at INTEGER NOT NULL) STRICT;
  CREATE TABLE revisions (stack TEXT NOT NULL, revision INTEGER NOT NULL, model TEXT NOT NULL, outcome TEXT NOT NULL, created_at INTEGER NOT NULL, PRIMARY KEY (stack, revision)) STRICT, WITHOUT ROWID;
  -- Intent before each step, outcome after it. Rows without an outcome at start tell what was under way.
  CREATE TABLE journal (seq INTEGER PRIMARY KEY AUTOINCREMENT, operation TEXT NOT NULL, stack TEXT NOT NULL, step TEXT NOT NULL, started_at INTEGER NOT NULL, ended_at INTEGER, outcome TEXT) STRICT;
  `,
  `
  -- A repository that a stack follows; the stack has the same name. 'attempted', 'applied' and 'error' are JSON.
  CREATE TABLE deployments (
    name TEXT PRIMARY KEY, url TEXT NOT NULL, branch TEXT, path TEXT NOT NULL, interval_ms INTEGER NOT NULL,
    suspended INTEGER NOT NULL, created_at INTEGER NOT NULL,
    attempted TEXT, applied TEXT, error TEXT, failures INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  `,
  `
  -- What was applied, to be looked at and gone back to. 'digest' is of the desired state; 'images' maps each reference to the
  -- id it stood for, 'inputs' what was read beside the files to its digest (both JSON).
  ALTER TABLE revisions ADD COLUMN directory TEXT NOT NULL DEFAULT '';
  ALTER TABLE revisions ADD COLUMN files TEXT NOT NULL DEFAULT '[]';
  ALTER TABLE revisions ADD COLUMN digest TEXT NOT NULL DEFAULT '';
  ALTER TABLE revisions ADD COLUMN images TEXT NOT NULL DEFAULT '{}';
  ALTER TABLE revisions ADD COLUMN inputs TEXT NOT NULL DEFAULT '{}';
  ALTER TABLE revisions ADD COLUMN cause TEXT NOT NULL DEFAULT 'up';
  ALTER TABLE revisions ADD COLUMN error TEXT;
  ALTER TABLE revisions ADD COLUMN ended_at INTEGER;
  -- Desired states that failed: they are not tried again unasked.
  CREATE TABLE quarantine (
    stack TEXT NOT NULL, digest TEXT NOT NULL, revision INTEGER NOT NULL, reason TEXT NOT NULL, created_at INTEGER NOT NULL,
    PRIMARY KEY (stack, digest)
  ) STRICT, WITHOUT ROWID;
  -- Secrets that came as values, by keyed digest: models have the digest in their place.
  CREATE TABLE secret_values (digest TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT, WITHOUT ROWID;
  `,
  `
  -- A host port may lead to several containers of one service. 'traffic' is what was told about new connections: held, draining or nothing.
  CREATE TABLE shared_ports (
    container_id TEXT NOT NULL, protocol TEXT NOT NULL, host_ip TEXT NOT NULL, host_port INTEGER NOT NULL, container_port INTEGER NOT NULL,
    PRIMARY KEY (protocol, host_ip, host_port, container_id)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO shared_ports SELECT container_id, protocol, host_ip, host_port, container_port FROM ports;
  DROP TABLE ports;
  ALTER TABLE shared_ports RENAME TO ports;
  CREATE INDEX ports_by_container ON ports(container_id);
  ALTER TABLE containers ADD COLUMN traffic TEXT;
  `,
  `
  -- Which commits of a deployment must be signed, and by whom, as JSON; null for none.
  ALTER TABLE deployments ADD COLUMN verify TEXT;
  `,
  `
  -- What is declared is one document ('declaration'; core/declaration.ts has its type), where it comes from ('origin'), and how often it
  -- was changed ('generation', from 1). 'pinned' is the commit that a person went back to. JSON, except for numbers.
  CREATE TABLE declared_deployments (
    name TEXT PRIMARY KEY, declaration TEXT NOT NULL, origin TEXT NOT NULL, generation INTEGER NOT NULL DEFAULT 1,
    suspended INTEGER NOT NULL, created_at INTEGER NOT NULL, pinned TEXT,
    attempted TEXT, applied TEXT, error TEXT, failures INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  INSERT INTO declared_deployments (name, declaration, origin, suspended, created_at, attempted, applied, error, failures)
    SELECT name,
      json_object(
        'version', 1,
        'source', json_object(
          'kind', 'git', 'url', url,
          'ref', CASE WHEN branch IS NULL THEN json_object('kind', 'head') ELSE json_object('kind', 'branch', 'branch', branch) END
        ),
        'path', path, 'intervalMs', interval_ms, 'verify', json(coalesce(verify, 'null'))
      ),
      '{"kind":"command"}', suspended, created_at, attempted, applied, error, failures
    FROM deployments;
  DROP TABLE deployments;
  ALTER TABLE declared_deployments RENAME TO deployments;
  -- What was tried, newest last. The same result of the same commit again is counted in 'times', the last at 'until'.
  CREATE TABLE deployment_history (
    deployment TEXT NOT NULL, number INTEGER NOT NULL, commit_name TEXT NOT NULL, generation INTEGER NOT NULL,
    outcome TEXT NOT NULL, cause TEXT NOT NULL, signer TEXT, relation TEXT, error TEXT,
    at INTEGER NOT NULL, until INTEGER NOT NULL, times INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (deployment, number)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- What the loop knows of a deployment beside its record, as JSON: conditions, budgets, commits that are not tried again.
  CREATE TABLE deployment_status (name TEXT PRIMARY KEY, status TEXT NOT NULL) STRICT, WITHOUT ROWID;
  `,
  `
  -- Deliveries of webhooks that were taken. 'id' is a digest of what was signed.
  CREATE TABLE webhook_deliveries (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, hook TEXT NOT NULL, id TEXT NOT NULL, at INTEGER NOT NULL, UNIQUE (hook, id)
  ) STRICT;
  CREATE INDEX webhook_deliveries_by_hook ON webhook_deliveries(hook, seq);
  `,
  `
  -- What the images of a deployment were pinned to when a commit was first tried. 'pins' is JSON.
  CREATE TABLE image_pins (
    deployment TEXT NOT NULL, commit_id TEXT NOT NULL, pins TEXT NOT NULL, updated_at INTEGER NOT NULL,
    PRIMARY KEY (deployment, commit_id)
  ) STRICT, WITHOUT ROWID;
  -- Newer images in place of those that a repository names: being tried, running, or known to be bad.
  CREATE TABLE image_updates (
    deployment TEXT NOT NULL, declared TEXT NOT NULL, reference TEXT NOT NULL, state TEXT NOT NULL,
    attempts INTEGER NOT NULL, reason TEXT, updated_at INTEGER NOT NULL,
    PRIMARY KEY (deployment, declared, reference)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- What the images of the commit were pinned to by then: JSON of [{reference, digest}].
  ALTER TABLE deployment_history ADD COLUMN pins TEXT NOT NULL DEFAULT '[]';
  `,
  `
  -- What hosts that share a network agreed on, as JSON; null for a bridge of this host alone.
  ALTER TABLE networks ADD COLUMN overlay TEXT;
  `,
];
