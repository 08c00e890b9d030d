# casebound: `make help` lists the targets.
MODE ?= release
OUT ?= build/$(MODE)
CC ?= cc
CSTD = -std=c11 -D_GNU_SOURCE
WARN = -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wcast-qual -Wwrite-strings -Wformat=2 -Wvla -Werror
OPT_release = -O2 -g -D_FORTIFY_SOURCE=2 -fstack-protector-strong
OPT_debug = -O0 -g
OPT_asan = -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
FLOORS = base model read judge arrange render folder seal verify cli
PKGS = htslib libxml-2.0 libcmark harfbuzz harfbuzz-subset lua5.4 libcrypto libssl libqpdf libfyaml jansson libzip zlib
CFLAGS += $(CSTD) $(WARN) $(OPT_$(MODE)) -Iinclude -Igenerator -MMD -MP -pthread $(shell pkg-config --cflags $(PKGS))
LDLIBS += $(shell pkg-config --libs $(PKGS)) -lhpdf -lm -pthread
floor_sources = $(sort $(shell find generator/$(1) -name '*.c' 2>/dev/null))
floor_objects = $(patsubst %.c,$(OUT)/%.o,$(call floor_sources,$(1)))
V ?= 0
Q = $(if $(filter 1,$(V)),,@)

.PHONY: all clean unit
all: $(OUT)/casebound

# One archive per floor, linked highest first: a unit test of a floor links that floor and those below.
define FLOOR
$(OUT)/lib$(1).a: $$(call floor_objects,$(1))
	$$(Q)rm -f $$@; mkdir -p $$(dir $$@); ar rcsD $$@ $$^
endef
$(foreach f,$(FLOORS),$(eval $(call FLOOR,$(f))))
reverse = $(if $(1),$(call reverse,$(wordlist 2,99,$(1))) $(firstword $(1)))
upto = $(if $(1),$(firstword $(1)) $(if $(filter $(2),$(firstword $(1))),,$(call upto,$(wordlist 2,99,$(1)),$(2))))
libs_to = $(patsubst %,$(OUT)/lib%.a,$(call reverse,$(call upto,$(FLOORS),$(1))))

$(OUT)/%.o: %.c
	$(Q)mkdir -p $(dir $@); echo "  CC $<"; $(CC) $(CFLAGS) -c $< -o $@

$(OUT)/casebound: $(patsubst %.c,$(OUT)/%.o,$(wildcard generator/*.c)) $(call libs_to,cli)
	$(Q)echo "  LD $@"; $(CC) $(CFLAGS) $^ -o $@ $(LDLIBS)

# Unit tests: tests/unit/FLOOR/NAME_test.c is one cmocka program; `make OUT=build/mine unit FLOOR=read` runs one floor's.
FLOOR ?= $(FLOORS)
unit_tests = $(patsubst tests/%.c,$(OUT)/tests/%,$(foreach f,$(1),$(sort $(wildcard tests/unit/$(f)/*_test.c))))
define UNIT
$(OUT)/tests/unit/$(1)/%: tests/unit/$(1)/%.c $$(call libs_to,$(1))
	$$(Q)mkdir -p $$(dir $$@); echo "  CC $$<"; $$(CC) $$(CFLAGS) -Itests $$< $$(call libs_to,$(1)) -o $$@ -lcmocka $$(LDLIBS)
endef
$(foreach f,$(FLOORS),$(eval $(call UNIT,$(f))))
unit: $(call unit_tests,$(FLOOR))
	$(Q)for t in $^; do $$t || exit 1; done

clean:
	$(Q)rm -rf build

-include $(shell find $(OUT) -name '*.d' 2>/dev/null)
