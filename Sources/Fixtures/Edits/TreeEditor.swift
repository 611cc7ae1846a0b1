import Foundation
import Model
import SystemPackage

/// Applies edits to a working tree. An edit without effect is an error: its job would measure something other than its
/// class says.
struct TreeEditor {
    let root: FilePath

    /// Applies an edit as the change of this index. Throws `FixtureError`: `changeChangesNothing`, `changeFailed`.
    /// - Returns: the path that may be new; nil if the edit creates no name.
    func apply(_ edit: Edit, index: Int, using generator: inout SeededGenerator) throws -> String? {
        let word = Self.word(using: &generator)
        switch edit {
        case .append(let files, let text):
            let file = try choose(files, index, &generator)
            let added = text.rendered(index: index, word: word)
            try rewrite(file, index) { $0 + Array(added.utf8) }
        case .create(let path, let text):
            let file = path.rendered(index: index, word: word)
            try create(file, text.rendered(index: index, word: word), index)
            return file
        case .replace(let file, let pattern, let alternatives):
            let texts = alternatives.map { $0.rendered(index: index, word: word) }
            try rewrite(file, index) { try replace(pattern, in: $0, of: file, by: texts, index) }
        case .touch(let file):
            // One second from now, so that it differs whatever the clock's resolution.
            try attempt(file, index) {
                try FileManager.default.setAttributes(
                    [.modificationDate: Date(timeIntervalSinceNow: 1)], ofItemAtPath: root.appending(file).string)
            }
        case .mode(let file, let mode): try attempt(file, index) { try setMode(mode, of: file, index) }
        case .rename(let file, let name):
            try attempt(file, index) {
                try FileManager.default.moveItem(
                    atPath: root.appending(file).string, toPath: root.appending(name).string)
            }
            return name
        case .link(let path, let target): try attempt(path, index) { try relink(path, to: target, index) }
        }
        return nil
    }

    /// A pronounceable word of three syllables without meaning, e.g. `tavone`.
    private static func word(using generator: inout SeededGenerator) -> String {
        (0..<6).compactMap { ($0.isMultiple(of: 2) ? "bdfgklmnprstvz" : "aeiou").randomElement(using: &generator) }
            .map(String.init).joined()
    }

    private func setMode(_ mode: UInt32, of file: String, _ index: Int) throws {
        let path = root.appending(file)
        guard try FileStatus(path).mode != mode else {
            throw FixtureError(.changeChangesNothing, "change \(index): \(file) has that mode already; give another")
        }
        try FileManager.default.setAttributes([.posixPermissions: Int(mode)], ofItemAtPath: path.string)
    }

    private func relink(_ path: String, to target: String, _ index: Int) throws {
        let link = root.appending(path).string
        guard try FileManager.default.destinationOfSymbolicLink(atPath: link) != target else {
            throw FixtureError(
                .changeChangesNothing, "change \(index): \(path) points there already; name another target")
        }
        try FileManager.default.removeItem(atPath: link)
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
    }

    private func choose(_ files: [GlobMatcher], _ index: Int, _ generator: inout SeededGenerator) throws -> String {
        var scanner = try TreeScanner(root: root, rules: IgnoreRules(), kept: [])
        try scanner.scan()
        let matches = scanner.entries.filter { entry in
            guard case .file = entry.kind else { return false }
            let path = GoText.scalars(entry.bytes)
            return files.contains { $0.matches(path[...]) }
        }
        guard let file = matches.randomElement(using: &generator) else {
            throw FixtureError(
                .changeFailed, "change \(index): no file in \(root) matches the patterns of its edit; fix “files”")
        }
        return file.path
    }

    private func create(_ path: String, _ text: String, _ index: Int) throws {
        let file = root.appending(path)
        if (try? FileStatus(file)) != nil { return try rewrite(path, index) { _ in Array(text.utf8) } }
        try attempt(path, index) {
            try makeDirectories(to: FilePath(path).removingLastComponent())
            try FileBytes.write(Array(text.utf8), to: file)
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file.string)
        }
    }

    private func makeDirectories(to path: FilePath) throws {
        guard !path.isEmpty, (try? FileStatus(root.appending(path.string)))?.isDirectory != true else { return }
        try makeDirectories(to: path.removingLastComponent())
        try TreeCopy.makeDirectory(root.appending(path.string))
    }

    private func replace(
        _ pattern: String, in bytes: [UInt8], of file: String, by texts: [String], _ index: Int
    ) throws -> [UInt8] {
        var text = String(decoding: bytes, as: UTF8.self)
        guard Array(text.utf8) == bytes, let match = try text.firstMatch(of: Regex(pattern).anchorsMatchLineEndings())
        else {
            throw FixtureError(.changeFailed, "change \(index): \(file) has no match of “\(pattern)”; fix the pattern")
        }
        let standing = String(text[match.range])
        let start = texts.firstIndex(of: standing).map { $0 + 1 } ?? 0
        let order = texts.indices.map { texts[(start + $0) % texts.count] }
        if let next = order.first(where: { $0 != standing }) { text.replaceSubrange(match.range, with: next) }
        return Array(text.utf8)
    }

    private func rewrite(_ path: String, _ index: Int, _ body: ([UInt8]) throws -> [UInt8]) throws {
        let file = root.appending(path)
        let before = try attempt(path, index) { try FileBytes.read(file) }
        let after = try body(before)
        guard after != before else {
            throw FixtureError(
                .changeChangesNothing,
                "change \(index) leaves \(path) as it was; give its edit a text or an alternative that differs")
        }
        try attempt(path, index) { try FileBytes.write(after, to: file) }
    }

    private func attempt<Value>(_ path: String, _ index: Int, _ body: () throws -> Value) throws -> Value {
        do { return try body() } catch let error as FixtureError {
            throw error
        } catch {
            throw FixtureError(
                .changeFailed, "change \(index): \(path) cannot be edited (\(error)); fix the edit's path")
        }
    }
}
