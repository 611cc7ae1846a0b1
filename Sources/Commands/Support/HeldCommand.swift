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
                    // Another thread may get it, a moment later.
                    usleep(1_000_000)
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
            Terminal.standard.message("plimsoll hold: \(words[0]): \(found.reason)")
            return .exited(found.status)
        } catch let error as SubprocessError where error.code == .spawnFailed {
            Terminal.standard.message("plimsoll hold: \(words[0]): cannot be run: \(error)")
            return .exited(126)
        }
    }

    private func launch(_ words: [String], _ process: RunningProcess) async throws -> End {
        let result = try await Subprocess.run(
            words[0].contains("/") ? .path(FilePath(words[0])) : .name(words[0]),
            arguments: Arguments(Array(words.dropFirst())), input: .currentStandardInput,
            output: .currentStandardOutput, error: .currentStandardError
        ) { execution in
            process.identifier.withLock { $0 = Int32(execution.processIdentifier.value) }
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
            if let identifier = process.identifier.withLock({ $0 }) {
                kill(identifier, number)
                return
            }
            try? await Task.sleep(for: .milliseconds(10))
        }
    }

    private final class RunningProcess: Sendable { let identifier = Mutex<Int32?>(nil) }
}

/// Why a command cannot be run. The statuses are those of shells, `env` and `timeout`: 127 where it is not found, 126
/// where it is found and cannot be run.
struct CommandLookup {
    let status: Int32
    let reason: String

    /// Looks up again a command that could not be started.
    /// - Parameter path: the folders in which a command without a slash is searched, separated by colons.
    init(_ command: String, path: String?) {
        let errors = Self.places(command, path).map(Self.error)
        if errors.contains(0) {
            // It is executable and yet was not found: the interpreter that it names does not exist.
            status = 127
            reason = "its interpreter (named in its first line) or its loader is not found"
        } else if let error = errors.first(where: { $0 != ENOENT && (command.contains("/") || $0 != ENOTDIR) }) {
            (status, reason) = (126, "cannot be run: \(String(cString: strerror(error)))")
        } else {
            (status, reason) = (127, "command not found")
        }
    }

    /// The path of an executable command; nil where there is none.
    static func script(_ command: String, path: String?) -> String? { places(command, path).first { error($0) == 0 } }

    private static func places(_ command: String, _ path: String?) -> [String] {
        if command.isEmpty { return [] }
        if command.contains("/") { return [command] }
        return (path ?? "/usr/bin:/bin").split(separator: ":", omittingEmptySubsequences: false)
            .map { ($0.isEmpty ? "." : $0) + "/\(command)" }
    }

    /// The error number that prevents a file from being run; 0 where nothing does.
    private static func error(_ path: String) -> Int32 {
        var found = stat()
        guard stat(path, &found) == 0 else { return errno }
        // As `execve` reports it.
        guard found.st_mode & S_IFMT == S_IFREG else { return EACCES }
        return access(path, X_OK) == 0 ? 0 : errno
    }
}
