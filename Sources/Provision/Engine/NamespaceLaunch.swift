import Foundation
import Subprocess
import SystemPackage

/// Starts a part's script in namespaces of its own, and in a session of its own: the terminal's Ctrl-C is not for it.
struct NamespaceLaunch: Sendable {
    let layout: EngineLayout
    let names: EngineNames

    /// How long the part may take until it is seen. While a process changes from one program to the next (`setsid`, `nsenter`,
    /// `unshare`) the kernel shows neither its words nor its environment, and whoever looks just then sees nothing: 56 of
    /// 1,500 first looks did, and none of those 10 ms later.
    private static let emergence = Duration.seconds(1)

    /// Starts the script; returns as soon as it runs on its own.
    ///
    /// - Parameters:
    ///   - arguments: What the script is given after `leased` or `detached`.
    ///   - lease: What the part watches on its standard input, to end when it is closed; nil for one that lives on.
    func start(_ arguments: [String], lease: FileDescriptor?) async throws {
        let namespaces = ["--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
        let words =
            ["--fork", "nsenter", "--net=\(names.namespacePath)", "unshare"] + namespaces
            + ["sh", layout.script, lease == nil ? "detached" : "leased"] + arguments
        let log = try FileDescriptor.open(
            layout.log, .writeOnly, options: [.create, .append, .closeOnExec], permissions: [.ownerReadWrite])
        defer { try? log.close() }
        let input = try lease ?? FileDescriptor.open("/dev/null", .readOnly, options: .closeOnExec)
        let mark = layout.mark.split(separator: "=", maxSplits: 1).map(String.init)
        let result = try await run(
            .name("setsid"), arguments: Arguments(words),
            environment: .inherit.updating(["PATH": Tool.path, Environment.Key(stringLiteral: mark[0]): mark[1]]),
            workingDirectory: "/", input: .fileDescriptor(input, closeAfterSpawningProcess: true),
            output: .fileDescriptor(log, closeAfterSpawningProcess: false),
            error: .fileDescriptor(log, closeAfterSpawningProcess: false))
        guard result.terminationStatus == .exited(0) else {
            throw EmbeddedEngineError(
                .commandFailed, "The \(layout.kind) could not be started: setsid failed.", cause: tail())
        }
    }

    /// Waits until the part answers, and notes its processes as they are seen.
    ///
    /// - Parameters:
    ///   - record: Written as soon as the outermost process is known, so that a kill from then on finds it.
    ///   - answer: What the part answered; nil as long as it does not.
    /// - Throws: `diedAtStart`, `notReady`, with the part's last words.
    func awaitReady<Record: PartRecord, Answer>(
        _ record: inout Record, patience: Duration, _ answer: (Record) -> Answer?
    ) async throws -> Answer {
        let began = ContinuousClock.now
        let deadline = began + patience
        while ContinuousClock.now < deadline {
            if record.outermost == nil {
                record.outermost = EngineProcesses.find(layout, names).outermost
                if record.outermost != nil { try record.write(to: layout.record) }
            }
            let hasEnded =
                record.outermost.map { !$0.isAlive() } ?? (ContinuousClock.now > began + Self.emergence)
            if hasEnded {
                throw EmbeddedEngineError(
                    .diedAtStart, "The \(layout.kind) ended before it was ready; its last words were:", cause: tail())
            }
            if record.outermost != nil, let answer = answer(record) {
                record.daemon = EngineProcesses.find(layout, names).daemon
                return answer
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw EmbeddedEngineError(
            .notReady, "The \(layout.kind) did not answer within \(patience); its last words were:", cause: tail())
    }

    /// The last lines that the part printed.
    func tail() -> String {
        let text = (try? String(contentsOfFile: layout.log, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").suffix(12).joined(separator: "\n")
    }
}
