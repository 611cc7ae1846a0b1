# Plimsoll. `make evaluate` and `make test` do all their set-up themselves, on a fresh Debian 12 with a Swift toolchain.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := build

SEED ?= 1
PROFILE ?= quick
DB ?= .plimsoll/results.sqlite
REPORTS ?= .plimsoll/reports

# What building, the embedded engine, its base image and package mirror, the registry and the charts need.
PACKAGES := \
	apt-utils busybox-static ca-certificates debian-archive-keyring docker-registry docker.io e2fsprogs git gnuplot-nox \
	iproute2 iptables libarchive-dev libcmark-gfm-dev libcmark-gfm-extensions-dev libcurl4-openssl-dev libnghttp2-dev \
	libsqlite3-dev libssl-dev mmdebstrap \
	pkg-config python3-pip sqlite3 util-linux
# What only the tests and benchmarks need besides.
TEST_PACKAGES := \
	curl hyperfine openssl python3-jsonschema python3-junitparser python3-prometheus-client shellcheck socat

# What packing needs besides, and its checks.
PACKING_PACKAGES := debhelper dpkg-dev lintian systemd-container xz-utils

# Targets with about half of what the tests without an engine take: two at a time.
HALF_OF_UNITS := ^CommandsTests|^QuestionsTests
# Suites that measure a short time, or look at the whole host: nothing else runs beside them.
ALONE_SUITES := CommandClockTests|CommandTruthTests|EngineBesideHostTests|EngineTruthTests|SelfCheckRunTests
# About half of what the other suites take: two at a time, each with an engine of its own.
HALF_OF_SUITES := CentralCacheRunTests|DeliveryRunTests|EngineDeathTests|EngineLifeTests|ExecutorsRunTests|FixtureHitTests|FleetCacheTests|NightlyRunTests|NightsCheckRunTests|PackageMirrorEngineTests|RegistryLifeTests|RegistryReachTests|RegistryRunTests|WireFaultTests
# Kills, faults, leaks and collections, which also run on Docker of forky (28.5) with the containerd image store.
STORE_SUITES := AbortRunTests|AuditTruthTests|CollectionTests|FaultRunTests|LedgerTruthTests|NeighbourTests
# Suites that need root or an engine: a target of their own, and some beside what they check.
ENGINE_SUITES := IntegrationTests|DifferentialTests|DirectCommandTests|EngineBesideHostTests|EngineDeathTests|EngineLifeTests|LiveEngineTests|PackageMirrorEngineTests|RegistryLifeTests|RegistryReachTests|SuiteEngineTests|SuiteRootTests

# What CI compares with the committed baseline: counts that are the same on every machine. How the filesystem itself accounts is not.
REGRESSION_METRICS := \
	hits misses requests statements context_bytes artifact_bytes engine_grown_bytes failed_jobs \
	$(addprefix leaks.,container image dangling_image volume network build_cache mount interface network_namespace \
	cgroup process overlay_directory file)
REGRESSION := .plimsoll/regression
REGRESSION_BASELINE := Tests/Baselines/regression.ndjson

DEBUG := .build/debug/plimsoll
WITH_ENGINE := Tests/Scripts/with-engine $(DEBUG)
# The tests as `swift test` starts them, but for its lock on the build folder: two of them may run at once.
SUITES := .build/debug/plimsollPackageTests.xctest --testing-library swift-testing --no-parallel

RELEASE := .build/release/plimsoll
# Without debugging information a build takes a sixth less time. Functions of the same code are linked once: 0.35 MB less.
RELEASE_FLAGS := -debug-info-format none -Xcc -g0 -Xlinker --icf=safe

# The packaged program has Swift's libraries inside: it is compiled apart, and put here with the Debian package and the tarball.
PACKED := .build-package
WITH_PACKED := Tests/Scripts/with-engine $(PACKED)/release/plimsoll

.PHONY: help deps test-deps build release evaluate test unit integration soak regression regression-baseline lint format docs bench package package-test clean

help: ## list the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "%-20s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

deps: ## install the system packages that are missing
	@.ci/install $(PACKAGES)

test-deps: deps
	@.ci/install $(TEST_PACKAGES)

build: deps ## build for debugging
	swift build

release: deps
	swift build -c release --product plimsoll $(RELEASE_FLAGS)

evaluate: release ## replay the quick profile on an engine of its own and write the report
	$(RELEASE) doctor
	$(RELEASE) run scenarios/overhead.yaml --profile $(PROFILE) --seed $(SEED) --db $(DB)
	$(RELEASE) report --db $(DB) --out $(REPORTS)
	@echo "The report is in $(REPORTS), its numbers in $(DB)."

