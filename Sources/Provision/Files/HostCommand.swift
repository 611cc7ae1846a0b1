import Foundation
import Model
import Subprocess
import SystemPackage

/// One call of a program of the host.
struct HostCommand: Sendable {
    var tool: HostTool
    var arguments: [String]
    var environment: [String: String] = [:]
    /// Where it runs; nil: where this process does.
    var directory: String?
    /// Another program, and its arguments, that runs it; empty: it is run directly.
    var within: [String] = []

    /// How much of its standard output is kept, in bytes: more is an error.
    private static let outputLimit = 64 << 20

    /// Runs it to its end and returns what it printed on standard output.
    ///
    /// The lock becomes its standard input: so the lock is held while the program or anything that it started is alive,
    /// even when this process is killed. Cancelling the task ends the program and what it started.
    /// - Parameter onLine: gets each line of its standard error as it comes.
    /// - Throws: ``PreparationError``, with the last twelve lines of its standard error, of 400 characters each;
    ///   `CancellationError`.
    @discardableResult
    func run(holding lock: FileLock, onLine: @Sendable (String) -> Void = { _ in }) async throws -> String {
        let result: ExecutionResult<[String], StringOutput<UTF8>, SequenceOutput>
        do {
            result = try await Subprocess.run(
                configuration, input: .fileDescriptor(lock.descriptor, closeAfterSpawningProcess: false),
                output: .string(limit: Self.outputLimit), error: .sequence
            ) { execution in
                var tail: [String] = []
                for try await line in execution.standardError.strings(bufferingPolicy: .unbounded) {
                    if line.contains(where: { !$0.isWhitespace }) {
                        tail = tail.suffix(11) + [String(line.prefix(400))]
                    }
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
                tool: tool, status: "\(result.terminationStatus)",
                complaint: result.closureResult.joined(separator: "\n"))
        }
        return result.standardOutput
    }

    private var configuration: Subprocess.Configuration {
        var options = PlatformOptions()
        options.processGroupID = 0
        options.teardownSequence = [.gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .seconds(10))]
        var additions: [Environment.Key: String?] = ["PATH": HostTool.path, "LC_ALL": "C.UTF-8", "TZ": "UTC"]
        for (key, value) in environment { additions[Environment.Key(stringLiteral: key)] = value }
        let words = within + [tool.name] + arguments
        return Configuration(
            executable: .name(words[0]), arguments: Arguments(Array(words.dropFirst())),
            environment: .inherit.updating(additions), workingDirectory: directory.map { FilePath($0) },
            platformOptions: options)
    }
}

/// A program of the host, and the Debian package that brings it.
struct HostTool: Sendable, Hashable {
    let name: String
    let package: String

    static let mmdebstrap = HostTool(name: "mmdebstrap", package: "mmdebstrap")
    static let aptGet = HostTool(name: "apt-get", package: "apt")
    static let aptCache = HostTool(name: "apt-cache", package: "apt")
    static let aptConfig = HostTool(name: "apt-config", package: "apt")
    static let aptArchive = HostTool(name: "apt-ftparchive", package: "apt-utils")
    static let dpkgDeb = HostTool(name: "dpkg-deb", package: "dpkg")
    static let python = HostTool(name: "python3", package: "python3-pip")
    static let tar = HostTool(name: "tar", package: "tar")
    static let sed = HostTool(name: "sed", package: "sed")
    static let gzip = HostTool(name: "gzip", package: "gzip")
    static let checksum = HostTool(name: "sha256sum", package: "coreutils")
    static let unshare = HostTool(name: "unshare", package: "util-linux")

    /// Debian's own directories only: another `python3` further up a user's PATH has another pip.
    static let path = "/usr/sbin:/usr/bin:/sbin:/bin"

    var missing: PreparationError {
        PreparationError(
            .missingTool, "\(name) is not installed: run `apt-get install \(package)` (or `make deps`) and try again.")
    }
}

