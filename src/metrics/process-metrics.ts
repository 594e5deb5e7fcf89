// What the daemon itself takes. The library's own set of these keeps timers running; here they are read when they are asked for.
import { readdirSync } from 'node:fs';
import { Counter, Gauge, type Registry } from 'prom-client';

export function addProcessMetrics(registry: Registry, version: string): void {
  const registers = [registry];
  const startedAt = Date.now() / 1000 - process.uptime();
  new Gauge({ name: 'dockr_build_info', help: 'The version of the daemon', labelNames: ['version'], registers }).set(
    { version },
    1,
  );
  new Counter({
    name: 'process_cpu_seconds_total',
    help: 'Processor time of the daemon',
    registers,
    collect() {
      const { user, system } = process.cpuUsage();
      this.reset();
      this.inc((user + system) / 1e6);
    },
  });
  const gauges: readonly (readonly [string, string, () => number])[] = [
    ['process_resident_memory_bytes', 'Memory of the daemon', () => process.memoryUsage.rss()],
    ['process_start_time_seconds', 'When the daemon started', () => startedAt],
    ['process_open_fds', 'Open files of the daemon', () => readdirSync('/proc/self/fd').length],
  ];
  for (const [name, help, read] of gauges) {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  }
}
