import Findings

/// How faults and kinds read in a report.
enum CleanupWords {
    static func fault(_ name: String?) -> String {
        switch name {
        case nil, "none": "a job that nothing happens to"
        case "failing-build": "a failing build"
        case "failing-command": "a failing command"
        case "timeout": "a command beyond its time limit"
        case "cancel": "a job stopped by its user"
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

    /// The configuration less the fault.
    static func builder(_ series: Series) -> String {
        Words.configuration(
            series.configuration.split(separator: ",").filter { !$0.hasPrefix("fault=") }.joined(separator: ","))
    }
}
