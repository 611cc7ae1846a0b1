import Foundation

/// A flat Debian repository in a directory: the packages' files, `Packages`, `Packages.gz` and `Release`.
struct AptRepository: Sendable {
    let workshop: Workshop
    /// Path of the directory, which exists.
    let directory: String

    /// Fills the directory with what installing `roots` takes.
    ///
    /// - Returns: the packages, as `name version`.
    func fill(installing roots: [String], from apt: AptRoot) async throws -> [String] {
        workshop.announce("resolving \(roots.count) Debian packages")
        let files = try await apt.files(installing: roots)
        let megabytes = files.reduce(0) { $0 + $1.bytes } >> 20
        workshop.announce("downloading \(files.count) Debian packages (\(megabytes) MiB)")
        try await apt.download(installing: roots)
        for file in files {
            try workshop.link("\(apt.archives)/\(file.name)", to: "\(directory)/\(file.name)")
        }
        let packages = AptIndex.sorted(try await workshop.run(.aptArchive, ["packages", "."], in: directory))
        try workshop.write(packages, to: "\(directory)/Packages")
        try await workshop.run(.gzip, ["-9", "--no-name", "--keep", "Packages"], in: directory)
        let indexes = ["Packages", "Packages.gz"].map { name in
            (name: name, bytes: [UInt8](FileManager.default.contents(atPath: "\(directory)/\(name)") ?? Data()))
        }
        try workshop.write(AptIndex.release(indexes), to: "\(directory)/Release")
        return AptIndex.contents(packages)
    }
}
