import Foundation
import Subprocess

/// Which Plimsoll this is.
enum ToolVersion {
    /// The version, as `CHANGELOG.md` has it.
    static let number = "0.1.0"

    /// The commit of the checkout that the executable was built in, with `-dirty` when the checkout has changes;
    /// `unknown` when the executable does not stand in a checkout.
    static func commit() async -> String {
        guard let root = checkout() else { return "unknown" }
        let result = try? await Subprocess.run(
            .name("git"),
            arguments: [
                "-C", root, "-c", "safe.directory=*", "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*",
            ],
            output: .string(limit: 256), error: .discarded)
        guard let result, result.terminationStatus.isSuccess else { return "unknown" }
        return result.standardOutput.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// The nearest folder above the executable that holds a `Package.swift`.
    private static func checkout() -> String? {
        guard var folder = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) else {
            return nil
        }
        while folder.count > 1 {
            folder = (folder as NSString).deletingLastPathComponent
            if FileManager.default.fileExists(atPath: folder + "/Package.swift") { return folder }
        }
        return nil
    }
}
