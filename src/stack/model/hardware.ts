// Devices of the host, and how much of them a service gets.
import type { Extensions } from './extensions.ts';

/** A device node of the host in the container. */
export type Device = {
  readonly source: string;
  readonly target: string;
  /** Of `r`, `w` and `m`. */
  readonly permissions: string;
  readonly extensions?: Extensions;
};

/** A wish for devices of a kind, such as graphics processors, that a driver fulfils. */
export type DeviceRequest = {
  readonly driver?: string;
  /** -1 is all; undefined with `deviceIds`. */
  readonly count?: number;
  readonly deviceIds?: readonly string[];
  readonly capabilities?: readonly string[];
  readonly options?: Readonly<Record<string, string>>;
  readonly extensions?: Extensions;
};

export type BlkioConfig = {
  readonly weight?: number;
  readonly weightDevice?: readonly { readonly path: string; readonly weight: number }[];
  readonly deviceReadBps?: readonly DeviceRate[];
  readonly deviceReadIops?: readonly DeviceRate[];
  readonly deviceWriteBps?: readonly DeviceRate[];
  readonly deviceWriteIops?: readonly DeviceRate[];
  readonly extensions?: Extensions;
};

/** Bytes or operations in a second. */
export type DeviceRate = { readonly path: string; readonly rate: number };
