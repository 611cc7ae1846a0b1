import Foundation
import Model
import SystemPackage

/// A copy of a fixture's directory that generated changes are applied to.
struct GeneratedTree {
    /// The tree.
    let root: FilePath
    private let description: FixtureDescription
    private let trace: Trace
    private let seed: UInt64
    /// The index of the change that the tree is at; nil before the first copy, and when a copy failed.
    private var position: Int?
    /// Paths that changes gave to files since the copy.
    private var named: Set<String> = []

    init(root: FilePath, description: FixtureDescription, trace: Trace, seed: UInt64) {
        self.root = root
        self.description = description
        self.trace = trace
        self.seed = seed
    }

    /// Brings the tree to a change of the trace: forwards change by change, backwards from the start again.
    /// Throws `FixtureError`: `changeChangesNothing`, `changeFailed`, `workingDirectory`.
    mutating func advance(to index: Int) throws {
        var reached = try position.flatMap { $0 <= index ? $0 : nil } ?? restart()
        // Should a change fail half-way, the next call starts anew.
        position = nil
        while reached < index {
            try apply(trace.changes[reached + 1])
            reached += 1
        }
        position = reached
    }

    private mutating func restart() throws -> Int {
        named = []
        do {
            if (try? FileStatus(root, followsLinks: false)) != nil {
                try FileManager.default.removeItem(atPath: root.string)
            }
            try TreeCopy(from: description.directory, to: root).copy()
        } catch {
            throw FixtureError(
                .workingDirectory, "\(description.directory) cannot be copied to \(root) (\(error)); is there space?",
                cause: error)
        }
        return 0
    }

    /// Of a class's edits, each takes its turn.
    private mutating func apply(_ change: Change) throws {
        guard description.sequence.isEmpty else { return try applyNamed(change) }
        let edits = description.edits[change.changeClass, default: []]
        guard !edits.isEmpty else {
            guard change.changeClass == .none else {
                throw FixtureError(
                    .changeFailed, "\(trace.fixture) has no edit of the class “\(change.changeClass.rawValue)”; add one"
                )
            }
            return
        }
        let earlier = trace.changes[1..<change.index].count { $0.changeClass == change.changeClass }
        var generator = SeededGenerator(seed: seed, purpose: "change \(change.index) of \(trace.fixture)")
        let added = try TreeEditor(root: root).apply(
            edits[earlier % edits.count], index: change.index, using: &generator)
        if let added { named.insert(added) }
    }

    private mutating func applyNamed(_ change: Change) throws {
        var generator = SeededGenerator(seed: seed, purpose: "change \(change.index) of \(trace.fixture)")
        for edit in description.sequence[change.index - 1].edits {
            let added = try TreeEditor(root: root).apply(edit, index: change.index, using: &generator)
            if let added { named.insert(added) }
        }
    }

    /// Paths in the tree that neither the fixture nor a change put there; of a directory only itself. Throws `FixtureError`.
    func strangers() throws -> [String] {
        // Nothing is there before the first change is reached.
        guard (try? FileStatus(root, followsLinks: false)) != nil else { return [] }
        var found: [String] = []
        var waiting: [[UInt8]] = [[]]
        do {
            let reader = try DirectoryReader(root: root)
            while let directory = waiting.popLast() {
                for item in try reader.items(in: directory) {
                    let path = directory.isEmpty ? item.name : directory + [UInt8(ascii: "/")] + item.name
                    if !isKnown(path) {
                        found.append(String(decoding: path, as: UTF8.self))
                    } else if item.type == UInt8(DT_DIR) {
                        waiting.append(path)
                    }
                }
            }
        } catch {
            throw FixtureError(.unreadable, "\(root) cannot be read (\(error)); allow it", cause: error)
        }
        return found.sorted()
    }

    private func isKnown(_ path: [UInt8]) -> Bool {
        let name = String(decoding: path, as: UTF8.self)
        return named.contains { $0 == name || $0.hasPrefix("\(name)/") }
            || (try? FileStatus(description.directory.appending(bytes: path), followsLinks: false)) != nil
    }
}