/// Reads the complaints of Debian's tools and pip, and says what to do.
enum CommandComplaint {
    /// The error for a program that failed: its kind by what it said last, those words as the cause.
    static func error(tool: HostTool, status: String, complaint: String) -> PreparationError {
        let code = code(of: complaint)
        let message =
            switch code {
            case .missingTool: "pip is not installed: run `apt-get install python3-pip` (or `make deps`) and try again."
            case .noSpace:
                "\(tool.name) ran out of disk space: free some where the state directory lies, or name another."
            case .unreachable:
                "\(tool.name) cannot reach the package source that this machine is configured for: "
                    + "check the network, and the mirror and proxy in the machine's apt and pip configuration."
            case .unresolvable: "\(tool.name) cannot find what is asked for: correct the list of packages."
            default: "\(tool.name) failed (\(status))."
            }
        return PreparationError(code, message, cause: complaint)
    }

    /// The kind of failure that a complaint tells of. The order counts: a full disk also looks like a failed fetch, and
    /// pip names a distribution that it could not look up as one that does not exist.
    static func code(of complaint: String) -> PreparationError.Code {
        func says(_ phrases: String...) -> Bool { phrases.contains { complaint.contains($0) } }
        if says("No module named pip") { return .missingTool }
        if says("No space left on device", "You don't have enough free space", "Disk quota exceeded") {
            return .noSpace
        }
        if says(
            "Temporary failure resolving", "Could not resolve", "Could not connect", "Unable to connect",
            "Connection refused", "Connection timed out", "Failed to establish a new connection",
            "Network is unreachable",
            "Max retries exceeded", "Connection failed", "Name or service not known")
        {
            return .unreachable
        }
        if says(
            "Unable to locate package", "has no installation candidate", "No matching distribution found",
            "unmet dependencies", "was not found", "ResolutionImpossible")
        {
            return .unresolvable
        }
        return .commandFailed
    }
}

/// Runs the system's small programs.
enum Tool {
    struct Result: Sendable {
        let succeeded: Bool
        let output: String
        let complaint: String
    }

    /// The PATH with the directories where system programs are, which users' PATHs often lack.
    static let path: String = {
        let given = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let needed = ["/usr/local/sbin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"]
        let present = given.split(separator: ":").map(String.init)
        return (present + needed.filter { !present.contains($0) }).joined(separator: ":")
    }()

    /// What programs get: this process's environment, that PATH, and messages in English, as some are read.
    static var environment: Environment { .inherit.updating(["PATH": path, "LC_ALL": "C"]) }

    /// Runs a program and says how it went, whatever that was. At most 4 MiB of each stream.
    static func attempt(_ words: [String], input: String = "") async -> Result {
        do {
            let program: Executable = words[0].contains("/") ? .path(FilePath(words[0])) : .name(words[0])
            let result = try await run(
                program, arguments: Arguments(Array(words.dropFirst())), environment: environment,
                input: .string(input), output: .string(limit: 4 << 20), error: .string(limit: 4 << 20))
            return Result(
                succeeded: result.terminationStatus == .exited(0), output: result.standardOutput,
                complaint: result.standardError)
        } catch {
            return Result(succeeded: false, output: "", complaint: "\(error)")
        }
    }

    /// Runs a program that must succeed, and returns what it printed.
    /// - Throws: `commandFailed` with the program's own words.
    @discardableResult
    static func require(_ words: [String], input: String = "") async throws(EmbeddedEngineError) -> String {
        let result = await attempt(words, input: input)
        guard result.succeeded else {
            throw EmbeddedEngineError(
                .commandFailed, "A step failed: \(words.joined(separator: " "))", cause: result.complaint)
        }
        return result.output
    }

    /// Where a program is; nil when it is nowhere on the PATH.
    static func find(_ name: String) -> String? {
        if name.contains("/") { return access(name, X_OK) == 0 ? URL(fileURLWithPath: name).path : nil }
        return path.split(separator: ":").map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
    }
}
