// The card of a container: the small file `front` from which the shortcuts of c/front do the short
// verbs without the engine. The layout is that of c/front/card.h; all texts are made here.
import { EncodeError, Writer } from "../wire/writer.ts";
import { replaceFile } from "../native/paths.ts";
import { containerFile } from "./directory.ts";

/** What a shortcut may do for a container (CARD_* of c/front/card.h). */
export interface CardRights {
  /** No poststart hooks, and there is a program. */
  readonly start: boolean;
  /** No poststop hooks, and nothing to undo but cgroups and the directory. */
  readonly delete: boolean;
  /** The container has its own pid namespace: a signal for init reaches everybody. */
  readonly initAlone: boolean;
}

/** A file, and what it holds while all is as usual. */
export interface Watch {
  readonly path: string;
  readonly usual: string;
}

/** What the card says. */
export interface Card {
  readonly rights: CardRights;
  /** Bytes before the status in state.json. */
  readonly statusAt: number;
  readonly pid: number;
  /** Start time of init, clock ticks since boot. */
  readonly start: number;
  readonly id: string;
  /** What `state` prints in each status. */
  readonly texts: { readonly created: string; readonly running: string; readonly stopped: string };
  /** Freezers. */
  readonly watches: readonly Watch[];
  /** Absolute directories. */
  readonly cgroups: readonly string[];
}

const MAGIC = 0x43525354;
const VERSION = 1;
/** CARD_LENGTH: the reader's buffer, which has to stay larger than the card. */
const MOST_BYTES = 65536;
/** CARD_PATHS. */
const MOST_PATHS = 64;

/** The bytes of a card, or null when a shortcut could not read them. */
export function encodeCard(card: Card): Uint8Array | null {
  try {
    return encode(card);
  } catch (error) {
    // Annotations may hold what C cannot take.
    if (error instanceof EncodeError) return null;
    throw error;
  }
}

function encode(card: Card): Uint8Array | null {
  const cgroups = [...new Set(card.cgroups)];
  if (cgroups.length > MOST_PATHS || card.watches.length > MOST_PATHS) return null;
  const { rights, texts } = card;
  const writer = new Writer();
  writer.u32(MAGIC);
  writer.u32(VERSION);
  writer.u32(0);
  writer.u32((rights.start ? 1 : 0) | (rights.delete ? 2 : 0) | (rights.initAlone ? 4 : 0));
  writer.u32(card.statusAt);
  writer.u32(card.pid);
  writer.u64(BigInt(card.start));
  for (const text of [card.id, texts.created, texts.running, texts.stopped]) writer.text(text);
  writer.u32(card.watches.length);
  for (const { path, usual } of card.watches) {
    writer.text(path);
    writer.text(usual);
  }
  writer.u32(cgroups.length);
  for (const path of cgroups) writer.text(path);
  if (writer.length >= MOST_BYTES) return null;
  writer.patch(8, writer.length);
  return writer.finish();
}

/** Leaves the card in the container's directory; without one every verb is the engine's. */
export function writeCard(root: string, card: Card): void {
  const bytes = encodeCard(card);
  if (bytes !== null) replaceFile(containerFile(root, card.id, "card"), bytes, 0o600);
}
