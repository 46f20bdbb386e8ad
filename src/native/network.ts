// Network devices in other namespaces, by the routing socket.
import { checked } from "./errors.ts";
import { closeFd, O_RDONLY, openFile } from "./files.ts";
import { hostFunction } from "./library.ts";

const PARTS = [
  "open a routing socket in the container",
  "find the device",
  "read its addresses",
  "move",
  "restore its addresses",
  "set it up",
] as const;

function part(at: Int32Array): string {
  return PARTS[at[0] ?? 0] ?? "move";
}

/** A device that was moved, and how to undo it. */
export interface MovedDevice {
  /** Moves it back, as it was; the namespace is let go. @throws SystemError */
  readonly giveBack: () => void;
  /** It stays; what was kept for giving it back is let go. */
  readonly keep: () => void;
}

/** Sets a device up in the network namespace of a process. @throws SystemError */
export function setDeviceUp(pid: number, name: string): void {
  const up = hostFunction("tsr_net_up");
  const netns = openFile(`/proc/${pid}/ns/net`, O_RDONLY);
  const at = new Int32Array(1);
  try {
    checked(up(netns, name, at), part(at), name);
  } finally {
    closeFd(netns);
  }
}

/** Moves a device into the network namespace of a process. @throws SystemError */
export function moveDevice(pid: number, name: string, target: string): MovedDevice {
  const move = hostFunction("tsr_net_move");
  const netns = openFile(`/proc/${pid}/ns/net`, O_RDONLY);
  const at = new Int32Array(1);
  const state = Buffer.alloc(hostFunction("tsr_net_size")());
  try {
    checked(move(netns, name, target, state, at), part(at), name);
  } catch (error) {
    closeFd(netns);
    throw error;
  }
  return {
    giveBack: () => {
      const back = hostFunction("tsr_net_return");
      try {
        checked(back(netns, state, at), part(at), name);
      } finally {
        closeFd(netns);
      }
    },
    keep: () => closeFd(netns),
  };
}
