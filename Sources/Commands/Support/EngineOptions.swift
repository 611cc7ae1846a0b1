import ArgumentParser
import Engine
import Foundation
import Lab
import Model
import Provision

/// Which engine to work on.
struct EngineOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The engine: embedded, unix://PATH or tcp://HOST:PORT.",
            discussion: """
                `embedded` is a private dockerd that is started for the run and removed after it (needs root). With tcp:// \
                and DOCKER_TLS_VERIFY set, certificates are read from DOCKER_CERT_PATH. On an engine that is not embedded \
                only objects that carry Plimsoll's label are touched.
                """))
    var engine = "embedded"

    @Option(help: "Size of the embedded engine's own disk, as 20GiB.")
    var engineDisk: ByteCount = .gibibytes(20)

    /// The choice, resolved.
    func choice() throws -> EngineChoice {
        if engine == "embedded" { return .embedded(diskBytes: engineDisk.bytes) }
        let endpoint = try EngineEndpoint(engine, environment: ProcessInfo.processInfo.environment)
        return .foreign(endpoint)
    }
}

extension EngineChoice {
    /// The runtimes that the engine has.
    ///
    /// - Throws: `EngineError` where a foreign engine does not answer.
    func runtimes() async throws -> Set<String> {
        switch self {
        case .embedded: EmbeddedEngine.runtimes
        case .foreign(let endpoint):
            try await EngineClient.withClient(endpoint) { Set(try await $0.info().runtimes) }
        }
    }
}

/// Where state and results are kept.
struct StateOptions: ParsableArguments {
    @Option(help: "Directory of Plimsoll's state: images, packages, engines, work in flight.")
    var state = ".plimsoll"
}

/// The database of results.
struct DatabaseOptions: ParsableArguments {
    @Option(help: "The database of results.")
    var db = ".plimsoll/results.sqlite"
}
