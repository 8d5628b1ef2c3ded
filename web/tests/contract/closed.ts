/** The parts of a JSON Schema that are used here. */
export interface Schema {
  [keyword: string]: unknown;
  allOf?: Schema[];
  oneOf?: Schema[];
}

/** The same schemas, but objects with other properties than those described are invalid. */
export function closed(schemas: Record<string, Schema>): Record<string, Schema> {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, close(schema)]));
}

function close(schema: Schema): Schema {
  const parts = schema.allOf?.map(asPart);
  if (parts) return { ...schema, type: 'object', allOf: parts, unevaluatedProperties: false };
  const isObject = schema.properties !== undefined;
  return { ...(isObject ? { additionalProperties: false } : {}), ...withClosedValues(schema) };
}

/** A part may consist of alternatives. */
function asPart({ oneOf, ...part }: Schema): Schema {
  return oneOf ? { ...part, oneOf: oneOf.map(withClosedValues) } : withClosedValues(part);
}

function withClosedValues(schema: Schema): Schema {
  const isSchema = (value: unknown): value is Schema =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  return Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => {
      if (keyword === 'properties') return [keyword, closed(value as Record<string, Schema>)];
      if (keyword === 'oneOf' || keyword === 'prefixItems') return [keyword, (value as Schema[]).map(close)];
      return [keyword, keyword === 'items' && isSchema(value) ? close(value) : value];
    }),
  );
}
