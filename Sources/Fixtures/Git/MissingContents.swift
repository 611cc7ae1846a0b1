/// What a repository's revisions name, and no repository on this machine can supply: it is missing in the contexts.
public struct MissingContents: Sendable, Equatable {
    /// Paths of submodules whose commit is not on this machine: empty directories.
    public var submodules: [String] = []
    /// Paths of files whose content git LFS keeps elsewhere: pointers as text.
    public var objects: [String] = []

    /// Whether nothing is missing.
    public var isEmpty: Bool { submodules.isEmpty && objects.isEmpty }

    /// What is missing in a fixture's contexts, and how to mend it: one sentence for each kind.
    public func sentences(fixture: String) -> [String] {
        var sentences: [String] = []
        if !submodules.isEmpty {
            sentences.append(
                "\(fixture): the submodules \(Self.list(submodules)) are not on this machine, so that their directories are "
                    + "empty in every context; run git submodule update --init --recursive in the repository")
        }
        if !objects.isEmpty {
            sentences.append(
                "\(fixture): the content of \(Self.list(objects)) is not on this machine, so that contexts hold git LFS's "
                    + "pointers in place of it; run git lfs fetch --all in the repository")
        }
        return sentences
    }

    private static func list(_ paths: [String]) -> String {
        let first = paths.prefix(3).joined(separator: ", ")
        return paths.count > 3 ? "\(first) and \(paths.count - 3) more" : first
    }
}
