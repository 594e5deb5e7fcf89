import process from 'node:process';

const IPV4 = /^(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\.(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}$/;

/** 4 or 6 for a text that is an address, else 0, as `isIP` of `node:net`, which costs a command of dockr two milliseconds to load. */
export function ipVersion(text: string): 0 | 4 | 6 {
  if (IPV4.test(text)) return 4;
  if (!text.includes(':')) return 0;
  return process.getBuiltinModule('node:net').isIPv6(text) ? 6 : 0;
}
