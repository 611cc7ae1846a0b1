// swift-tools-version: 6.1
import PackageDescription

// One direction of imports, left to right; a target never imports what stands on its right:
//
//   Records ─► Scenarios ─┐
//      └─────► Fixtures ──┼─► Lab ─┐
//   EngineAPI ─► Provision ─► Housekeeping ─► Lab ◄─ CIsolation
//                                             └─► Commands ─► plimsoll
//   Records ─► Results ─► Findings ─► Reports
//                Statistics ─┤
//     Records ─► Simulation ─┘
//   Records, Results, Statistics ─► Tracking ─► Reports

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let asyncHTTPClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nio = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioHPACK = Target.Dependency.product(name: "NIOHPACK", package: "swift-nio-http2")
let nioHTTP2 = Target.Dependency.product(name: "NIOHTTP2", package: "swift-nio-http2")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
    name: "plimsoll",
    products: [
        .executable(name: "plimsoll", targets: ["plimsoll"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-http2.git", from: "1.46.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        .systemLibrary(name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
        .systemLibrary(
            name: "CMarkdown", pkgConfig: "libcmark-gfm",
            providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"])]),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),

        .target(name: "CIsolation"),
        .target(name: "Records", dependencies: ["CCrypto"]),
        .target(name: "Statistics"),
        .target(name: "Simulation", dependencies: ["Records"]),
        .target(name: "Scenarios", dependencies: ["Records", yams]),
        .target(name: "Fixtures", dependencies: ["Records", "CArchive", subprocess, system, yams]),
        .target(
            name: "EngineAPI",
            dependencies: [asyncHTTPClient, logging, nio, nioHPACK, nioHTTP, nioHTTP2, nioPosix, nioSSL]),
        .target(name: "Provision", dependencies: ["Records", "EngineAPI", "CArchive", subprocess, system, yams]),
        .target(name: "Housekeeping", dependencies: ["Records", "EngineAPI", "Provision", logging]),
        .target(
            name: "Lab",
            dependencies: [
                "CIsolation", "Records", "Scenarios", "Fixtures", "EngineAPI", "Provision", "Housekeeping", nio,
                subprocess, system,
            ]),
        .target(name: "Results", dependencies: ["Records", grdb, grdbSQLite]),
        .target(name: "Findings", dependencies: ["Results", "Scenarios", "Simulation", "Statistics"]),
        .target(name: "Tracking", dependencies: ["Records", "Results", "Statistics", grdb]),
        .target(name: "Reports", dependencies: ["Findings", "Tracking", "CMarkdown", subprocess, system]),
        .target(
            name: "Commands",
            dependencies: [
                "Lab", "Results", "Findings", "Reports", "Tracking", argumentParser, logging, subprocess, system,
            ]),
        .executableTarget(name: "plimsoll", dependencies: ["Commands"]),

        .executableTarget(
            name: "plimsoll-bench",
            dependencies: [
                "Lab", "Results", "Findings", "Reports", "Tracking", "StubEngine", grdb, subprocess, system,
            ],
            path: "Benchmarks/Sources"),

        .target(name: "StubEngine", dependencies: [nio, nioHTTP, nioPosix], path: "Tests/StubEngine"),
        .target(name: "SyntheticRuns", dependencies: ["Findings"], path: "Tests/SyntheticRuns"),
        .testTarget(name: "RecordsTests", dependencies: ["Records"]),
        .testTarget(name: "StatisticsTests", dependencies: ["Statistics"], exclude: ["Reference/generate.py"]),
        .testTarget(name: "SimulationTests", dependencies: ["Simulation"]),
        .testTarget(name: "ScenariosTests", dependencies: ["Scenarios"]),
        .testTarget(name: "FixturesTests", dependencies: ["Fixtures", "Lab"]),
        .testTarget(name: "EngineAPITests", dependencies: ["EngineAPI", "StubEngine"]),
        .testTarget(name: "ProvisionTests", dependencies: ["Provision"]),
        .testTarget(name: "HousekeepingTests", dependencies: ["Housekeeping", "Provision", "Records", "StubEngine"]),
        .testTarget(name: "LabTests", dependencies: ["Lab", "StubEngine"]),
        .testTarget(name: "ResultsTests", dependencies: ["Results"]),
        .testTarget(name: "FindingsTests", dependencies: ["Findings", "SyntheticRuns"]),
        .testTarget(name: "ReportsTests", dependencies: ["Reports", "Tracking", "SyntheticRuns"]),
        .testTarget(name: "TrackingTests", dependencies: ["Tracking", "SyntheticRuns"]),
        .testTarget(name: "CommandsTests", dependencies: ["Commands", "StubEngine", "SyntheticRuns"]),
        .testTarget(name: "IntegrationTests", dependencies: ["Commands", "StubEngine", asyncHTTPClient, nio]),
    ],
    swiftLanguageModes: [.v6]
)
