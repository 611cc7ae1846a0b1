import Foundation

/// A Python package index in a directory: `files/` with the wheels, `simple/` with the pages.
struct PipIndex: Sendable {
    let workshop: Workshop
    /// Path of the directory.
    let directory: String

    /// Fills the directory with wheels.
    ///
    /// - Returns: the packages, as `name version`.
    func fill(_ wheels: [String]) async throws -> [String] {
        let files = "\(directory)/files"
        try ImageStore.makeDirectory(files)
        for wheel in wheels {
            try workshop.link(wheel, to: "\(files)/\(SimpleIndex.fileName(wheel))")
        }
        let index = SimpleIndex(try await digests(wheels.map(SimpleIndex.fileName), in: files))
        for (path, page) in index.pages {
            let target = "\(directory)/simple/\(path)"
            try ImageStore.makeDirectory(String(target.dropLast("/index.html".count)))
            try workshop.write(page, to: target)
        }
        return index.contents
    }

    private func digests(_ names: [String], in files: String) async throws -> [SimpleIndex.File] {
        guard !names.isEmpty else { return [] }
        let output = try await workshop.run(.checksum, ["--"] + names, in: files)
        // `DIGEST  NAME`, one a line.
        return output.split(separator: "\n").map { line in
            SimpleIndex.File(name: String(line.dropFirst(66)), digest: String(line.prefix(64)))
        }
    }
}
