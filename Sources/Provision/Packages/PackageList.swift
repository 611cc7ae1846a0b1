import Records

/// The packages that fixtures install: what the local mirror has to hold.
public struct PackageList: Sendable, Hashable {
    /// Debian packages by name; what they depend on comes by itself, what they recommend does not.
    public let apt: [String]
    /// Python requirements, each with an exact version, as `sphinx==5.3.0`, and with them all that they depend on: what is resolved
    /// later would be another set each day. Two versions of one project may stand here.
    public let pip: [String]

    /// A list; order and repetition do not matter.
    public init(apt: [String], pip: [String]) {
        self.apt = Set(apt).sorted()
        self.pip = Set(pip).sorted()
    }

    /// What stands for the list: equal for equal lists only.
    var digest: String {
        Digest.sha256((["apt:"] + apt + ["pip:"] + pip).joined(separator: "\n"))
    }
}
