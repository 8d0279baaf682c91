# Hải Đăng. One file, GNU make, Debian 12's packages (packages.txt).
#
#	make                 the program, release build: build/release/haidang
#	make LANE=asan       with AddressSanitizer and UBSan; LANE=tsan likewise
#	make test LANE=asan  every unit test; TEST_DB chooses the database (test/run)
#	make benches         what bench/ measures with: build/release/bench/NAME
#	make floors          includes and symbols go down only (docs/floors)
#
# Order of a build: tools (src/gen) -> generated sources (texts, statements,
# templates, routes, embedded files) -> objects -> libhaidang.a -> programs.

BUILD ?= build
LANE ?= release
CC = gcc
B := $(BUILD)/$(LANE)
GEN := $(BUILD)/gen
TOOL := $(BUILD)/tool

PKGS := libmicrohttpd sqlite3 libpq libsodium libcrypto libutf8proc zlib libcurl xlsxwriter libzstd libseccomp libqrencode \
	libfido2 libcbor jansson cjose libzip pangocairo cairo expat libxml-2.0
WARN := -Wall -Wextra -Werror -Wshadow -Wconversion -Wno-sign-conversion \
	-Wstrict-prototypes -Wmissing-prototypes -Wvla -Wformat=2
CPPFLAGS := -Isrc -I$(GEN) -I. -D_GNU_SOURCE -MMD -MP $(patsubst -I%,-isystem%,$(shell pkg-config --cflags $(PKGS)))
CFLAGS := -std=gnu17 -g $(WARN) -fstack-protector-strong -fno-omit-frame-pointer
LDLIBS := $(shell pkg-config --libs $(PKGS)) -lpthread -lm

ifeq ($(LANE),release)
CFLAGS += -O2 -D_FORTIFY_SOURCE=3 -fPIE
LDFLAGS += -pie -Wl,-z,relro,-z,now -Wl,--as-needed
else ifeq ($(LANE),asan)
CFLAGS += -O1 -fsanitize=address,undefined -fno-sanitize-recover=all
LDFLAGS += -fsanitize=address,undefined
else ifeq ($(LANE),tsan)
CFLAGS += -O1 -fsanitize=thread
LDFLAGS += -fsanitize=thread
else
$(error LANE is release, asan or tsan)
endif

FLOORS := $(filter-out main,$(shell cat docs/floors))
SRC := $(filter-out %_test.c,$(foreach f,$(FLOORS),$(wildcard src/$(f)/*.c)))
TESTS := $(foreach f,$(FLOORS),$(wildcard src/$(f)/*_test.c)) $(wildcard test/*_test.c)
SCHEMA := $(foreach f,$(FLOORS),$(wildcard src/$(f)/*.schema.sql))
STATEMENTS := $(filter-out %.schema.sql,$(foreach f,$(FLOORS),$(wildcard src/$(f)/*.sql)))
TEMPLATES := $(foreach f,$(FLOORS),$(wildcard src/$(f)/*.html))
WEB := $(foreach f,$(FLOORS),$(wildcard src/$(f)/*_web.c))
CLI := $(foreach f,$(FLOORS),$(wildcard src/$(f)/*_cli.c))
TEXTS := $(foreach f,$(FLOORS),$(wildcard src/$(f)/*.po))
ASSETS := $(sort $(wildcard assets/*.* assets/*/*.*))
COMMON := /usr/share/john/password.lst
DATA := $(sort $(COMMON) $(shell find data samples -type f ! -name 'README*' ! -name '.*' 2>/dev/null))

OBJ := $(SRC:%.c=$(B)/%.o)
TEST_BIN := $(TESTS:%.c=$(B)/%)

.PHONY: all lib tests benches test gen floors clean
.SECONDARY:
.DELETE_ON_ERROR:

all:

# --- tools: small programs of the build, on the ground of base's plain parts
TOOL_BASE := $(patsubst %.c,$(TOOL)/%.o,src/base/arena.c src/base/str.c src/base/list.c)
TOOLS := mktext mksql mkhtml mkroute mkembed mkasset mkreading mkfloors

$(TOOL)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) -std=gnu17 -g -O1 $(WARN) -Isrc -D_GNU_SOURCE -MMD -MP -DGENERATOR -c -o $@ $<

$(TOOL)/%: $(TOOL)/src/gen/%.o $(TOOL)/src/gen/gen.o $(TOOL_BASE)
	$(CC) -o $@ $^ -lsqlite3 -lcrypto -lz -lutf8proc

$(TOOL)/mkhtml: $(TOOL)/src/gen/html.o
$(TOOL)/mkroute: $(patsubst %,$(TOOL)/src/gen/route_%.o,read write api)

