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
	iproute2 iptables libarchive-dev libsqlite3-dev libssl-dev mmdebstrap pkg-config python3-pip sqlite3 util-linux
# What only the tests and benchmarks need besides.
TEST_PACKAGES := hyperfine shellcheck

# Suites that need root or an engine: a target of their own, and some beside what they check.
ENGINE_SUITES := IntegrationTests|DifferentialTests|EngineBesideHostTests|EngineDeathTests|EngineLifeTests|LiveEngineTests|PackageMirrorEngineTests|RegistryLifeTests|RegistryReachTests

RELEASE := .build/release/plimsoll
DEBUG := .build/debug/plimsoll

.PHONY: help deps test-deps build release evaluate test unit integration soak lint format bench clean

help: ## list the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "%-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

deps: ## install the system packages that are missing
	@.ci/install $(PACKAGES)

test-deps: deps
	@.ci/install $(TEST_PACKAGES)

build: deps ## build for debugging
	swift build

release: deps
	swift build -c release --product plimsoll

evaluate: release ## replay the quick profile on an engine of its own and write the report
	$(RELEASE) doctor
	$(RELEASE) run scenarios/overhead.yaml --profile $(PROFILE) --seed $(SEED) --db $(DB)
	$(RELEASE) report --db $(DB) --out $(REPORTS)
	@echo "The report is in $(REPORTS), its numbers in $(DB)."

test: test-deps ## run the unit tests, and the integration tests with a real engine
	swift build --build-tests
	$(MAKE) --no-print-directory unit integration

unit: ## the tests that need neither root nor an engine
	swift test --skip-build --disable-xctest --no-parallel --skip '$(ENGINE_SUITES)'

integration: ## the tests with a real engine; it is started and stopped here
	Tests/Scripts/with-engine $(DEBUG) swift test --skip-build --disable-xctest --no-parallel --filter '$(ENGINE_SUITES)'

soak: test-deps ## every test with an engine beside it, the long series whole
	swift build --build-tests
	PLIMSOLL_SOAK=1 Tests/Scripts/with-engine $(DEBUG) \
		swift test --skip-build --disable-xctest --no-parallel

lint: ## formatting and shell scripts
	swift format lint --strict --parallel --recursive Package.swift Sources Tests Benchmarks
	shellcheck .ci/run .ci/install Tests/Scripts/*

format:
	swift format --in-place --parallel --recursive Package.swift Sources Tests Benchmarks

bench: test-deps release ## the benchmarks: one line a figure, NAME VALUE BOUND pass|fail, last
	Benchmarks/run $(RELEASE)

clean: ## remove what was built and what interrupted runs left; results stay
	if [ -x $(RELEASE) ]; then $(RELEASE) clean; elif [ -x $(DEBUG) ]; then $(DEBUG) clean; fi
	rm -rf .build Benchmarks/.build
