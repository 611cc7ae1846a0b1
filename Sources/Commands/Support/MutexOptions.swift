import ArgumentParser
import Engine
import Foundation
import Housekeeping

/// Which engine, and where its mutex lies.
struct MutexOptions: ParsableArguments {
    @Option(help: "The engine: unix://PATH or tcp://HOST:PORT. None is touched that is not named.")
    var engine: String?

    @Option(
        help: ArgumentHelp(
            "Directory of the mutex between builds and collections; default: one for each engine.",
            discussion: """
                All who build or collect on an engine must use the same. The default is the engine's own identity under \
                /run/lock/plimsoll, or beside the socket of an engine that Plimsoll started.
                """))
    var mutex: String?

    /// The endpoint.
    func endpoint() throws -> EngineEndpoint {
        guard let engine else {
            throw UsageError(description: "name the engine by --engine, as --engine unix:///var/run/docker.sock")
        }
        return try EngineEndpoint(engine, environment: ProcessInfo.processInfo.environment)
    }

    /// The mutex of a client's engine.
    func place(for client: EngineClient) async throws -> EngineMutex {
        if let mutex { return EngineMutex(directory: mutex) }
        return EngineMutex(directory: try await MutexPlace.directory(of: client))
    }

    /// The mutex, the engine being asked only where that is needed.
    func place() async throws -> EngineMutex {
        if let mutex { return EngineMutex(directory: mutex) }
        let endpoint = try endpoint()
        if let beside = MutexPlace.directory(besideSocketOf: endpoint) { return EngineMutex(directory: beside) }
        return try await EngineClient.withClient(endpoint) { try await place(for: $0) }
    }
}