$(TOOL)/mkreading: $(TOOL)/src/gen/spelling.o

$(TOOL)/mksql: $(TOOL)/src/gen/mksql_text.o $(TOOL)/src/gen/mksql_check.o

# --- generated sources; a tool rewrites a file only when its content changes
STAMPS :=
define generate # name, inputs, command
STAMPS += $(GEN)/.$(1)
$(GEN)/.$(1): $(TOOL)/$(2) $(3)
	@mkdir -p $(GEN)
	$(TOOL)/$(2) $(GEN) $(4)
	@touch $$@
endef
$(eval $(call generate,text,mktext,$(TEXTS),$(TEXTS)))
$(eval $(call generate,sql,mksql,docs/floors $(SCHEMA) $(STATEMENTS),docs/floors $(SCHEMA) -- $(STATEMENTS)))
RAW := docs/raw-output.txt
$(eval $(call generate,html,mkhtml,$(RAW) $(TEMPLATES),$(RAW) $(TEMPLATES)))
ROUTED := src/access/permissions.def $(WEB) $(CLI) $(TEMPLATES) $(TEXTS)
$(eval $(call generate,route,mkroute,$(ROUTED),$(ROUTED)))
$(eval $(call generate,reading,mkreading,data/reading/syllables.tsv,data/reading/syllables.tsv))
$(eval $(call generate,embed,mkembed,$(DATA),$(DATA)))
$(eval $(call generate,asset,mkasset,$(ASSETS),$(ASSETS)))

gen: $(STAMPS)

# what the tools write besides headers; listed in $(GEN)/*.list by none: the names are fixed
GEN_C = $(wildcard $(GEN)/*.c)

# The object list of generated files is known only after they exist: a second make.
all lib tests benches floors: gen
	@$(MAKE) --no-print-directory -f Makefile second-$@ LANE=$(LANE) BUILD=$(BUILD)

.PHONY: second-all second-lib second-tests second-benches second-floors
GEN_OBJ = $(patsubst $(GEN)/%.c,$(B)/gen/%.o,$(GEN_C))

second-all: $(B)/haidang-bin $(B)/.floors
second-lib: $(B)/libhaidang.a
second-tests: $(TEST_BIN) $(B)/haidang-bin
second-benches: $(patsubst %.c,$(B)/%,$(wildcard bench/*.c))

$(B)/haidang: all
.PHONY: $(B)/haidang
$(B)/haidang-bin: $(B)/src/main.o $(B)/libhaidang.a
	$(CC) $(LDFLAGS) -o $(B)/haidang $^ $(LDLIBS)
	@touch $@

$(B)/libhaidang.a: $(OBJ) $(GEN_OBJ)
	@rm -f $@
	ar rcs $@ $^

$(B)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

$(B)/gen/%.o: $(GEN)/%.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

SUPPORT := $(patsubst %.c,$(B)/%.o,$(wildcard test/support*.c))
$(B)/test/libsupport.a: $(SUPPORT)
	@rm -f $@
	ar rcs $@ $^

$(B)/%_test: $(B)/%_test.o $(B)/test/libsupport.a $(B)/libhaidang.a
	$(CC) $(LDFLAGS) -o $@ $^ -lcmocka $(LDLIBS)

$(B)/bench/%: $(B)/bench/%.o $(B)/libhaidang.a
	$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

test: tests
	test/run $(B)

# --- parsers under fire: build/asan/fuzz/x_fuzz [RUNS [SEED]]
FUZZ := $(patsubst %.c,$(B)/%,$(wildcard fuzz/*_fuzz.c))
$(B)/fuzz/%_fuzz: $(B)/fuzz/%_fuzz.o $(B)/fuzz/fuzz.o $(B)/libhaidang.a
	$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

fuzz: gen
	@$(MAKE) --no-print-directory -f Makefile second-fuzz LANE=$(LANE) BUILD=$(BUILD)
	@for f in $(FUZZ); do $$f || exit 1; done
.PHONY: fuzz second-fuzz
second-fuzz: $(FUZZ)

second-floors: $(B)/.floors
$(B)/.floors: $(TOOL)/mkfloors $(B)/libhaidang.a docs/floors
	$(TOOL)/mkfloors docs/floors $(B) src
	@touch $@

clean:
	rm -rf $(BUILD)

-include $(OBJ:.o=.d) $(TESTS:%.c=$(B)/%.d) $(SUPPORT:.o=.d) $(B)/src/main.d
-include $(wildcard $(B)/gen/*.d $(B)/bench/*.d $(B)/fuzz/*.d $(TOOL)/src/*/*.d)
