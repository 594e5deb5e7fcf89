// Tar archives made by hand, so that they can be as wrong as a test needs them.

export type TarItem = {
  readonly name: string;
  readonly flag?: string;
  readonly content?: string | Buffer;
  readonly linkName?: string;
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly mtime?: number;
  readonly device?: readonly [number, number];
  /** Instead of the length of the content. */
  readonly size?: number;
};

/** An archive with its end blocks. */
export function tar(...items: readonly TarItem[]): Buffer {
  return Buffer.concat([...items.map(tarEntry), Buffer.alloc(1024)]);
}

/** One entry: header, content, padding. */
export function tarEntry(item: TarItem): Buffer {
  const content = Buffer.from(item.content ?? '');
  const header = Buffer.alloc(512);
  header.write(item.name, 0, 100, 'latin1');
  writeOctal(header, 100, 8, item.mode ?? 0o644);
  writeOctal(header, 108, 8, item.uid ?? 0);
  writeOctal(header, 116, 8, item.gid ?? 0);
  writeOctal(header, 124, 12, item.size ?? content.length);
  writeOctal(header, 136, 12, item.mtime ?? 1_700_000_000);
  header.write(item.flag ?? '0', 156, 'latin1');
  header.write(item.linkName ?? '', 157, 100, 'latin1');
  header.write('ustar\x0000', 257, 'latin1');
  if (item.device) {
    writeOctal(header, 329, 8, item.device[0]);
    writeOctal(header, 337, 8, item.device[1]);
  }
  sealHeader(header);
  return Buffer.concat([header, content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
}

/** A PAX header for the entry after it. */
export function paxEntry(records: Readonly<Record<string, string | Buffer>>, flag: 'x' | 'g' = 'x'): Buffer {
  const content = Buffer.concat(Object.entries(records).map(([key, value]) => paxRecord(key, Buffer.from(value))));
  return tarEntry({ name: 'PaxHeaders/x', flag, content });
}

/** Computes the checksum of a header that was changed. */
export function sealHeader(header: Buffer): void {
  header.fill(0x20, 148, 156);
  const sum = header.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
}

function paxRecord(key: string, value: Buffer): Buffer {
  const rest = Buffer.concat([Buffer.from(` ${key}=`), value, Buffer.from('\n')]);
  let length = rest.length + 1;
  while (String(length).length + rest.length !== length) length = String(length).length + rest.length;
  return Buffer.concat([Buffer.from(String(length)), rest]);
}

function writeOctal(header: Buffer, offset: number, width: number, value: number): void {
  header.write(`${value.toString(8).padStart(width - 1, '0')}\0`, offset, width, 'latin1');
}
