import Model

/// gVisor's `runsc` as an engine starts it.
struct GVisor: Sendable, Equatable {
    /// Its path as the daemon sees it.
    var path: String
    /// How it catches system calls: `systrap`, or `ptrace` in versions that do not have that yet. Newer versions crash
    /// on some kernels with ptrace (seen with 20240729 on Linux 6.18).
    var platform: String

    /// Its default network does not work inside the engine's namespaces: it uses the container's own.
    var arguments: [String] { ["--platform=\(platform)", "--network=host"] }

    /// The one of a suite's root, or of the host where there is no root; nil where it is not installed.
    static func find(in root: EngineRoot?) async -> GVisor? {
        guard let program = root == nil ? Tool.find("runsc") : root?.program(RootRecipe.gvisor) else { return nil }
        // The names of a Go program's packages are in its file; runsc lists its platforms nowhere.
        let hasSystrap = await Tool.attempt(["grep", "-qaF", "sentry/platform/systrap", program]).succeeded
        return GVisor(
            path: root == nil ? program : "/\(RootRecipe.gvisor)", platform: hasSystrap ? "systrap" : "ptrace")
    }
}