test: test-deps ## run the unit tests, and the integration tests with a real engine
	swift build --build-tests
	$(MAKE) --no-print-directory unit integration

unit: ## the tests that need neither root nor an engine
	Tests/Scripts/at-once \
		"$(SUITES) --filter '$(HALF_OF_UNITS)' --skip '$(ENGINE_SUITES)'" \
		"$(SUITES) --skip '$(ENGINE_SUITES)|$(HALF_OF_UNITS)'"

integration: ## the tests with a real engine; engines are started and stopped here
	Tests/Scripts/at-once \
		"$(WITH_ENGINE) $(SUITES) --filter '$(HALF_OF_SUITES)'" \
		"$(WITH_ENGINE) $(SUITES) --filter '$(ENGINE_SUITES)' --skip '$(HALF_OF_SUITES)|$(ALONE_SUITES)'"
	$(WITH_ENGINE) docker:forky+containerd $(SUITES) --filter '$(STORE_SUITES)'
	$(WITH_ENGINE) $(SUITES) --filter '$(ALONE_SUITES)'

soak: test-deps ## every test with an engine beside it, the long series whole
	swift build --build-tests
	PLIMSOLL_SOAK=1 $(WITH_ENGINE) $(SUITES)
	PLIMSOLL_SOAK=1 $(WITH_ENGINE) docker:forky+containerd $(SUITES) --filter '$(STORE_SUITES)'

regression: deps ## compare what a small suite counts with the committed baseline
	@test -f $(REGRESSION_BASELINE) || { echo "no $(REGRESSION_BASELINE): make regression-baseline makes one" >&2; exit 1; }
	rm -rf $(REGRESSION)
	$(DEBUG) run scenarios/regression.yaml --db $(REGRESSION)/results.sqlite --quiet
	$(DEBUG) import $(REGRESSION_BASELINE) --db $(REGRESSION)/baseline.sqlite
	$(DEBUG) compare $(REGRESSION)/baseline.sqlite $(REGRESSION)/results.sqlite --unlike \
		$(foreach metric,$(REGRESSION_METRICS),--metric $(metric)) || [ $$? -eq 4 ]

regression-baseline: deps ## make the committed baseline anew, where a change of the counts is meant
	rm -rf $(REGRESSION)
	$(DEBUG) run scenarios/regression.yaml --db $(REGRESSION)/results.sqlite --quiet
	$(DEBUG) export --format ndjson --db $(REGRESSION)/results.sqlite --out $(REGRESSION_BASELINE)

lint: ## formatting and shell scripts
	swift format lint --strict --parallel --recursive Package.swift Sources Tests Benchmarks
	shellcheck --external-sources .ci/run .ci/install Tests/Scripts/* packaging/build packaging/test packaging/test-units packaging/tests/*
	awk '/^```/ { on = 0 } on; /^```sh$$/ { on = 1 }' docs/ci.md | shellcheck -

format:
	swift format --in-place --parallel --recursive Package.swift Sources Tests Benchmarks

docs: build ## write the reference of all commands from the command line's own help
	$(DEBUG) reference >docs/commands.md
	$(DEBUG) reference --man >docs/plimsoll.1

bench: test-deps release ## the benchmarks: one line a figure, NAME VALUE BOUND pass|fail, last
	swift build -c release --product plimsoll-bench $(RELEASE_FLAGS)
	Benchmarks/run $(RELEASE)

package: deps ## make the Debian package and the tarball, in .build-package
	@.ci/install $(PACKING_PACKAGES)
	swift build -c release --product plimsoll $(RELEASE_FLAGS) --static-swift-stdlib --disable-local-rpath \
		--scratch-path $(PACKED)
	packaging/build $(PACKED)/release/plimsoll $(PACKED)
	lintian --allow-root --fail-on error $(PACKED)/plimsoll_*.changes

package-test: test-deps package ## install the package in plain roots of Debian 12 and 13, and use it there
	Tests/Scripts/at-once \
		"$(WITH_PACKED) packaging/test $(PACKED) bookworm" \
		"$(WITH_PACKED) packaging/test $(PACKED) trixie" \
		"$(WITH_PACKED) packaging/test-units $(PACKED)"

clean: ## remove what was built and what interrupted runs left; results stay
	if [ -x $(RELEASE) ]; then $(RELEASE) clean; elif [ -x $(DEBUG) ]; then $(DEBUG) clean; fi
	rm -rf .build .build-package Benchmarks/.build
