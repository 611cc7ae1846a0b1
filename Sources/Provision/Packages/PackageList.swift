import Model

/// The packages that fixtures install: what the local mirror has to hold.
public struct PackageList: Sendable, Hashable {
    /// Debian packages by name; what they depend on comes by itself, what they recommend does not.
    public let apt: [String]
    /// Python requirements, each with an exact version, as `sphinx==5.3.0`, and with them all that they depend on: what is resolved
    /// later would be another set each day. Two versions of one project may stand here.
    public let pip: [String]
    /// Package managers for which an index of generated packages is made; see ``GeneratedPackages``.
    public let generated: [PackageManager]

    /// A list; order and repetition do not matter.
    public init(apt: [String], pip: [String], generated: [PackageManager] = []) {
        self.apt = Set(apt).sorted()
        self.pip = Set(pip).sorted()
        self.generated = Set(generated).sorted { $0.rawValue < $1.rawValue }
    }

    /// What several lists name together.
    public init(merging lists: [PackageList]) {
        self.init(
            apt: lists.flatMap(\.apt), pip: lists.flatMap(\.pip), generated: lists.flatMap(\.generated))
    }

    /// What stands for the list: equal for equal lists only.
    var digest: String {
        var lines = ["apt:"] + apt + ["pip:"] + pip
        if !generated.isEmpty {
            lines += ["generated \(GeneratedPackages.layout):"] + generated.map { "\($0.rawValue) \($0.levels)" }
        }
        return Digest.sha256(lines.joined(separator: "\n"))
    }
}
