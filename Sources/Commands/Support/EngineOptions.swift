import ArgumentParser
import Engine
import Foundation
import Housekeeping
import Lab
import Model
import Provision

struct EngineOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The engine: embedded, unix://PATH or tcp://HOST:PORT.",
            discussion: """
                `embedded` is a private dockerd that is started for the run and removed after it (needs root). With tcp:// \
                and DOCKER_TLS_VERIFY set, certificates are read from DOCKER_CERT_PATH. On an engine that is not embedded, \
                Plimsoll touches only objects that carry its label.
                """))
    var engine = "embedded"

    @Option(help: "Size of the embedded engine's own disk, such as 20GiB.") var engineDisk: ByteCount = .gibibytes(20)

    func choice() throws -> EngineChoice {
        if engine == "embedded" { return .embedded(diskBytes: engineDisk.bytes) }
        let endpoint = try EngineEndpoint(engine, environment: ProcessInfo.processInfo.environment)
        return .foreign(endpoint)
    }
}

extension EngineChoice {
    /// - Throws: `EngineError` where a foreign engine does not answer.
    func runtimes() async throws -> Set<String> {
        switch self {
        case .embedded: EmbeddedEngine.runtimes
        case .foreign(let endpoint):
            try await EngineClient.withClient(endpoint) { Set(try await $0.info().runtimes) }
        }
    }
}

struct StateOptions: ParsableArguments {
    @Option(help: "Directory of Plimsoll's state: images, packages, engines, unfinished work.") var state = ".plimsoll"
}

struct DatabaseOptions: ParsableArguments {
    @Option(help: "The results database.") var db = ".plimsoll/results.sqlite"
}

struct MutexOptions: ParsableArguments {
    @Option(help: "The engine: unix://PATH or tcp://HOST:PORT. There is no default.") var engine: String?

    @Option(
        help: ArgumentHelp(
            "Directory of the mutex (lock) between builds and collections; default: one per engine.",
            discussion: """
                All commands that build or collect on an engine must use the same. The default is named after the engine's \
                identity under /run/lock/plimsoll; for an engine that Plimsoll started it is next to the socket.
                """))
    var mutex: String?

    func endpoint() throws -> EngineEndpoint {
        guard let engine else {
            throw UsageError(description: "name the engine by --engine, such as --engine unix:///var/run/docker.sock")
        }
        return try EngineEndpoint(engine, environment: ProcessInfo.processInfo.environment)
    }

    func place(for client: EngineClient) async throws -> EngineMutex {
        guard let mutex else { return EngineMutex(directory: try await MutexPlace.directory(of: client)) }
        return EngineMutex(directory: mutex)
    }

    /// The mutex; the engine is asked only where that is needed.
    func place() async throws -> EngineMutex {
        if let mutex { return EngineMutex(directory: mutex) }
        let endpoint = try endpoint()
        if let beside = MutexPlace.directory(besideSocketOf: endpoint) { return EngineMutex(directory: beside) }
        return try await EngineClient.withClient(endpoint) { try await place(for: $0) }
    }
}

struct ConfirmationOptions: ParsableArguments {
    @Flag(
        help: """
            Measure again what looks worse, both sides in turn; fail only if it is worse again. Where the revisions, Dockerfiles \
            or commands differ, one run builds both states in rounds.
            """)
    var confirm = false

    @Option(
        help: """
            Command that measures the base again, such as './old/plimsoll run scenarios/overhead.yaml'; options are appended. \
            Default: the base's own command, with this Plimsoll.
            """)
    var baseWith: String?

    @Option(help: "Command that measures the candidate again. Default: the candidate's own, with this Plimsoll.")
    var candidateWith: String?
    @Option(help: "Rounds of base, candidate, candidate, base when measuring again.") var rounds = 1

    func validate() throws {
        guard confirm || (baseWith == nil && candidateWith == nil && rounds == 1) else {
            throw ValidationError("--base-with, --candidate-with and --rounds need --confirm.")
        }
        guard (1...100).contains(rounds) else { throw ValidationError("--rounds must be 1 to 100.") }
        for (name, command) in [("--base-with", baseWith), ("--candidate-with", candidateWith)] {
            if let command, command.allSatisfy(\.isWhitespace) {
                throw ValidationError("\(name) takes a command, such as './old/plimsoll run scenarios/overhead.yaml'.")
            }
        }
    }
}

/// A command line of `plimsoll run`, for measuring a side of a comparison again.
struct MeasuringCommand: Equatable {
    /// The command for a shell; the database's path and more options are appended.
    let shell: String

    /// The user's command, which ends in options of `plimsoll run`; taken unchanged.
    init(_ text: String) { shell = text }

    private static let replaced = ["--db", "--against", "--candidate", "--rounds"]
    private static let left = ["--resume", "--json", "--quiet", "--follow"]

    /// A run's own command with another executable, without options for where results go and how they are shown.
    init(of run: RunRecord, executable: String) {
        var words: [String] = [executable]
        var skipsNext = false
        for word in run.commandLine.dropFirst() {
            if skipsNext {
                skipsNext = false
            } else if Self.replaced.contains(word) {
                skipsNext = true
            } else if !Self.replaced.contains(where: { word.hasPrefix("\($0)=") }), !Self.left.contains(word) {
                words.append(word)
            }
        }
        shell = words.map { ShellWord.quoted($0, plain: "._-/:=,+@") }.joined(separator: " ")
    }

    /// The words that run it with its results in a database and further options, and all its output on standard error.
    func words(database: String, _ options: [String] = []) -> [String] {
        ["/bin/sh", "-c", "exec \(shell) \"$@\" >&2", "sh", "--db", database, "--quiet"] + options
    }
}
