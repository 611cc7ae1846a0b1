// swift-tools-version: 6.1
import PackageDescription

// One direction of imports: a target imports only what stands above it in this list (CONTRIBUTING.md draws it).
//
//   Model                                  what passes between the others
//   Statistics, Simulation                 pure
//   Fixtures                               a repository at a change becomes a build context
//   Engine ─► Provision ─► Housekeeping ─► Lab
//   Store ─► Questions ─► Publishing ─► Tracking
//   Commands ─► plimsoll

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let flyingSocks = Target.Dependency.product(name: "FlyingSocks", package: "FlyingFox")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

// Targets that wait for engines, files, people, the database or the pure targets' arithmetic: without the optimiser they
// are compiled in a fourth of the time, and run as fast (a report over 15 runs: 31 s, 30 s with it).
let unhurried: [SwiftSetting] = [.unsafeFlags(["-Onone"], .when(configuration: .release))]

let package = Package(
    name: "plimsoll",
    products: [
        .executable(name: "plimsoll", targets: ["plimsoll"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swhitty/FlyingFox.git", from: "0.27.1"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        .systemLibrary(name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
        // Without pkg-config, which names the shared library; the module map names the static one.
        .systemLibrary(
            name: "CMarkdown", providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"])]),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CHTTP2", pkgConfig: "libnghttp2", providers: [.apt(["libnghttp2-dev"])]),

        .target(name: "CIsolation"),
        .target(name: "Model", dependencies: ["CCrypto", yams]),
        .target(name: "Statistics"),
        .target(name: "Simulation", dependencies: ["Model"]),
        .target(name: "Fixtures", dependencies: ["Model", "CArchive", subprocess, system, yams]),
        .target(name: "Engine", dependencies: ["Model", "CCurl", "CHTTP2", subprocess, system]),
        .target(
            name: "Provision", dependencies: ["Model", "Engine", "CArchive", subprocess, system, yams],
            swiftSettings: unhurried),
        .target(name: "Housekeeping", dependencies: ["Model", "Engine", "Provision"], swiftSettings: unhurried),
        .target(
            name: "Lab",
            dependencies: [
                "CIsolation", "Model", "Fixtures", "Engine", "Provision", "Housekeeping", subprocess, system,
            ]),
        .target(name: "Store", dependencies: ["Model", grdb, grdbSQLite]),
        .target(
            name: "Questions", dependencies: ["Model", "Store", "Simulation", "Statistics"],
            swiftSettings: unhurried),
        .target(name: "Publishing", dependencies: ["Questions", "CMarkdown", subprocess, system]),
        .target(
            name: "Tracking", dependencies: ["Model", "Store", "Statistics", "Questions", "Publishing", grdb],
            swiftSettings: unhurried),
        .target(
            name: "Commands",
            dependencies: [
                "Lab", "Store", "Questions", "Publishing", "Tracking", argumentParser, subprocess, system,
            ], swiftSettings: unhurried),
        .executableTarget(name: "plimsoll", dependencies: ["Commands"]),

        .executableTarget(
            name: "plimsoll-bench",
            dependencies: [
                "Lab", "Store", "Questions", "Publishing", "Tracking", "StubEngine", grdb, subprocess, system,
            ],
            path: "Benchmarks/Sources"),

        .target(name: "StubEngine", dependencies: [flyingSocks], path: "Tests/StubEngine"),
        .target(name: "SyntheticRuns", dependencies: ["Questions"], path: "Tests/SyntheticRuns"),
        .testTarget(name: "StatisticsTests", dependencies: ["Statistics"], exclude: ["Reference/generate.py"]),
        .testTarget(name: "SimulationTests", dependencies: ["Simulation"]),
        .testTarget(name: "ModelTests", dependencies: ["Model"]),
        .testTarget(name: "FixturesTests", dependencies: ["Fixtures", "Lab"]),
        .testTarget(name: "EngineTests", dependencies: ["Engine", "StubEngine"]),
        .testTarget(name: "ProvisionTests", dependencies: ["Provision"]),
        .testTarget(name: "HousekeepingTests", dependencies: ["Housekeeping", "Provision", "Model", "StubEngine"]),
        .testTarget(name: "LabTests", dependencies: ["Lab", "StubEngine"]),
        .testTarget(name: "StoreTests", dependencies: ["Store"]),
        .testTarget(name: "QuestionsTests", dependencies: ["Questions", "Publishing", "Tracking", "SyntheticRuns"]),
        .testTarget(name: "TrackingTests", dependencies: ["Tracking", "SyntheticRuns"]),
        .testTarget(
            name: "CommandsTests", dependencies: ["Commands", "StubEngine", "SyntheticRuns", subprocess, yams]),
        .testTarget(name: "IntegrationTests", dependencies: ["Commands", "StubEngine", subprocess]),
    ],
    swiftLanguageModes: [.v6]
)
