// Names in the kernel that follow from what they are for, so that the same thing is found again after any crash.
import { createHash } from 'node:crypto';

/** `dkv001001`: the VXLAN device of VNI 4097, at most fifteen characters with a prefix of five. */
export function segmentDeviceName(prefix: string, vni: number): string {
  return `${prefix}v${vni.toString(16).padStart(6, '0')}`;
}

/** Whether a link's name is of that form. */
export function isSegmentDeviceName(prefix: string, name: string): boolean {
  return name.startsWith(prefix) && /^v[0-9a-f]{6}$/.test(name.slice(prefix.length));
}

/** A locally administered MAC of the device itself. No packet carries it; it only must not change. */
export function segmentDeviceMac(vni: number, host: string): string {
  const digits = createHash('sha256').update(`${vni}\0${host}`).digest('hex').slice(0, 10);
  return ['02', ...(digits.match(/../g) ?? [])].join(':');
}
