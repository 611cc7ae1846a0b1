import Foundation

enum HostFiles {
    static func text(_ path: String) -> String? {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }

    static func names(in directory: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    }

    static func all(below directory: String) -> [String] {
        FileManager.default.enumerator(atPath: directory)?.compactMap { $0 as? String } ?? []
    }

    static func size(_ path: String) -> Int? { status(path).map { Int($0.st_size) } }

    static func modified(_ path: String) -> Double? {
        status(path).map { Double($0.st_mtim.tv_sec) + Double($0.st_mtim.tv_nsec) * 1e-9 }
    }

    private static func status(_ path: String) -> stat? {
        var information = stat()
        return stat(path, &information) == 0 ? information : nil
    }

    static func existing(_ paths: [String]) -> [String] { paths.filter(FileManager.default.fileExists) }

    /// The last twelve lines of a file.
    static func tail(_ path: String) -> String {
        (text(path) ?? "").split(separator: "\n").suffix(12).joined(separator: "\n")
    }

    /// A path made absolute, without symbolic links. It need not exist.
    static func resolved(_ path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath().path
    }
}

/// The file that a path or a descriptor leads to: two paths lead to the same one if these are equal.
struct FileIdentity: Equatable {
    let device: UInt64
    let inode: UInt64

    init?(_ path: String) { self.init { stat(path, &$0) } }
    init?(descriptor: Int32) { self.init { fstat(descriptor, &$0) } }

    private init?(_ look: (inout stat) -> Int32) {
        var information = stat()
        guard look(&information) == 0 else { return nil }
        (device, inode) = (UInt64(information.st_dev), UInt64(information.st_ino))
    }
}
