// Annotations org.systemd.property.NAME: properties of the unit, in GVariant's text form.
import { integer, parseVariant, VariantError } from "../wire/gvariant.ts";
import { SYSTEMD_PROPERTY } from "./annotations.ts";
import { PlanError } from "./types.ts";
import type { UnitProperty, Variant } from "../wire/gvariant.ts";

const USEC = 1_000_000;

/** The properties that annotations ask for. @throws PlanError for a name or a value that is none */
export function annotationProperties(
  annotations: Readonly<Record<string, string>>,
): readonly UnitProperty[] {
  return Object.entries(annotations).flatMap(([key, value]) => {
    if (!key.startsWith(SYSTEMD_PROPERTY)) return [];
    const pointer = `/annotations/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    const name = key.slice(SYSTEMD_PROPERTY.length);
    if (!/^[A-Za-z]{3,}$/.test(name)) {
      throw new PlanError(pointer, `annotation ${key}: name must be letters, at least three`);
    }
    try {
      return [inMicroseconds(name, parseVariant(value))];
    } catch (error) {
      if (!(error instanceof VariantError)) throw error;
      throw new PlanError(
        pointer,
        `annotation ${key}=${value} value parse error: ${error.message}`,
      );
    }
  });
}

/** On the bus times are in microseconds; `TimeoutStopSec` is for people, `TimeoutStopUSec` is sent. */
function inMicroseconds(name: string, value: Variant): UnitProperty {
  if (!/[a-z]Sec$/.test(name)) return { name, value };
  return { name: `${name.slice(0, -"Sec".length)}USec`, value: microseconds(value) };
}

function microseconds(value: Variant): Variant {
  const seconds = "value" in value ? value.value : null;
  if (typeof seconds === "bigint") return integer("t", seconds * BigInt(USEC));
  if (typeof seconds !== "number") throw new VariantError("a time must be a number of seconds");
  if (!(seconds >= 0)) throw new VariantError(`${seconds} is no time`);
  return integer("t", BigInt(Math.round(seconds * USEC)));
}
