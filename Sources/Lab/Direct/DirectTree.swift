import EngineAPI
import Foundation
import Records
import Subprocess
import SystemPackage

/// An image's unpacked tree, in which its command can be run by chroot: no engine, no container, no limits.
struct DirectTree: Sendable {
    /// Mounts what a command may expect, in a mount namespace that dies with it, and times the command alone.
    ///
    /// Bash tells the time without starting a process (`EPOCHREALTIME`, in microseconds). `/proc` and `/dev` are the
    /// host's: a container has its own, which is part of what is compared. Programs are named by their paths, because
    /// the environment, and in it the PATH, is the image's.
    private static let script = """
        set -u
        tree=$1; user=$2; directory=$3; shift 3
        /usr/bin/mkdir -p "$tree/proc" "$tree/dev"
        /usr/bin/mount -t proc proc "$tree/proc" && /usr/bin/mount --rbind /dev "$tree/dev" || exit 125
        begun=$EPOCHREALTIME
        /usr/sbin/chroot ${user:+--userspec="$user"} "$tree" /bin/sh -c 'cd "$1" && shift && exec "$@"' sh "$directory" "$@" \
            </dev/null >/dev/null 2>&1
        status=$?
        ended=$EPOCHREALTIME
        echo "$begun $ended $status"
        """

    private let place: DirectPlace
    private let configuration: ImageConfiguration

    /// Unpacks an image by exporting a container of it that never starts: the merged tree, as the command would see it.
    ///
    /// - Throws: `EngineError` when the image cannot be exported, `DirectRunError` when it cannot be unpacked.
    static func unpack(
        _ image: String, of client: EngineClient, owner: String, at place: DirectPlace
    ) async throws -> DirectTree {
        let inspection = try await client.image(image)
        try await place.clear()
        var specification = ContainerSpec(image: image)
        specification.command = ["true"]
        specification.labels = PlimsollLabel.labels(owner: owner)
        let container = try await client.createContainer(specification, name: RunNames(owner: owner).name("direct"))
        do {
            try await extract(container, of: client, at: place)
        } catch {
            try? await shieldedFromCancellation {
                try await client.removeContainer(container, force: true, volumes: true)
                try await place.remove()
            }
            throw error
        }
        try await client.removeContainer(container, force: true, volumes: true)
        return DirectTree(place: place, configuration: inspection.config)
    }

    private static func extract(_ container: String, of client: EngineClient, at place: DirectPlace) async throws {
        let invocation = place.arguments(
            ["/usr/bin/tar", "--extract", "--numeric-owner", "--file", "-", "--directory", place.path])
        let result = try await Subprocess.run(
            .path(FilePath(invocation[0])), arguments: Arguments(Array(invocation.dropFirst())), input: .inputWriter,
            output: .discarded, error: .string(limit: 16_384)
        ) { execution in
            let writer = execution.standardInputWriter
            try await client.exportContainer(container) { chunk in
                _ = try await writer.write(Array(chunk.readableBytesView))
            }
            try await writer.finish()
        }
        guard result.terminationStatus.isSuccess else {
            throw DirectRunError(message: "the image could not be unpacked: \(result.standardError)")
        }
    }

    /// Removes the tree.
    func remove() async throws {
        try await place.remove()
    }

    /// Runs the command, and returns how long it took and how it ended.
    ///
    /// - Parameter override: the command in place of the image's own.
    /// - Throws: `DirectRunError` when it could not be started; a command that fails is a record.
    func run(_ override: [String]?, order: DirectRecord.Order) async throws -> DirectRecord {
        let command = configuration.entrypoint + (override ?? configuration.command)
        guard !command.isEmpty else { throw DirectRunError(message: "the image names no command") }
        let invocation = place.arguments(
            ["/usr/bin/unshare", "--mount", "--propagation", "private", "--", "/bin/bash", "-c", Self.script, "bash"]
                + [place.path, configuration.user, directory] + command)
        let result = try await Subprocess.run(
            .path(FilePath(invocation[0])), arguments: Arguments(Array(invocation.dropFirst())),
            environment: .custom(environment), output: .string(limit: 4096), error: .string(limit: 16_384))
        guard result.terminationStatus.isSuccess, let record = Self.parse(result.standardOutput, order: order)
        else {
            throw DirectRunError(message: "\(result.terminationStatus): \(result.standardError)")
        }
        return record
    }

    private var directory: String {
        configuration.workingDirectory.isEmpty ? "/" : configuration.workingDirectory
    }

    /// The image's own environment and nothing of ours, as in a container.
    private var environment: [Environment.Key: String] {
        var result: [Environment.Key: String] = [
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root",
        ]
        for entry in configuration.environment {
            guard let equals = entry.firstIndex(of: "=") else { continue }
            let key = Environment.Key(stringLiteral: String(entry[..<equals]))
            result[key] = String(entry[entry.index(after: equals)...])
        }
        return result
    }

    /// Reads `BEGUN ENDED STATUS` as the script prints them; nil when it printed something else.
    static func parse(_ output: String, order: DirectRecord.Order) -> DirectRecord? {
        let fields = output.split(whereSeparator: \.isWhitespace)
        guard fields.count == 3, let begun = Double(fields[0]), let ended = Double(fields[1]),
            let status = Int(fields[2])
        else { return nil }
        return DirectRecord(order: order, seconds: ended - begun, exitStatus: status)
    }
}
