// Where one daemon keeps its things. Drawn once:
//
//   <state>/dockr.db            records (SQLite)
//   <state>/layers/<diff id>/   unpacked layers          <state>/layers/tmp/  being unpacked
//   <state>/volumes/<name>/_data
//   <state>/containers/<id>/    upper/ work/ of the overlay, log (k8s-file)
//   <state>/build/              work in progress of builds
//   <state>/sent/<key>/         trees of clients' machines that builds need
//   <state>/deployments/<name>/ mirror.git and releases/<commit>/ of a repository that is deployed from
//   <state>/audit/              what was changed, by whom: audit/segments.ts
//   <state>/dockr.db.schema-<n> the records before they were migrated, for an upgrade that is taken back
//   <state>/daemon.log          what the daemon said, also why it did not start
//   <run>/dockr.sock            the API                  <run>/daemon.pid
//   <run>/containers/<id>/      bundle: config.json, rootfs (mount), pid files, secrets, hosts, hostname, resolv.conf
//   <run>/exits/<id>            exit codes, written by conmon
//   <run>/netns/<id>            network namespaces (bind mounts)
//   <run>/runtime/              state of crun or runc

export type DaemonPaths = { readonly state: string; readonly run: string; readonly socket: string };

/** From `DOCKR_STATE_DIR`, `DOCKR_RUN_DIR` and `DOCKR_SOCKET`, else `/var/lib/dockr`, `/run/dockr` and `dockr.sock` therein. */
export function daemonPaths(environment: Readonly<Record<string, string | undefined>>): DaemonPaths {
  const run = environment['DOCKR_RUN_DIR'] || '/run/dockr';
  return {
    state: environment['DOCKR_STATE_DIR'] || '/var/lib/dockr',
    run,
    socket: environment['DOCKR_SOCKET'] || `${run}/dockr.sock`,
  };
}
