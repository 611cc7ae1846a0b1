import Model

/// How faults and kinds read on a page.
enum CleanupWords {
    static func fault(_ name: String?) -> String {
        switch name {
        case nil, "none": "a job that nothing happens to"
        case "failing-build": "a failing build"
        case "failing-command": "a failing command"
        case "timeout": "a command beyond its time limit"
        case "cancel": "a job stopped by its user"
        case "cancel-anywhere": "a job stopped by its user at any moment"
        case "client-gone": "a client gone in mid-build"
        case "orphans": "orphaned processes"
        case "undeletable-files": "files of other users, of closed modes"
        case "engine-restart": "an engine restarted in mid-build"
        case "engine-kill": "an engine killed in mid-build"
        case "disk-full": "a full disk"
        case let name?: Markdown.escaped(name)
        }
    }

    static func kind(_ name: String) -> String {
        switch name {
        case "container": "containers"
        case "image": "names of images"
        case "dangling_image": "images without a name"
        case "volume": "volumes"
        case "network": "networks"
        case "build_cache": "records of the build cache"
        case "mount": "mounts"
        case "interface": "network interfaces"
        case "network_namespace": "network namespaces"
        case "cgroup": "control groups"
        case "process": "processes"
        case "overlay_directory": "layers' directories that nothing refers to"
        case "file": "files"
        default: Markdown.escaped(name)
        }
    }

    static func phase(_ phase: Phase) -> String {
        switch phase {
        case .context: "its context was made"
        case .build: "its image was built"
        case .run: "its command ran"
        case .artifacts: "its artifacts were copied"
        case .cleanup: "it was cleaned up"
        }
    }

    /// How jobs ended, each way with its count.
    static func outcomes(_ found: CleanupCase) -> String {
        Outcome.allCases.compactMap { outcome in found.outcomes[outcome].map { "\($0) \(Words.outcome(outcome))" } }
            .joined(separator: ", ")
    }

    /// Of how many jobs after which there was an audit nothing was left.
    static func clean(_ found: CleanupCase) -> String {
        found.audited > 0 ? "\(found.clean) of \(found.audited)" : Words.absent
    }

    /// What was left, by kind.
    static func leaks(_ found: CleanupCase) -> String {
        guard !found.leaks.isEmpty else { return Words.absent }
        return found.leaks.sorted { $0.key < $1.key }.map { "\(kind($0.key)) \($0.value)" }.joined(separator: ", ")
    }

    /// The configuration less the fault.
    static func builder(_ series: Series) -> String {
        Words.configuration(
            series.configuration.split(separator: ",").filter { !$0.hasPrefix("fault=") }.joined(separator: ","))
    }
}
