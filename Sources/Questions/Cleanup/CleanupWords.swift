import Model

/// How faults and kinds read on a page.
enum CleanupWords {
    static func fault(_ name: String?) -> String { faults[name ?? "none"] ?? Markdown.escaped(name ?? "") }

    private static let faults = [
        "none": "a job that nothing happens to", "failing-build": "a failing build",
        "failing-command": "a failing command", "timeout": "a command beyond its time limit",
        "cancel": "a job stopped by its user", "cancel-anywhere": "a job stopped by its user at any moment",
        "client-gone": "a client gone in mid-build", "orphans": "orphaned processes",
        "undeletable-files": "files of other users, of closed modes",
        "engine-restart": "an engine restarted in mid-build", "engine-kill": "an engine killed in mid-build",
        "disk-full": "a full disk", "registry-lost": "a registry killed in mid-transfer",
        "registry-full": "a full registry",
    ]

    static func kind(_ name: String) -> String { kinds[name] ?? Markdown.escaped(name) }

    private static let kinds = [
        "container": "containers", "image": "image names", "dangling_image": "dangling images",
        "volume": "volumes", "network": "networks", "build_cache": "build cache records", "mount": "mounts",
        "interface": "network interfaces", "network_namespace": "network namespaces", "cgroup": "cgroups",
        "process": "processes", "overlay_directory": "unreferenced layer directories", "file": "files",
    ]

    static func phase(_ phase: Phase) -> String {
        switch phase {
        case .context: "making the context"
        case .build: "building the image"
        case .run: "running the command"
        case .artifacts: "copying the artifacts"
        case .cleanup: "cleaning up"
        }
    }

    static func outcomes(_ found: CleanupCase) -> String {
        Outcome.allCases.compactMap { outcome in found.outcomes[outcome].map { "\($0) \(Words.outcome(outcome))" } }
            .joined(separator: ", ")
    }

    /// Of how many jobs after which there was an audit nothing was left.
    static func clean(_ found: CleanupCase) -> String {
        found.audited > 0 ? "\(found.clean) of \(found.audited)" : Words.absent
    }

    /// How many things of which kinds were left.
    static func leaks(_ leaks: [String: Int]) -> String {
        guard !leaks.isEmpty else { return Words.absent }
        return leaks.sorted { $0.key < $1.key }.map { "\(kind($0.key)) \($0.value)" }.joined(separator: ", ")
    }

    /// The configuration less the fault.
    static func builder(_ series: Series) -> String {
        Words.configuration(
            series.configuration.split(separator: ",").filter { !$0.hasPrefix("fault=") }.joined(separator: ","))
    }
}
