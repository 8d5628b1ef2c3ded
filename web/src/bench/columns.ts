/** A number, and anything after it: 30.5 (27.4–33.7), 1,200, -0.3 ± 0.1, (-0.8..1.9), 12 %. */
const NUMBER = /^\(?[-−+±~<>≈]?\s?\d[\d.,]*(?![\d.,]*\p{L})/u;
const EMPTY = /^[-–—·]?$/;

/** Whether each column contains only numbers and empty cells. */
export function numberColumns(rows: readonly (readonly string[])[]): boolean[] {
  const nColumns = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length: nColumns }, (_, column) => {
    const cells = rows.map((row) => row[column]?.trim() ?? '').filter((cell) => !EMPTY.test(cell));
    return cells.length > 0 && cells.every((cell) => NUMBER.test(cell));
  });
}

/** The column with the names of the rows: the first one without duplicates. */
export function nameColumn(rows: readonly (readonly string[])[]): number {
  const nColumns = Math.max(0, ...rows.map((row) => row.length));
  const isUnique = (column: number) => new Set(rows.map((row) => row[column]?.trim())).size === rows.length;
  return Array.from({ length: nColumns }, (_, column) => column).find(isUnique) ?? 0;
}
