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
	iproute2 iptables libarchive-dev libcmark-gfm-dev libcmark-gfm-extensions-dev libsqlite3-dev libssl-dev mmdebstrap \
	pkg-config python3-pip sqlite3 util-linux
# What only the tests and benchmarks need besides.
TEST_PACKAGES := \
	hyperfine openssl python3-jsonschema python3-junitparser python3-prometheus-client shellcheck socat

# Suites that measure a short time, or look at the whole host: nothing else runs beside them.
ALONE_SUITES := CommandTruthTests|EngineBesideHostTests
# About half of what the other suites take: two at a time, each with an engine of its own.
HALF_OF_SUITES := CacheTruthTests|CentralCacheRunTests|EngineDeathTests|EngineLifeTests|ExecutorsRunTests|FixtureHitTests|FleetCacheTests|PackageMirrorEngineTests|RegistryLifeTests|RegistryReachTests|WireFaultTests
# Suites that need root or an engine: a target of their own, and some beside what they check.
ENGINE_SUITES := IntegrationTests|DifferentialTests|EngineBesideHostTests|EngineDeathTests|EngineLifeTests|LiveEngineTests|PackageMirrorEngineTests|RegistryLifeTests|RegistryReachTests

DEBUG := .build/debug/plimsoll
WITH_ENGINE := Tests/Scripts/with-engine $(DEBUG)
# The tests as `swift test` starts them, but for its lock on the build folder: two of them may run at once.
SUITES := .build/debug/plimsollPackageTests.xctest --testing-library swift-testing --no-parallel

RELEASE := .build/release/plimsoll
# Without debugging information a build takes a sixth less time.
RELEASE_FLAGS := -debug-info-format none -Xcc -g0

.PHONY: help deps test-deps build release evaluate test unit integration soak lint format docs bench clean

help: ## list the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "%-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

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
	$(SUITES) --skip '$(ENGINE_SUITES)'

integration: ## the tests with a real engine; engines are started and stopped here
	Tests/Scripts/at-once \
		"$(WITH_ENGINE) $(SUITES) --filter '$(HALF_OF_SUITES)'" \
		"$(WITH_ENGINE) $(SUITES) --filter '$(ENGINE_SUITES)' --skip '$(HALF_OF_SUITES)|$(ALONE_SUITES)'"
	$(WITH_ENGINE) $(SUITES) --filter '$(ALONE_SUITES)'

soak: test-deps ## every test with an engine beside it, the long series whole
	swift build --build-tests
	PLIMSOLL_SOAK=1 $(WITH_ENGINE) $(SUITES)

lint: ## formatting and shell scripts
	swift format lint --strict --parallel --recursive Package.swift Sources Tests Benchmarks
	shellcheck .ci/run .ci/install Tests/Scripts/*

format:
	swift format --in-place --parallel --recursive Package.swift Sources Tests Benchmarks

docs: build ## write the reference of all commands from the command line's own help
	$(DEBUG) reference >docs/commands.md
	$(DEBUG) reference --man >docs/plimsoll.1

bench: test-deps release ## the benchmarks: one line a figure, NAME VALUE BOUND pass|fail, last
	swift build -c release --product plimsoll-bench $(RELEASE_FLAGS)
	Benchmarks/run $(RELEASE)

clean: ## remove what was built and what interrupted runs left; results stay
	if [ -x $(RELEASE) ]; then $(RELEASE) clean; elif [ -x $(DEBUG) ]; then $(DEBUG) clean; fi
	rm -rf .build Benchmarks/.build
