/// Finds members by their places in a JSON text: Foundation keeps one of two with the same name, and tells nobody.
struct MemberPaths {
    /// An object or a list that has begun and not ended.
    private struct Level {
        let isObject: Bool
        var names: Set<String> = []
        /// The member, or the number of the element, that is being read.
        var name = ""
        var index = 0
    }

    private var levels: [Level] = []
    private var isAtName = false

    /// The first member that stands twice in one object, as `steps[1].ordinal`; nil where there is none.
    static func repeated(in bytes: [UInt8]) -> String? {
        var paths = MemberPaths()
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") {
                let end = paths.end(ofTextAt: index, bytes)
                if paths.isAtName, let path = paths.enter(String(decoding: bytes[index + 1..<end], as: UTF8.self)) {
                    return path
                }
                index = end
            } else {
                paths.take(byte)
            }
            index += 1
        }
        return nil
    }

    private func end(ofTextAt start: Int, _ bytes: [UInt8]) -> Int {
        var index = start + 1
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
            index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        return min(index, bytes.count)
    }

    /// - Returns: the path of a member where its object has one of this name already.
    private mutating func enter(_ name: String) -> String? {
        isAtName = false
        levels[levels.count - 1].name = name
        guard !levels[levels.count - 1].names.insert(name).inserted else { return nil }
        return levels.reduce(into: "") { path, level in
            path += level.isObject ? (path.isEmpty ? level.name : ".\(level.name)") : "[\(level.index)]"
        }
    }

    private mutating func take(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "{"):
            levels.append(Level(isObject: true))
            isAtName = true
        case UInt8(ascii: "["): levels.append(Level(isObject: false))
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            levels.removeLast(levels.isEmpty ? 0 : 1)
            isAtName = false
        case UInt8(ascii: ","):
            guard let level = levels.last else { return }
            isAtName = level.isObject
            levels[levels.count - 1].index += 1
        default: break
        }
    }
}
