// What a shape is: the outline of a document, for walks that a validator does not do (exact
// integers, null, unknown members).

/** The outline of a value. `wide` means that 64-bit integers lie somewhere below. */
export type Shape =
  | { readonly kind: "plain"; readonly wide: false }
  | { readonly kind: "int64" | "uint64"; readonly wide: true }
  | { readonly kind: "list" | "map"; readonly item: Shape; readonly wide: boolean }
  | {
      readonly kind: "object";
      readonly members: Readonly<Record<string, Shape>>;
      readonly wide: boolean;
    };

/** Text, a boolean, or a number that a double holds. */
export const PLAIN: Shape = { kind: "plain", wide: false };
/** A signed 64-bit integer. */
export const INT64: Shape = { kind: "int64", wide: true };
/** An unsigned 64-bit integer. */
export const UINT64: Shape = { kind: "uint64", wide: true };

/** An array. */
export function listOf(item: Shape): Shape {
  return { kind: "list", item, wide: item.wide };
}

/** An object whose names are data. */
export function mapOf(item: Shape): Shape {
  return { kind: "map", item, wide: item.wide };
}

/** An object whose names are known; others are allowed and have no meaning. */
export function objectOf(members: Readonly<Record<string, Shape>>): Shape {
  return { kind: "object", members, wide: Object.values(members).some((member) => member.wide) };
}
