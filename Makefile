# The C programs, and installation. `make` builds everything; `make c` the C part alone.
#   make install PREFIX=/usr/local [DESTDIR=/stage]
PREFIX ?= /usr/local
OUT    ?= dist
NODE_API ?= node_modules/node-api-headers/include

MUSL_CC ?= musl-gcc
HOST_CC ?= gcc

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wformat=2 \
	-Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition -Wswitch-enum -Wundef -Wvla \
	-Walloca -Wnull-dereference -Wduplicated-cond -Wlogical-op -Wcast-align -Wcast-qual \
	-Wwrite-strings -Wimplicit-fallthrough
ifeq ($(CI),true)
WARN += -Werror
endif
# -fcf-protection exists on x86 only.
CF_PROTECTION := $(if $(filter x86_64 i%86,$(shell uname -m)),-fcf-protection)
CFLAGS  ?= -O2
# Packagers give CFLAGS on the command line: what the sources need is added all the same.
override CFLAGS += -std=gnu11 -D_GNU_SOURCE -D_FORTIFY_SOURCE=2 -fstack-protector-strong $(CF_PROTECTION) $(WARN)
override LDFLAGS += -Wl,-z,relro,-z,now,-z,noexecstack

# `make V=1` shows the commands.
Q := $(if $(V),,@)
LIB := $(OUT)/lib/tsrun
OBJ := $(OUT)/obj

