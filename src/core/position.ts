/** Where in a text something stands. Lines and columns count from 1; `length` is in UTF-16 code units. */
export type SourcePosition = {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly length: number;
  /** The text of that line, without its line end, so that whoever prints it needs no file. */
  readonly text?: string;
};

/** `file:line:column`, as editors and terminals link it. */
export function formatPosition(position: SourcePosition): string {
  return `${position.file}:${position.line}:${position.column}`;
}

/** Orders by file, then line, then column. */
export function comparePositions(a: SourcePosition | undefined, b: SourcePosition | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}
