/// The mounts of a namespace, as the kernel lists them in `/proc/PID/mountinfo` (proc(5)).
struct MountLines {
    /// One mount.
    struct Mount: Equatable {
        /// Where it is mounted.
        let point: String
        /// The filesystem's type.
        let type: String
        /// What of the filesystem is mounted there: of a namespace, which one, as `net:[4026532312]`.
        let root: String
    }

    /// In the order in which they were mounted.
    let mounts: [Mount]

    /// Reads the list; a line that is not of its form is passed over.
    init(text: String) {
        mounts = text.utf8.split(separator: UInt8(ascii: "\n")).compactMap { line in
            let fields = line.split(separator: UInt8(ascii: " "))
            guard let dash = fields.firstIndex(where: { $0.elementsEqual([UInt8(ascii: "-")]) }), dash >= 6,
                fields.count > dash + 1
            else { return nil }
            return Mount(
                point: Self.unescaped(fields[4]), type: String(decoding: fields[dash + 1], as: UTF8.self),
                root: Self.unescaped(fields[3]))
        }
    }

    /// The mounts as objects: namespaces that are kept by one are not among them. Several at one place are told apart by
    /// their order.
    func objects(under directories: [String]? = nil, place: String = "") -> [AuditedObject] {
        var met: [String: Int] = [:]
        return mounts.compactMap { mount in
            guard mount.type != "nsfs" else { return nil }
            if let directories, !directories.contains(where: { Self.isBelow(mount.point, $0) }) { return nil }
            let base = "\(place)\(mount.point) \(mount.type)"
            met[base, default: 0] += 1
            return AuditedObject(.mount, "\(place)\(mount.point)", identity: "\(base) \(met[base] ?? 0)")
        }
    }

    /// The network namespaces that a mount keeps.
    var namespaces: [AuditedObject] {
        mounts.filter { $0.type == "nsfs" && $0.root.hasPrefix("net:") }.map {
            AuditedObject(.namespace, $0.point, identity: "\($0.point) \($0.root)")
        }
    }

    private static func isBelow(_ path: String, _ directory: String) -> Bool {
        path == directory || path.hasPrefix(directory + "/")
    }

    /// The kernel writes space, tab, newline and backslash as three octal digits.
    private static func unescaped(_ field: Substring.UTF8View) -> String {
        guard field.contains(UInt8(ascii: "\\")) else { return String(decoding: field, as: UTF8.self) }
        var bytes: [UInt8] = []
        var rest = Array(field)[...]
        while let byte = rest.popFirst() {
            let digits = rest.prefix(3)
            if byte == UInt8(ascii: "\\"), digits.count == 3,
                let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 8)
            {
                bytes.append(value)
                rest = rest.dropFirst(3)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
