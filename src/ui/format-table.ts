const GAP = 3;

export type Table = { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };

/** Columns as wide as their longest cell; the last one is not padded. */
export function formatTable({ head, rows }: Table): string {
  const widths = head.map((title, column) =>
    Math.max(...[title, ...rows.map((row) => row[column] ?? '')].map(widthOf)),
  );
  return [head, ...rows].map((row) => formatRow(row, widths)).join('');
}

function formatRow(row: readonly string[], widths: readonly number[]): string {
  const cells = row.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - widthOf(cell) + GAP));
  return `${cells.join('').trimEnd()}\n`;
}

/** In characters: a surrogate pair is one. */
function widthOf(text: string): number {
  return [...text].length;
}
