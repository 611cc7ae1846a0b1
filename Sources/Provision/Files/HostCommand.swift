import Foundation
import Subprocess
import SystemPackage

/// One call of a program of the host.
struct HostCommand: Sendable {
    /// The program.
    var tool: HostTool
    /// Its arguments.
    var arguments: [String]
    /// What its environment has beyond this process's.
    var environment: [String: String] = [:]
    /// Where it runs; nil: where this process does.
    var directory: String?
    /// Another program, and its arguments, that runs it; empty: it is run directly.
    var within: [String] = []

    /// How much of its standard output is kept, in bytes: more is an error.
    private static let outputLimit = 64 << 20

    /// Runs it to its end and returns what it printed on standard output.
    ///
    /// The lock becomes its standard input: so the lock is held while the program or anything that it started is alive, even
    /// when this process is killed. Cancelling the task ends the program and what it started.
    ///
    /// - Parameter onLine: gets each line of its standard error as it comes.
    /// - Throws: ``PreparationError``, with the last lines of its standard error; `CancellationError`.
    @discardableResult
    func run(holding lock: FileLock, onLine: @Sendable (String) -> Void = { _ in }) async throws -> String {
        let result: ExecutionResult<OutputTail, StringOutput<UTF8>, SequenceOutput>
        do {
            result = try await Subprocess.run(
                configuration, input: .fileDescriptor(lock.descriptor, closeAfterSpawningProcess: false),
                output: .string(limit: Self.outputLimit), error: .sequence
            ) { execution in
                var tail = OutputTail()
                for try await line in execution.standardError.strings(bufferingPolicy: .unbounded) {
                    tail.append(line)
                    onLine(line)
                }
                return tail
            }
        } catch let error as SubprocessError where error.code == .executableNotFound {
            throw tool.missing
        } catch let error as SubprocessError {
            try Task.checkCancellation()
            throw PreparationError(.commandFailed, "\(tool.name) could not be run.", cause: "\(error)")
        }
        try Task.checkCancellation()
        guard result.terminationStatus.isSuccess else {
            throw CommandComplaint.error(
                tool: tool, status: "\(result.terminationStatus)", complaint: result.closureResult.text)
        }
        return result.standardOutput
    }

    private var configuration: Configuration {
        var options = PlatformOptions()
        options.processGroupID = 0
        options.teardownSequence = [.gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .seconds(10))]
        var additions: [Environment.Key: String?] = ["PATH": HostTool.path, "LC_ALL": "C.UTF-8", "TZ": "UTC"]
        for (key, value) in environment {
            additions[Environment.Key(stringLiteral: key)] = value
        }
        let words = within + [tool.name] + arguments
        return Configuration(
            executable: .name(words[0]), arguments: Arguments(Array(words.dropFirst())),
            environment: .inherit.updating(additions), workingDirectory: directory.map { FilePath($0) },
            platformOptions: options)
    }
}
