import Foundation

extension Workshop {
    /// Runs mmdebstrap, whose modification times are the workshop's epoch; each of its steps is announced.
    /// - Parameter what: What is made, for the announcements.
    func bootstrap(_ arguments: [String], of what: String) async throws {
        try await run(.mmdebstrap, ["--version"])
        var environment = ["SOURCE_DATE_EPOCH": String(Self.epoch)]
        // As another user, mmdebstrap works in a user namespace whose users may not enter our directories.
        if geteuid() == 0 { environment["TMPDIR"] = directory }
        try await run(.mmdebstrap, arguments, environment: environment, within: try await isolation()) { line in
            if let step = Self.step(line) { announce("\(what): \(step)") }
        }
    }

    /// The step in one line of mmdebstrap's output, such as `I: installing essential packages...`.
    static func step(_ line: String) -> String? {
        guard line.hasPrefix("I: "), line.hasSuffix("..."), !line.contains("received signal") else { return nil }
        return String(line.dropFirst(3).dropLast(3))
    }

    /// Runs mmdebstrap in namespaces when this process is root and the kernel allows it. However mmdebstrap dies, what
    /// it started and mounted then goes too. As another user, mmdebstrap makes the namespaces itself.
    private func isolation() async throws -> [String] {
        let options = ["--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
        guard geteuid() == 0, try await succeeds(.unshare, options + ["true"]) else { return [] }
        return [HostTool.unshare.name] + options
    }
}
