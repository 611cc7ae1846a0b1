import Foundation
import Model
import Subprocess
import SystemPackage

extension Workshop {
    /// Most bytes of a program's standard output; more is an error.
    private static let outputLimit = 64 << 20

    /// Runs a program to its end and returns its standard output.
    ///
    /// The lock becomes its standard input. So it is held while the program or its descendants live, even when this
    /// process is killed. Cancelling the task ends the program and what it started.
    /// - Parameters:
    ///   - directory: Its working directory; nil: the workshop.
    ///   - within: A wrapper program with its arguments that runs it; empty: run directly.
    ///   - onLine: Gets each line of its standard error as it comes.
    /// - Throws: ``PreparationError``, with the last twelve lines of its standard error, of 400 characters each.
    @discardableResult
    func run(
        _ tool: HostTool, _ arguments: [String], environment: [String: String] = [:], in directory: String? = nil,
        within: [String] = [], onLine: @Sendable (String) -> Void = { _ in }
    ) async throws -> String {
        var options = PlatformOptions()
        options.processGroupID = 0
        options.teardownSequence = [.gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .seconds(10))]
        let fixed = ["PATH": HostTool.path, "LC_ALL": "C.UTF-8", "TZ": "UTC"].merging(environment) { $1 }
        let additions = fixed.map { (Environment.Key(stringLiteral: $0), Optional($1)) }
        let words = within + [tool.name] + arguments
        let configuration = Configuration(
            executable: .name(words[0]), arguments: Arguments(Array(words.dropFirst())),
            environment: .inherit.updating(Dictionary(uniqueKeysWithValues: additions)),
            workingDirectory: FilePath(directory ?? self.directory), platformOptions: options)
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
}

/// A program of the host, and its Debian package.
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

    /// Debian's own directories only: another `python3` earlier on a user's PATH has another pip.
    static let path = "/usr/sbin:/usr/bin:/sbin:/bin"

    var missing: PreparationError {
        PreparationError(
            .missingTool, "\(name) is not installed: run `apt-get install \(package)` (or `make deps`) and try again.")
    }
}

enum CommandComplaint {
    /// The error for a failed program: its code from the last output lines, with those as the cause.
    static func error(tool: HostTool, status: String, complaint: String) -> PreparationError {
        let code = code(of: complaint)
        let message =
            switch code {
            case .missingTool: "pip is not installed: run `apt-get install python3-pip` (or `make deps`) and try again."
            case .noSpace:
                "\(tool.name) ran out of disk space: free some for the state directory, or name another."
            case .unreachable:
                "\(tool.name) cannot reach the package source that this machine is configured for: "
                    + "check the network, and the mirror and proxy in the machine's apt and pip configuration."
            case .unresolvable: "\(tool.name) cannot find a listed package: correct the list of packages."
            default: "\(tool.name) failed (\(status))."
            }
        return PreparationError(code, message, cause: complaint)
    }

    /// The order of the table matters. A full disk also looks like a failed fetch. pip reports a distribution that it
    /// could not look up as nonexistent.
    static func code(of complaint: String) -> PreparationError.Code {
        phrases.first { $0.value.contains { complaint.contains($0) } }?.key ?? .commandFailed
    }

    private static let phrases: KeyValuePairs<PreparationError.Code, [String]> = [
        .missingTool: ["No module named pip"],
        .noSpace: ["No space left on device", "You don't have enough free space", "Disk quota exceeded"],
        .unreachable: [
            "Temporary failure resolving", "Could not resolve", "Could not connect", "Unable to connect",
            "Connection refused", "Connection timed out", "Failed to establish a new connection",
            "Network is unreachable", "Max retries exceeded", "Connection failed", "Name or service not known",
        ],
        .unresolvable: [
            "Unable to locate package", "has no installation candidate", "No matching distribution found",
            "unmet dependencies", "was not found", "ResolutionImpossible",
        ],
    ]
}

enum Tool {
    struct Result: Sendable {
        let succeeded: Bool
        let output: String
        let complaint: String
    }

    /// The PATH, with the directories of system programs added, which users' PATHs often lack.
    static let path: String = {
        let given = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let needed = ["/usr/local/sbin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"]
        let present = given.split(separator: ":").map(String.init)
        return (present + needed.filter { !present.contains($0) }).joined(separator: ":")
    }()

    /// The environment for programs: this process's own, that PATH, and English messages, because some are parsed.
    static var environment: Environment { .inherit.updating(["PATH": path, "LC_ALL": "C"]) }

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

    /// Runs a program that must succeed, and returns its output. Throws `commandFailed` with the program's own message.
    @discardableResult
    static func require(_ words: [String], input: String = "") async throws(EmbeddedEngineError) -> String {
        let result = await attempt(words, input: input)
        guard result.succeeded else {
            throw EmbeddedEngineError(
                .commandFailed, "A step failed: \(words.joined(separator: " "))", cause: result.complaint)
        }
        return result.output
    }

    static func find(_ name: String) -> String? {
        if name.contains("/") { return access(name, X_OK) == 0 ? URL(fileURLWithPath: name).path : nil }
        return path.split(separator: ":").map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
    }
}
