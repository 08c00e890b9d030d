# casebound: `make help` lists the targets. MODE=release|debug|asan|tsan|fuzz, JOBS=N, V=1 shows the commands.
MODE ?= release
OUT ?= build/$(MODE)
CC ?= cc
PREFIX ?= /usr/local
DESTDIR ?=
V ?= 0
Q = $(if $(filter 1,$(V)),,@)
# Make 4.3 does not tell a makefile whether -j was given, so the number of jobs is a variable of its own.
JOBS ?= $(shell nproc 2>/dev/null || echo 2)
ifeq ($(MAKELEVEL),0)
MAKEFLAGS += -j$(JOBS) --no-print-directory
endif
.DELETE_ON_ERROR:
.SECONDARY:

CSTD = -std=c11 -D_GNU_SOURCE
WARN = -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wcast-qual \
    -Wwrite-strings -Wformat=2 -Wvla -Werror
SANITIZE = -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
OPT_release = -O2 -g -D_FORTIFY_SOURCE=2 -fstack-protector-strong
OPT_debug = -O0 -g
OPT_asan = -O1 -g $(SANITIZE)
OPT_tsan = -O1 -g -fsanitize=thread -fno-omit-frame-pointer
# clang takes the loads of htslib/hts_endian.h for misaligned; it has another way.
OPT_fuzz = -O1 -g $(SANITIZE) -fsanitize=fuzzer-no-link -DHTS_ALLOW_UNALIGNED=0
ifeq ($(MODE),fuzz)
CC = clang
endif
FLOORS = base model read judge arrange render folder seal verify cli
PKGS = htslib libdeflate libxml-2.0 libcmark harfbuzz harfbuzz-subset lua5.4 libcrypto libssl libqpdf libfyaml jansson libzip zlib p11-kit-1
# Asked once and only when something is compiled: `make demo` installs pkg-config and the libraries first.
PKG_CFLAGS = $(eval PKG_CFLAGS := $$(shell pkg-config --cflags $(PKGS)))$(PKG_CFLAGS)
PKG_LIBS = $(eval PKG_LIBS := $$(shell pkg-config --libs $(PKGS)))$(PKG_LIBS)
CFLAGS += $(CSTD) $(WARN) $(OPT_$(MODE)) -Iinclude -Igenerator -MMD -MP -pthread $(PKG_CFLAGS)
LDLIBS += $(PKG_LIBS) -lhpdf -lm -pthread
VERSION := $(shell sed -n 's/^\#\# \([0-9][0-9.]*\).*/\1/p' docs/changes.md 2>/dev/null | head -n 1)
RELEASED := $(shell sed -n 's/^\#\# [0-9][0-9.]*, //p' docs/changes.md 2>/dev/null | head -n 1)

floor_sources = $(sort $(shell find generator/$(1) -name '*.c' 2>/dev/null))
floor_objects = $(patsubst %.c,$(OUT)/%.o,$(call floor_sources,$(1)))

