// What went through the network devices of a process's network namespace, as /proc tells it.
import { readFileSync } from 'node:fs';

export type NetworkCounters = { readonly receivedBytes: number; readonly sentBytes: number };

/** Of all devices but the loopback; undefined where the process is gone. */
export function readNetworkCounters(pid: number): NetworkCounters | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/net/dev`, 'utf8');
  } catch {
    return undefined;
  }
  return parseNetworkCounters(text);
}

/** `/proc/net/dev`: two lines of headings, then a device a line, with eight numbers for either direction. */
export function parseNetworkCounters(text: string): NetworkCounters {
  let receivedBytes = 0;
  let sentBytes = 0;
  for (const [, device, numbers = ''] of text.matchAll(/^\s*([^\s:]+):(.*)$/gm)) {
    if (device === 'lo') continue;
    const columns = numbers.trim().split(/\s+/).map(Number);
    receivedBytes += columns[0] ?? 0;
    sentBytes += columns[8] ?? 0;
  }
  return { receivedBytes, sentBytes };
}
