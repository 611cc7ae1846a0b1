import ArgumentParser
import Foundation
import Subprocess
import Synchronization
import SystemPackage

/// A command in place of this process: with its input and output, its signals passed on, and its end passed back.
struct HeldCommand {
    /// Signals that are meant for the command as much as for this process.
    private static let passed = [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2]

    let words: [String]

    private static var path: String? { ProcessInfo.processInfo.environment["PATH"] }

    enum End: Sendable, Equatable {
        case exited(Int32), signaled(Int32)

        /// Ends this process the same way: by throwing the exit status, or by the same signal.
        func pass() throws {
            switch self {
            case .exited(let status): throw ExitCode(status)
            case .signaled(let number):
                // Only signals that end a process and do nothing more: the command has dumped its own core, if any.
                if HeldCommand.passed.contains(number), number != SIGQUIT {
                    signal(number, SIG_DFL)
                    kill(getpid(), number)
                }
                throw ExitCode(128 + number)
            }
        }
    }

    func run() async throws -> End {
        let process = RunningProcess()
        let signals = await SignalStream.of(Self.passed)
        defer { EndingSignals.restore() }
        return try await withThrowingTaskGroup(of: End?.self) { group in
            group.addTask {
                for await number in signals { await Self.pass(number, to: process) }
                return nil
            }
            group.addTask { try await start(process) }
            defer { group.cancelAll() }
            while let ended = try await group.next() {
                if let ended { return ended }
            }
            throw CancellationError()
        }
    }

    private func start(_ process: RunningProcess) async throws -> End {
        do {
            return try await launch(words, process)
        } catch let error as SubprocessError where error.underlyingError == .execFormatError {
            // A script without a first line that names its interpreter: a shell runs it, as for `env` and `timeout`.
            let script = CommandLookup.script(words[0], path: Self.path) ?? words[0]
            return try await launch(["/bin/sh", script] + words.dropFirst(), process)
        } catch let error as SubprocessError where error.code == .executableNotFound {
            let found = CommandLookup(words[0], path: Self.path)
            Terminal.standard.error("plimsoll hold: \(words[0]): \(found.reason)")
            return .exited(found.status)
        } catch let error as SubprocessError where error.code == .spawnFailed {
            Terminal.standard.error("plimsoll hold: \(words[0]): cannot be run: \(error)")
            return .exited(126)
        }
    }

    private func launch(_ words: [String], _ process: RunningProcess) async throws -> End {
        let result = try await Subprocess.run(
            words[0].contains("/") ? .path(FilePath(words[0])) : .name(words[0]),
            arguments: Arguments(Array(words.dropFirst())), input: .currentStandardInput,
            output: .currentStandardOutput, error: .currentStandardError
        ) { execution in
            process.set(Int32(execution.processIdentifier.value))
        }
        return switch result.terminationStatus {
        case .exited(let status): .exited(Int32(status))
        case .signaled(let number): .signaled(Int32(number))
        }
    }

    /// Passes a signal on, once the command runs.
    ///
    /// On a terminal, Ctrl-C and Ctrl-\ reach the command directly: passed on, they would arrive twice.
    private static func pass(_ number: Int32, to process: RunningProcess) async {
        if [SIGINT, SIGQUIT].contains(number), isatty(STDIN_FILENO) == 1 { return }
        for _ in 0..<200 {
            if let identifier = process.identifier {
                kill(identifier, number)
                return
            }
            try? await Task.sleep(for: .milliseconds(10))
        }
    }

    /// The command's process, once it was started.
    private final class RunningProcess: Sendable {
        private let number = Mutex<Int32?>(nil)

        var identifier: Int32? { number.withLock { $0 } }
        func set(_ identifier: Int32) { number.withLock { $0 = identifier } }
    }
}