init_src     := $(sort $(wildcard c/init/*.c) c/common/hook.c)
host_src     := $(sort $(wildcard c/host/*.c c/common/*.c))
# SHORTCUTS=no: every verb is the engine's. Both kinds are built, for tests of the one against the other.
SHORTCUTS ?= yes
short_src    := $(addprefix c/front/,card.c container.c destroy.c request.c shortcut.c)
launcher_src := c/front/launcher.c c/front/say.c
attend_src   := c/front/attend.c c/front/relay.c c/front/say.c c/common/notify.c

musl = $(patsubst %.c,$(OBJ)/musl/%.o,$(1))
short = $(patsubst %.c,$(OBJ)/short/%.o,$(1) $(short_src))
front = $(if $(filter yes,$(SHORTCUTS)),$(call short,$(1)),$(call musl,$(1)))
host = $(patsubst %.c,$(OBJ)/host/%.o,$(1))

programs := $(OUT)/bin/tsrun $(LIB)/attend $(LIB)/init $(LIB)/host.so
tests    := $(addprefix $(OUT)/test/,front-engine front-harness timer terminal exchange agent calls tracer manager huge ramdisk interrupt pause notify)
plain    := $(OUT)/plain/bin/tsrun $(OUT)/plain/lib/tsrun/attend

.PHONY: all c c-test install uninstall clean
all:
	scripts/setup --no-install
	scripts/build

c: $(programs)
c-test: $(tests) $(plain)

$(OUT)/bin/tsrun: $(call front,$(launcher_src))
$(LIB)/attend: $(call front,$(attend_src))
$(OUT)/plain/bin/tsrun: $(call musl,$(launcher_src))
$(OUT)/plain/lib/tsrun/attend: $(call musl,$(attend_src))
$(LIB)/init: $(call musl,$(init_src))
$(OUT)/test/front-engine: $(call musl,c/test/front-engine.c)
$(OUT)/test/front-harness: $(call musl,c/test/front-harness.c)
$(OUT)/test/timer: $(call musl,c/test/timer.c)
$(OUT)/test/interrupt: $(call musl,c/test/interrupt.c)
$(OUT)/test/terminal: $(call musl,bundles-test/harness/terminal.c)
$(OUT)/test/agent: $(call musl,bundles-test/harness/agent.c)
$(OUT)/test/calls: $(call musl,bundles-test/harness/calls.c)
$(OUT)/test/ramdisk: $(call musl,bundles-test/harness/ramdisk.c)
$(OUT)/test/manager: $(call musl,bundles-test/harness/manager.c)
$(OUT)/test/huge: $(call musl,bundles-test/harness/huge.c)
$(OUT)/test/exchange: $(call musl,bundles-test/harness/exchange.c)
$(OUT)/test/tracer: $(call musl,bundles-test/harness/tracer.c)
$(OUT)/test/pause: $(call musl,scripts/engines/programs/pause.c)
$(OUT)/test/notify: $(call musl,scripts/engines/programs/notify.c)

# -static, never -static-pie: Debian's musl-gcc would link dynamically without a word. Linked beside
# its place and renamed: a program that is running cannot be written to, and one that reads its own
# file must not see half of it.
$(OUT)/bin/tsrun $(LIB)/attend $(LIB)/init $(tests) $(plain):
	@mkdir -p $(@D)
	@echo "  link $@"
	$(Q)$(MUSL_CC) -static $(CFLAGS) $(LDFLAGS) $^ -o $@.new
	@if readelf -lW $@.new | grep -q -e INTERP -e DYNAMIC; then echo "$@: not static" >&2; rm $@.new; exit 1; fi
	@mv $@.new $@

$(LIB)/host.so: $(call host,$(host_src))
	@mkdir -p $(@D)
	@echo "  link $@"
	$(Q)$(HOST_CC) -shared $(CFLAGS) $(LDFLAGS) -Wl,-z,defs $^ -o $@.new
	@mv $@.new $@

$(OBJ)/musl/%.o: %.c Makefile
	@mkdir -p $(@D)
	@echo "  cc $<"
	$(Q)$(MUSL_CC) $(CFLAGS) -Ic/common -MMD -MP -c $< -o $@

$(OBJ)/short/%.o: %.c Makefile
	@mkdir -p $(@D)
	@echo "  cc $< (shortcuts)"
	$(Q)$(MUSL_CC) $(CFLAGS) -DTSRUN_SHORTCUTS -Ic/common -MMD -MP -c $< -o $@

$(OBJ)/host/%.o: %.c Makefile
	@mkdir -p $(@D)
	@echo "  cc $< (host)"
	$(Q)$(HOST_CC) $(CFLAGS) -Ic/common -isystem $(NODE_API) -fPIC -fvisibility=hidden -MMD -MP -c $< -o $@

-include $(wildcard $(OBJ)/*/c/*/*.d $(OBJ)/*/bundles-test/*/*.d $(OBJ)/*/scripts/engines/programs/*.d)

# Files that were built before are installed as they are, so that `sudo make install` builds nothing
# as root in a tree of somebody else.
install:
	@test -x $(LIB)/engine -a -x $(OUT)/bin/tsrun || $(MAKE) all
	install -d "$(DESTDIR)$(PREFIX)/bin" "$(DESTDIR)$(PREFIX)/lib/tsrun"
	for file in engine attend init; do install -m 755 "$(LIB)/$$file" "$(DESTDIR)$(PREFIX)/lib/tsrun/.$$file.new" && \
		mv -f "$(DESTDIR)$(PREFIX)/lib/tsrun/.$$file.new" "$(DESTDIR)$(PREFIX)/lib/tsrun/$$file" || exit 1; done
	for file in host.so koffi.node; do install -m 644 "$(LIB)/$$file" "$(DESTDIR)$(PREFIX)/lib/tsrun/.$$file.new" && \
		mv -f "$(DESTDIR)$(PREFIX)/lib/tsrun/.$$file.new" "$(DESTDIR)$(PREFIX)/lib/tsrun/$$file" || exit 1; done
	install -m 755 "$(OUT)/bin/tsrun" "$(DESTDIR)$(PREFIX)/bin/.tsrun.new"
	mv -f "$(DESTDIR)$(PREFIX)/bin/.tsrun.new" "$(DESTDIR)$(PREFIX)/bin/tsrun"
	install -d "$(DESTDIR)$(PREFIX)/share/doc/tsrun" "$(DESTDIR)$(PREFIX)/share/tsrun/apparmor"
	sed "s|/usr/local/|$(PREFIX)/|" docs/engines/apparmor-tsrun >"$(DESTDIR)$(PREFIX)/share/tsrun/apparmor/tsrun"
	install -m 644 LICENSE $(OUT)/share/NOTICES $(OUT)/share/sbom.json "$(DESTDIR)$(PREFIX)/share/doc/tsrun"
	for directory in man/man1 bash-completion/completions zsh/site-functions; do \
		install -d "$(DESTDIR)$(PREFIX)/share/$$directory" && \
		install -m 644 $(OUT)/share/$$directory/* "$(DESTDIR)$(PREFIX)/share/$$directory" || exit 1; done

uninstall:
	rm -f "$(DESTDIR)$(PREFIX)"/share/man/man1/tsrun.1 "$(DESTDIR)$(PREFIX)"/share/man/man1/tsrun-*.1
	rm -f "$(DESTDIR)$(PREFIX)/share/bash-completion/completions/tsrun" "$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_tsrun"
	rm -rf "$(DESTDIR)$(PREFIX)/share/doc/tsrun"
	rm -f "$(DESTDIR)$(PREFIX)/bin/tsrun"
	rm -rf "$(DESTDIR)$(PREFIX)/lib/tsrun" "$(DESTDIR)$(PREFIX)/share/tsrun"

clean:
	rm -rf dist
