import Foundation
import Subprocess

/// Where the program is installed: the folders beside the executable.
enum Installation {
    /// The executable's folder; nil where the system does not tell.
    private static let folder: String? = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        .map { ($0 as NSString).deletingLastPathComponent }

    /// Data that a package installs: `share/plimsoll` beside the executable's own folder, as in `/usr`.
    static let data: String? = folder.map { ($0 as NSString).deletingLastPathComponent + "/share/plimsoll" }

    /// The nearest folder above the executable that contains a `Package.swift`.
    static let checkout: String? = {
        guard var folder else { return nil }
        while folder.count > 1 {
            if FileManager.default.fileExists(atPath: folder + "/Package.swift") { return folder }
            folder = (folder as NSString).deletingLastPathComponent
        }
        return nil
    }()
}

enum ToolVersion {
    /// The version, as in `CHANGELOG.md`. Nothing else states it: packages and the manual ask the program.
    static let number = "0.1.0"

    /// The commit that the executable was built from. In a checkout git tells it, with `-dirty` when the checkout has
    /// changes; a package has it in a file. Otherwise `unknown`.
    static func commit() async -> String {
        guard let checkout = Installation.checkout else { return packagedCommit() ?? "unknown" }
        let result = try? await Subprocess.run(
            .name("git"),
            arguments: [
                "-C", checkout, "-c", "safe.directory=*", "describe", "--always", "--dirty", "--abbrev=12",
                "--exclude=*",
            ],
            output: .string(limit: 256), error: .discarded)
        guard let result, result.terminationStatus.isSuccess else { return "unknown" }
        return result.standardOutput.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func packagedCommit() -> String? {
        Installation.data.flatMap { try? String(contentsOfFile: $0 + "/commit", encoding: .utf8) }?
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
