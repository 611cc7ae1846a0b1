import SystemPackage

/// git LFS's part of a checkout: a pointer is replaced by the object that it names, where this machine has it.
enum LargeFiles {
    /// What git pipes a file through that its attributes give to LFS: the object in place of a pointer, else what came in.
    private static let filter = """
        in=$(mktemp) && trap 'rm -f "$in"' EXIT && cat >"$in" && \
        id=$(head -c 1024 "$in" | tr -d '\\000' | sed -n 's/^oid sha256:\\([0-9a-f]\\{64\\}\\)$/\\1/p' | head -n 1) && \
        object="$1/$(printf %s "$id" | cut -c1-2)/$(printf %s "$id" | cut -c3-4)/$id" && \
        if [ -n "$id" ] && [ -f "$object" ]; then cat "$object"; else cat "$in"; fi
        """

    /// git's options for objects that are kept in a directory.
    static func options(_ objects: FilePath) -> [String] {
        let command = "sh -c \(quoted(filter)) lfs \(quoted(objects.string))"
        return ["-c", "filter.lfs.smudge=\(command)", "-c", "filter.lfs.clean=cat", "-c", "filter.lfs.required=false"]
    }

    /// Paths of a commit's pointers whose objects are not there. Throws `GitCommand.Refusal` and `FixtureError`.
    static func missing(in commit: String, of source: ObjectSource) async throws -> [String] {
        let git = source.git
        let found: [UInt8]
        do {
            found = try await git.run(
                [
                    "grep", "-z", "-I", "-E", "--full-name", "^(version https://git-lfs|oid sha256:[0-9a-f]{64}$)",
                    commit,
                ])
        } catch is GitCommand.Refusal {
            // It found none.
            return []
        }
        // NAME NUL LINE NEWLINE, with "COMMIT:" before the name.
        var pointers: [String: String] = [:]
        var versions: Set<String> = []
        for line in found.split(separator: 0x0A) {
            let parts = line.split(separator: 0, maxSplits: 1).map { String(decoding: $0, as: UTF8.self) }
            guard parts.count == 2 else { continue }
            let name = String(parts[0].dropFirst(commit.count + 1))
            if parts[1].hasPrefix("version ") { versions.insert(name) }
            if parts[1].hasPrefix("oid sha256:") { pointers[name] = String(parts[1].dropFirst("oid sha256:".count)) }
        }
        return pointers.filter { name, id in
            let object = source.largeFiles.appending("\(id.prefix(2))/\(id.dropFirst(2).prefix(2))/\(id)")
            return versions.contains(name) && (try? FileStatus(object)) == nil
        }.keys.sorted()
    }

    private static func quoted(_ text: String) -> String {
        "'" + text.replacing("'", with: "'\\''") + "'"
    }
}