.PHONY: all validation demo check soak lint bench docs format install uninstall dist distcheck clean help
.PHONY: archives bench-page pictures bench-programs unit unit-programs fuzz-programs golden-refresh FORCE
all: $(OUT)/casebound docs $(if $(wildcard samples/*.c),$(OUT)/casebound-samples validation)

# A change of the compiler or its flags builds everything anew.
$(OUT)/flags: FORCE
	@mkdir -p $(@D); echo '$(CC) $(CFLAGS) $(LDLIBS)' | cmp -s - $@ || echo '$(CC) $(CFLAGS) $(LDLIBS)' > $@

# One archive per floor, linked highest first: a unit test of a floor links that floor and those below.
define FLOOR_RULE
$(OUT)/lib$(1).a: $$(call floor_objects,$(1))
	$$(Q)rm -f $$@; mkdir -p $$(dir $$@); ar rcsD $$@ $$^
endef
$(foreach f,$(FLOORS),$(eval $(call FLOOR_RULE,$(f))))
reverse = $(if $(1),$(call reverse,$(wordlist 2,99,$(1))) $(firstword $(1)))
upto = $(if $(1),$(firstword $(1)) $(if $(filter $(2),$(firstword $(1))),,$(call upto,$(wordlist 2,99,$(1)),$(2))))
libs_to = $(patsubst %,$(OUT)/lib%.a,$(call reverse,$(call upto,$(FLOORS),$(1))))

$(OUT)/%.o: %.c $(OUT)/flags
	$(Q)mkdir -p $(dir $@); echo "  CC $<"; $(CC) $(CFLAGS) -c $< -o $@

$(OUT)/casebound: $(patsubst %.c,$(OUT)/%.o,$(wildcard generator/*.c)) $(call libs_to,cli)
	$(Q)echo "  LD $@"; $(CC) $(CFLAGS) $^ -o $@ $(LDLIBS)

$(OUT)/casebound-samples: $(patsubst %.c,$(OUT)/%.o,$(wildcard samples/*.c)) $(call libs_to,model)
	$(Q)echo "  LD $@"; $(CC) $(CFLAGS) $^ -o $@ $(LDLIBS)

# What `casebound validate` holds a machine against. Files that are right already stay.
validation: $(OUT)/casebound-samples
	$(Q)perl tests/tools/validation.pl $(OUT)/casebound-samples $(OUT)/validation

# What `make bench` measures with: a generator of its input, and the pipeline up to the sieve. Both are no part of the program.
bench_trio = $(patsubst %,tests/bench/%.c,trio site place info csq) samples/calls.c samples/genes.c
$(OUT)/casebound-bench-trio: $(patsubst %.c,$(OUT)/%.o,$(bench_trio)) $(call libs_to,model)
	$(Q)echo "  LD $@"; $(CC) $(CFLAGS) $^ -o $@ $(LDLIBS)

$(OUT)/casebound-bench-sieve: $(OUT)/tests/bench/sieve.o $(patsubst %.c,$(OUT)/%.o,$(filter-out %/main.c,$(wildcard generator/*.c))) $(call libs_to,cli)
	$(Q)echo "  LD $@"; $(CC) $(CFLAGS) $^ -o $@ $(LDLIBS)

$(OUT)/casebound-bench-pdf: tests/bench/pdf.c $(OUT)/flags $(call libs_to,render)
	$(Q)echo "  LD $@"; $(CC) $(CFLAGS) -Itests $< $(call libs_to,render) -o $@ $(LDLIBS)

archives: $(foreach f,$(FLOORS),$(OUT)/lib$(f).a)

# Unit tests: tests/unit/FLOOR/NAME_test.c is one cmocka program; `make OUT=build/mine unit FLOOR=read` runs one floor's.
FLOOR ?= $(FLOORS)
unit_tests = $(patsubst tests/%.c,$(OUT)/tests/%,$(foreach f,$(1),$(sort $(wildcard tests/unit/$(f)/*_test.c))))
define UNIT_RULE
$(OUT)/tests/unit/$(1)/%: tests/unit/$(1)/%.c $(OUT)/flags $$(call libs_to,$(1))
	$$(Q)mkdir -p $$(dir $$@); echo "  CC $$<"; \
	$$(CC) $$(CFLAGS) -Itests $$< $$(call libs_to,$(1)) -o $$@ -lcmocka $$(LDLIBS)
endef
$(foreach f,$(FLOORS),$(eval $(call UNIT_RULE,$(f))))
cli_programs = $(OUT)/tests/chunked $(OUT)/tests/verifier
unit-programs: $(call unit_tests,$(FLOOR)) $(cli_programs) $(if $(filter release debug,$(MODE)),$(OUT)/tests/faults.so $(OUT)/tests/harfbuzz.so)
# The build with chunks of any size, and verify over and over. They are no part of the program.
$(OUT)/tests/chunked: $(patsubst %.c,$(OUT)/%.o,$(filter-out %/main.c,$(wildcard generator/*.c)))
$(cli_programs): $(OUT)/tests/%: $(OUT)/tests/cli/%.o $(call libs_to,cli)
	$(Q)mkdir -p $(dir $@); echo "  LD $@"; $(CC) $(CFLAGS) $(filter %.o,$^) $(filter %.a,$^) -o $@ $(LDLIBS)

# Preloaded, they make calls fail, and a library another one; the sanitizers bring an allocator of their own.
$(OUT)/tests/harfbuzz.so: tests/faults/harfbuzz.c $(OUT)/flags
$(OUT)/tests/faults.so: $(addprefix tests/faults/,faults.c trial.c site.c trial.h site.h) $(OUT)/flags
$(OUT)/tests/faults.so $(OUT)/tests/harfbuzz.so:
	$(Q)mkdir -p $(dir $@); echo "  CC $<"; $(CC) $(CSTD) $(WARN) -O1 -g -fPIC -shared $(filter %.c,$^) -o $@
unit: $(call unit_tests,$(FLOOR))
	$(Q)for t in $^; do $$t || exit 1; done

# Fuzz targets: with MODE=fuzz libFuzzer drives them; in the other modes tests/fuzz/replay.c runs the corpus through them.
fuzz_tests = $(patsubst tests/%.c,$(OUT)/tests/%,$(sort $(wildcard tests/fuzz/*_fuzz.c)))
fuzz_driver = $(if $(filter fuzz,$(MODE)),-fsanitize=fuzzer,tests/fuzz/replay.c)
$(OUT)/tests/fuzz/%_fuzz: tests/fuzz/%_fuzz.c tests/fuzz/replay.c $(OUT)/flags $(call libs_to,verify)
	$(Q)mkdir -p $(dir $@); echo "  CC $<"; \
	$(CC) $(CFLAGS) -Itests $< $(fuzz_driver) $(call libs_to,verify) -o $@ $(LDLIBS)
fuzz-programs: $(fuzz_tests)

demo:
	$(Q)sh tests/tools/install.sh build
	$(Q)$(MAKE) MODE=release all
	$(Q)sh tests/tools/demo.sh build/release build/demo

check:
	$(Q)perl tests/tools/run_tests.pl tests/check.plan

lint:
	$(Q)sh tests/tools/install.sh build test
	$(Q)$(MAKE) MODE=release all
	$(Q)perl tests/tools/run_tests.pl tests/lint.plan

CPU_SECONDS ?= 300
TARGETS ?=
FLIPS ?= 20000
FAULTS ?= all
KILLS ?= 200
soak:
	$(Q)sh tests/tools/install.sh build test soak
	$(Q)FLIPS=$(FLIPS) FAULTS=$(FAULTS) KILLS=$(KILLS) sh tests/tools/soak.sh $(CPU_SECONDS) $(TARGETS)

RECORDS ?= 1000000
ROUNDS ?= 3
bench:
	$(Q)sh tests/tools/install.sh build test
	$(Q)$(MAKE) MODE=release all bench-programs
	$(Q)perl tests/bench/bench.pl build/release $(RECORDS) $(ROUNDS) '$(ONLY)'
	$(Q)$(if $(ONLY),:,$(MAKE) bench-page)
# What the page costs in the browsers, beside a plain table of the same rows.
bench-page:
	$(Q)sh tests/tools/npm.sh
	$(Q)$(MAKE) MODE=release all
	$(Q)node tests/bench/page.mjs build/release/casebound
# Pictures of the samples for docs/pictures, to be looked at.
pictures:
	$(Q)sh tests/tools/npm.sh
	$(Q)$(MAKE) MODE=release all unit-programs FLOOR=render
	$(Q)node tests/browser/tools/pictures.mjs docs/pictures
bench-programs: $(OUT)/casebound-bench-pdf $(OUT)/casebound-bench-trio $(OUT)/casebound-bench-sieve

docs: build/docs/casebound.1
build/docs/casebound.1: docs/cli.md tests/tools/man.pl docs/changes.md
	$(Q)mkdir -p $(@D); perl tests/tools/man.pl casebound 1 "$(VERSION)" "$(RELEASED)" docs/cli.md > $@

format:
	$(Q)git ls-files '*.c' '*.h' | xargs clang-format --dry-run

golden-refresh:
	$(Q)$(MAKE) MODE=release all
	$(Q)perl tests/tools/golden.pl --refresh

data_folder = $(DESTDIR)$(PREFIX)/share/casebound
install: all
	$(Q)install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/man/man1 $(data_folder)
	$(Q)install -m 755 $(OUT)/casebound $(DESTDIR)$(PREFIX)/bin/casebound
	$(Q)install -m 644 build/docs/casebound.1 $(DESTDIR)$(PREFIX)/share/man/man1/casebound.1
	$(Q)cd templates && find . -type f -exec install -Dm 644 {} $(abspath $(data_folder))/templates/{} \;
	$(Q)cd filters && find . -type f -exec install -Dm 644 {} $(abspath $(data_folder))/filters/{} \;
	$(Q)cd $(OUT)/validation && find . -type f -exec install -Dm 644 {} $(abspath $(data_folder))/validation/{} \;

uninstall:
	$(Q)rm -f $(DESTDIR)$(PREFIX)/bin/casebound $(DESTDIR)$(PREFIX)/share/man/man1/casebound.1
	$(Q)rm -rf $(data_folder)

# The tracked files of the last commit, with its date, so that the same commit gives the same bytes.
dist:
	$(Q)mkdir -p build; git archive --format=tar --prefix=casebound-$(VERSION)/ HEAD | gzip -9n > build/casebound-$(VERSION).tar.gz
	$(Q)echo "build/casebound-$(VERSION).tar.gz"

distcheck: dist
	$(Q)sh tests/tools/distcheck.sh build/casebound-$(VERSION).tar.gz

clean:
	$(Q)rm -rf build

help:
	@sed -n 's/^#: //p' Makefile
#: make               the program, build/release/casebound, and its man page
#: make demo          installs what is missing (apt-get), builds, and leaves a sealed sample report in build/demo
#: make check         installs what the tests need and runs all of them; ends with "N passed, N failed, N skipped"
#: make lint          the house rules alone
#: make unit FLOOR=f  the unit tests of one floor (MODE=asan: under the sanitizers)
#: make soak          long seeded runs: fuzzers, CPU_SECONDS=300 of each, TARGETS="vcf ped" these alone; then
#:                    FLIPS=20000 flipped bytes, FAULTS=all failing allocations (or a sample), KILLS=200
#: make bench         times of the main job beside bcftools and bgzip, over a made-up genome of RECORDS=1000000
#: make bench-page    times of the page in both browsers beside a plain table of the same rows
#: make pictures      docs/pictures: the samples' pages in their main states, on paper, and the PDF
#: make docs          build/docs/casebound.1 from docs/cli.md
#: make golden-refresh  writes tests/golden and samples/expected.tsv anew; read the difference before you commit it
#: make install       to PREFIX (/usr/local), below DESTDIR when set; uninstall takes it away
#: make dist          build/casebound-VERSION.tar.gz; distcheck builds, installs and runs it
#: make clean         removes build/
#: MODE=release|debug|asan|tsan|fuzz   one folder of objects for each, OUT=build/MODE
#: JOBS=N  V=1        parallel jobs (all processors), commands shown

-include $(shell find $(OUT) -name '*.d' 2>/dev/null)
