/** A number first, whatever comes after it: 30.5 (27.4–33.7), 1,200, -0.3 ± 0.1, 12 %, or nothing at all. */
const NUMBER = /^[-−+±~<>≈]?\s?\d[\d.,]*(?![\d.,]*\p{L})/u;
const NOTHING = /^[-–—·]?$/;

/** Which columns hold numbers: those line up at their right end. */
export function numberColumns(rows: readonly (readonly string[])[]): boolean[] {
  const nColumns = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length: nColumns }, (_, column) => {
    const said = rows.map((row) => row[column]?.trim() ?? '').filter((cell) => !NOTHING.test(cell));
    return said.length > 0 && said.every((cell) => NUMBER.test(cell));
  });
}
