// For the test of the fuzzer itself: an input without end. Not in the list of targets.
export const hang = {
  name: "hang",
  seeds: () => [Buffer.from("a"), Buffer.from("never ends")],
  mutate: (input) => input,
  run(input) {
    while (input.includes("never")) if (input.length === 0) return;
  },
  planted: () => false,
};
