/// The control groups below an engine's: one tree in version 2, one for each controller in version 1, which carry the same
/// names.
enum CgroupTree {
    /// The group that BuildKit makes below the engine's with its first step, and keeps: what it runs is in groups below it.
    private static let buildKit = "buildkit"

    /// Those below a group of this name, each once, by their paths; none where the group is not there: an engine makes it with its
    /// first container. Nil where no control groups are to be seen at all.
    static func objects(below group: String, root: String = "/sys/fs/cgroup") -> [AuditedObject]? {
        // Of a controller that has two names the second is a link, and no directory.
        guard let inside = HostFiles.directories(in: root), !inside.isEmpty else { return nil }
        var paths: Set<String> = []
        for top in [root] + inside.filter({ $0 != group }).map({ "\(root)/\($0)" }) {
            var waiting = ["\(top)/\(group)"]
            while let directory = waiting.popLast() {
                let children = (HostFiles.directories(in: directory) ?? []).map { "\(directory)/\($0)" }
                paths.formUnion(children.map { String($0.dropFirst(top.count)) })
                waiting += children
            }
        }
        paths.remove("/\(group)/\(buildKit)")
        return paths.sorted().map { AuditedObject(.cgroup, $0) }
    }
}
