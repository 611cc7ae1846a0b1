import Foundation

/// The cheapest calls there are for small files and lists of names: an audit makes hundreds of them.
enum HostFiles {
    /// Where the name stands in what the kernel gives: an entry is shorter than its type says.
    private static let nameOffset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 19

    /// A name in a directory.
    struct Entry {
        let name: String
        let isDirectory: Bool
    }

    /// The names in a directory, in no order; nil where it cannot be read.
    static func entries(in directory: String) -> [Entry]? {
        guard let stream = opendir(directory) else { return nil }
        defer { closedir(stream) }
        var entries: [Entry] = []
        while let entry = readdir(stream) {
            let start = UnsafeRawPointer(entry).advanced(by: nameOffset).assumingMemoryBound(to: CChar.self)
            if strcmp(start, ".") == 0 || strcmp(start, "..") == 0 { continue }
            entries.append(
                Entry(name: String(cString: start), isDirectory: entry.pointee.d_type == UInt8(DT_DIR)))
        }
        return entries
    }

    /// The names of a directory's directories; nil where it cannot be read.
    static func directories(in directory: String) -> [String]? {
        entries(in: directory)?.filter(\.isDirectory).map(\.name)
    }

    /// What a file holds; nil where it cannot be read, or holds more than `most` bytes.
    static func bytes(_ path: String, most: Int = 4 << 20, chunk: Int = 4096) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var result: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: chunk)
        while true {
            let count = read(descriptor, &buffer, chunk)
            if count == 0 { return result }
            guard count > 0, result.count + count <= most else { return nil }
            result += buffer[..<count]
        }
    }

    /// A file's first bytes, or all where it has fewer; nil where it cannot be read.
    static func head(_ path: String, count: Int) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: count)
        let length = read(descriptor, &buffer, count)
        return length < 0 ? nil : Array(buffer[..<length])
    }

    /// What a file holds, as text.
    static func text(_ path: String) -> String? {
        bytes(path).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Where a link leads, in its own words; nil where there is none.
    static func target(_ link: String) -> String? {
        var buffer = [CChar](repeating: 0, count: 256)
        let length = readlink(link, &buffer, 255)
        guard length > 0 else { return nil }
        return String(decoding: buffer[..<length].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// When a file or directory was last changed; nil where it is not there.
    static func changed(_ path: String) -> Date? {
        var information = stat()
        guard lstat(path, &information) == 0 else { return nil }
        let time = information.st_mtim
        return Date(timeIntervalSince1970: Double(time.tv_sec) + Double(time.tv_nsec) / 1e9)
    }

    /// What a file takes on disk, or a directory with all that is in it, in bytes; nil where it is not there, or holds too much
    /// to be walked.
    static func allocated(_ path: String) -> Int? {
        var information = stat()
        guard lstat(path, &information) == 0 else { return nil }
        guard information.st_mode & S_IFMT == S_IFDIR else { return Int(information.st_blocks) * 512 }
        return try? DataRootWalk.tally(path, as: .foreign, within: WalkLimits()).whole.onDisk
    }
}
