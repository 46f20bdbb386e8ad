// The rules that keep a container in. A test build can do without one of them
// (-DTSRUN_WITHOUT=RULE_IN_ROOT), to show that the attack which the rule stops does succeed then, and
// so that its test bites: c/test/rules/run. No other build sets it, and the comparisons are constants.
#ifndef TSRUN_COMMON_RULES_H
#define TSRUN_COMMON_RULES_H

#define RULE_NONE 0
#define RULE_IN_ROOT 1         // paths of the container are resolved inside its root, by descriptor
#define RULE_PLAIN_DIRECTORY 2 // proc and sysfs are mounted on directories that no link leads to
#define RULE_NULL_DEVICE 3     // what masks a file is the null device
#define RULE_CONSOLE 4         // a terminal is one of the container's devpts
#define RULE_OWN_PROCFS 5      // procfs is written through an instance that nothing lies over
#define RULE_CWD_INSIDE 6      // the working directory can be reached from the root
#define RULE_SEALED_PROGRAM 7  // the program that enters a container is a sealed copy
#define RULE_WIRE_LENGTHS 8    // lengths on the wire are checked
#define RULE_NOT_DUMPABLE 9    // processes that enter a container show nothing of themselves

#ifndef TSRUN_WITHOUT
#define TSRUN_WITHOUT RULE_NONE
#endif

// Whether a rule holds in this build.
#define RULE(name) (TSRUN_WITHOUT != RULE_##name)

#endif
