import Foundation
import Model
import Subprocess
import SystemPackage

/// What is recorded of one kind of part only, and how such a part is started.
package protocol PartDetails: Codable, Sendable, Equatable {
    associatedtype Options: PartOptions

    static var kind: PartKind { get }

    static func check(_ options: Options) throws

    /// Chooses, in view of the claims of others, what the part claims.
    static func choose(
        _ options: Options, _ layout: PartLayout, _ claims: [PartClaim]
    ) throws -> (details: Self, port: Int?, storage: String?)

    /// Makes everything that the part needs; returns the arguments of its script after `leased` or `detached`.
    static func prepare(_ startup: inout PartStartup<Self>) async throws -> [String]

    /// The part's answer, once its outermost process is known; nil while it does not answer.
    static func answer(_ startup: PartStartup<Self>) -> String?

    /// Called as soon as the part has answered; returns the version of its program.
    static func settled(_ startup: PartStartup<Self>, answer: String) async -> String?

    /// Connects the part, when it runs, to those of the other kind.
    static func welcome(_ startup: PartStartup<Self>) async throws
}

package protocol PartOptions: Sendable {
    var stateDirectory: String { get }
    var name: String? { get }
    var detached: Bool { get }
}

/// Starts a part that has been claimed, one resource after the other.
package struct PartStartup<Details: PartDetails>: Sendable {
    let options: Details.Options
    let layout: PartLayout
    let progress: Announce
    var record: PartRecord<Details>

    private static var patience: Duration { .seconds(30) }

    /// How long the part may take to become visible. While a process changes to the next program (`setsid`, `nsenter`,
    /// `unshare`), the kernel shows neither its arguments nor its environment. A look at that moment finds nothing: 56
    /// of 1,500 first looks did, and none of those 10 ms later.
    private static var emergence: Duration { .seconds(1) }

    mutating func finish() async throws -> EmbeddedPart<Details> {
        let arguments = try await Details.prepare(&self)
        let ends = options.detached ? nil : try OwnerLease.open()
        try Task.checkCancellation()
        try await launch(arguments, lease: ends?.reading)
        let answer = try await awaitAnswer()
        record.version = await Details.settled(self, answer: answer)
        record.stage = .running
        if options.detached { record.owner = nil }
        try record.write(to: layout.record)
        guard let part = EmbeddedPart(record: record, layout: layout, lease: ends?.lease) else {
            throw layout.failure(.diedAtStart, "ended as soon as it was ready")
        }
        try await Details.welcome(self)
        return part
    }

    /// Starts the script in its own namespaces and session, so that the terminal's Ctrl-C does not reach it; returns as
    /// soon as it runs on its own.
    /// - Parameter lease: The part's standard input; the part ends when it is closed. Nil for a detached part.
    private func launch(_ arguments: [String], lease: FileDescriptor?) async throws {
        let namespaces = ["--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
        let words =
            ["--fork", "nsenter", "--net=\(layout.names.namespacePath)", "unshare"] + namespaces
            + ["sh", layout.script, lease == nil ? "detached" : "leased"] + arguments
        let log = try FileDescriptor.open(
            layout.log, .writeOnly, options: [.create, .append, .closeOnExec], permissions: [.ownerReadWrite])
        defer { try? log.close() }
        let input = try lease ?? FileDescriptor.open("/dev/null", .readOnly, options: .closeOnExec)
        let result = try await run(
            .name("setsid"), arguments: Arguments(words),
            environment: .inherit.updating([
                "PATH": Tool.path, Environment.Key(stringLiteral: layout.mark.key): layout.mark.value,
            ]),
            workingDirectory: "/", input: .fileDescriptor(input, closeAfterSpawningProcess: true),
            output: .fileDescriptor(log, closeAfterSpawningProcess: false),
            error: .fileDescriptor(log, closeAfterSpawningProcess: false))
        guard result.terminationStatus == .exited(0) else {
            throw EmbeddedEngineError(
                .commandFailed, "The \(layout.kind) could not be started: setsid failed.",
                cause: HostFiles.tail(layout.log))
        }
    }

    /// Waits until the part answers, and notes its processes as they become visible. The record is written as soon as
    /// the outermost process is known, so that removal after a kill finds it.
    private mutating func awaitAnswer() async throws -> String {
        let began = ContinuousClock.now
        while ContinuousClock.now < began + Self.patience {
            if record.outermost == nil {
                record.outermost = PartProcesses.find(layout).outermost
                if record.outermost != nil { try record.write(to: layout.record) }
            }
            let emerged = ContinuousClock.now > began + Self.emergence
            if record.outermost.map({ !$0.isAlive() }) ?? emerged {
                throw layout.failure(.diedAtStart, "ended before it was ready")
            }
            if record.outermost != nil, let answer = Details.answer(self) {
                record.daemon = PartProcesses.find(layout).daemon
                return answer
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw layout.failure(.notReady, "did not answer within \(Self.patience)")
    }
}

/// Ties a part's life to its owner's: the writing end of a pipe whose reading end the part watches. The kernel closes
/// it when this process ends for any reason; the part then ends by itself. The kernel's parent-death signal does not
/// help: it is bound to the parent's thread, and the runtime's threads come and go.
final class OwnerLease: Sendable {
    private let writing: FileDescriptor

    private init(writing: FileDescriptor) { self.writing = writing }

    deinit { try? writing.close() }

    static func open() throws -> (lease: OwnerLease, reading: FileDescriptor) {
        let ends = try FileDescriptor.pipe()
        // No other child may inherit the writing end, or it would keep the part alive.
        for end in [ends.readEnd, ends.writeEnd] { _ = fcntl(end.rawValue, F_SETFD, FD_CLOEXEC) }
        return (OwnerLease(writing: ends.writeEnd), ends.readEnd)
    }
}
