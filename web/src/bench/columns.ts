/** A number first, whatever comes after it: 30.5 (27.4–33.7), 1,200, -0.3 ± 0.1, (-0.8..1.9), 12 %. */
const NUMBER = /^\(?[-−+±~<>≈]?\s?\d[\d.,]*(?![\d.,]*\p{L})/u;
const NOTHING = /^[-–—·]?$/;

/** Which columns hold numbers: those line up at their right end. */
export function numberColumns(rows: readonly (readonly string[])[]): boolean[] {
  const nColumns = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length: nColumns }, (_, column) => {
    const said = rows.map((row) => row[column]?.trim() ?? '').filter((cell) => !NOTHING.test(cell));
    return said.length > 0 && said.every((cell) => NUMBER.test(cell));
  });
}

/** Which column names the rows: the first in which no two say the same. */
export function nameColumn(rows: readonly (readonly string[])[]): number {
  const nColumns = Math.max(0, ...rows.map((row) => row.length));
  const isName = (column: number) => new Set(rows.map((row) => row[column]?.trim())).size === rows.length;
  const found = Array.from({ length: nColumns }, (_, column) => column).find(isName);
  return found ?? 0;
}
