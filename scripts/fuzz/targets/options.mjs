// The options of a mount: words with commas between them.
import {
  newMountAttributes,
  readMountOptions,
  splitData,
} from "../../../dist/js/src/plan/mount-options.js";
import { MOUNT_WORDS } from "../../../dist/js/src/plan/mount-words.js";
import { answer, Defect, mutateText } from "./common.mjs";

const known = [...MOUNT_WORDS.keys()];
const SEEDS = [
  "rbind,ro,nosuid,nodev,noexec,rprivate",
  "size=65536k,mode=755,uid=5,nr_inodes=1k",
  'context="system_u:object_r:container_file_t:s0:c1,c2",ro',
  "lowerdir=/a:/b\\,c,upperdir=/u,workdir=/w",
  "idmap=uids=0-1000-10#1-2-3;gids=0-0-1,ridmap",
];

export const options = {
  name: "options",
  seeds: () => SEEDS.map((text) => Buffer.from(text)),
  mutate: mutateText(known.flatMap((word) => [word, `${word},`])),
  run(input) {
    const text = input.toString("utf8");
    return answer(["PlanError"], () => {
      const words = text.split(",");
      const read = readMountOptions(words);
      newMountAttributes(read);
      const data = splitData(text);
      if (
        data.join(",") !== text.replace(/^,+|,+$/g, "").replace(/,{2,}/g, ",") &&
        !text.includes('"') &&
        !text.includes("\\")
      ) {
        throw new Defect("splitting and joining data changes it");
      }
    });
  },
  planted: (input) => /(^|,)rro,(.*,)?ridmap(,|$)/.test(input),
};
