import Foundation
import SystemPackage

/// Edits that leave every file's content as it was.
extension Edit {
    static func touch(_ node: DescriptionNode) throws -> Edit {
        let parts = try node.mapping(["file"])
        return .touch(file: try parts.required("file", of: node).relativePath())
    }

    static func mode(_ node: DescriptionNode) throws -> Edit {
        let parts = try node.mapping(["file", "mode"])
        let text = try parts.required("mode", of: node)
        guard let mode = UInt32(try text.string(), radix: 8), mode <= 0o7777 else {
            throw text.invalid("a mode in octal digits is needed here, as \"0755\"")
        }
        return .mode(file: try parts.required("file", of: node).relativePath(), mode: mode)
    }

    static func rename(_ node: DescriptionNode) throws -> Edit {
        let parts = try node.mapping(["file", "to"])
        return .rename(
            file: try parts.required("file", of: node).relativePath(),
            to: try parts.required("to", of: node).relativePath())
    }

    static func link(_ node: DescriptionNode) throws -> Edit {
        let parts = try node.mapping(["path", "target"])
        return .link(
            path: try parts.required("path", of: node).relativePath(),
            target: try parts.required("target", of: node).string())
    }
}

extension TreeEditor {
    /// Gives a file the time of now and a second more, so that it differs whatever the clock's grain.
    func touch(_ file: String) throws {
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: 1)], ofItemAtPath: root.appending(file).string)
    }

    /// Throws `FixtureError` (`changeChangesNothing`).
    func setMode(_ mode: UInt32, of file: String, _ index: Int) throws {
        let path = root.appending(file)
        guard try FileStatus(path).mode != mode else {
            throw FixtureError(.changeChangesNothing, "change \(index): \(file) has that mode already; give another")
        }
        try FileManager.default.setAttributes([.posixPermissions: Int(mode)], ofItemAtPath: path.string)
    }

    func rename(_ file: String, to name: String) throws {
        try FileManager.default.moveItem(atPath: root.appending(file).string, toPath: root.appending(name).string)
    }

    /// Points a symbolic link elsewhere. Throws `FixtureError` (`changeChangesNothing`).
    func relink(_ path: String, to target: String, _ index: Int) throws {
        let link = root.appending(path).string
        guard try FileManager.default.destinationOfSymbolicLink(atPath: link) != target else {
            throw FixtureError(
                .changeChangesNothing, "change \(index): \(path) points there already; name another target")
        }
        try FileManager.default.removeItem(atPath: link)
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
    }
}
