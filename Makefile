PREFIX ?= /usr/local
CONFIGURATION ?= Release
# Names under which the program behaves as the server's own tool; FACES= makes no such links.
FACES ?= mariadb-backup mariabackup mbstream
DOTNET_BUILD = dotnet build -c $(CONFIGURATION) -v q -nologo -m:2
export MSBUILDDISABLENODEREUSE = 1
export DOTNET_CLI_TELEMETRY_OPTOUT = 1
export DOTNET_NOLOGO = 1

.PHONY: build setup demo test test-fast bench micro-bench publish install clean

build:
	$(DOTNET_BUILD) Understudy.slnx

setup:
	tools/setup.sh

demo: setup
	$(DOTNET_BUILD) tests/Understudy.Demo
	dotnet run --project tests/Understudy.Demo -c $(CONFIGURATION) --no-build

test: setup build
	tools/test.sh -c $(CONFIGURATION)

test-fast: build
	tools/test.sh --fast -c $(CONFIGURATION)

bench:
	bench/side-by-side

micro-bench:
	$(DOTNET_BUILD) bench/Micro
	artifacts/bin/Micro/release/Micro

publish:
	dotnet publish src/Understudy.Cli -c Release --use-current-runtime -v q -nologo -o artifacts/install

install: publish
	install -d $(DESTDIR)$(PREFIX)/lib/understudy $(DESTDIR)$(PREFIX)/bin
	cp -a artifacts/install/. $(DESTDIR)$(PREFIX)/lib/understudy/
	for name in understudy $(FACES); do ln -sf ../lib/understudy/understudy $(DESTDIR)$(PREFIX)/bin/$$name; done

clean:
	rm -rf artifacts
