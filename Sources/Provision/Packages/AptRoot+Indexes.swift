/// The lists of packages that an apt of our own has fetched.
extension AptRoot {
    /// One list, and where its packages' files are.
    struct Index: Sendable, Equatable {
        /// The list's file.
        let file: String
        /// The source's address, below which the list's `Filename` fields are.
        let source: String
    }

    /// The lists of sources that a web server reaches.
    func indexes() async throws -> [Index] {
        Self.indexes(try await get(["indextargets", "--format", "$(FILENAME)|$(REPO_URI)", "Created-By: Packages"]))
    }

    /// Reads what `apt-get indextargets` printed.
    static func indexes(_ output: String) -> [Index] {
        output.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: "|", maxSplits: 1).map(String.init)
            guard fields.count == 2, fields[1].hasPrefix("http://") || fields[1].hasPrefix("https://") else {
                return nil
            }
            return Index(file: fields[0], source: fields[1])
        }
    }
}
