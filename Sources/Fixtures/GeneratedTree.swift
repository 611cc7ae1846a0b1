import Foundation
import Model
import SystemPackage

/// A copy of a fixture's directory that generated changes are applied to.
struct GeneratedTree {
    let root: FilePath
    private let description: FixtureDescription
    private let trace: Trace
    private let seed: UInt64
    /// The index of the tree's current change; nil before the first copy, and after a failed copy.
    private var position: Int?
    /// Paths that changes have created since the copy.
    private var named: Set<String> = []

    init(root: FilePath, description: FixtureDescription, trace: Trace, seed: UInt64) {
        (self.root, self.description, self.trace, self.seed) = (root, description, trace, seed)
    }

    /// Brings the tree to a change of the trace: forwards change by change, backwards from the start again. Throws
    /// `FixtureError`: `changeChangesNothing`, `changeFailed`, `workingDirectory`.
    mutating func advance(to index: Int) throws {
        var reached = try position.flatMap { $0 <= index ? $0 : nil } ?? restart()
        // If a change fails half-way, the next call starts again.
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
                .workingDirectory, "\(description.directory) cannot be copied to \(root) (\(error)); is there space?")
        }
        return 0
    }

    private mutating func apply(_ change: Change) throws {
        var generator = SeededGenerator(seed: seed, purpose: "change \(change.index) of \(trace.fixture)")
        for edit in try edits(of: change) {
            let added = try TreeEditor(root: root).apply(edit, index: change.index, using: &generator)
            if let added { named.insert(added) }
        }
    }

    private func edits(of change: Change) throws -> [Edit] {
        guard description.sequence.isEmpty else { return description.sequence[change.index - 1].edits }
        let edits = description.edits[change.changeClass, default: []]
        guard !edits.isEmpty else {
            guard change.changeClass == .none else {
                throw FixtureError(
                    .changeFailed, "\(trace.fixture) has no edit of the class “\(change.changeClass.rawValue)”; add one"
                )
            }
            return []
        }
        let earlier = trace.changes[1..<change.index].count { $0.changeClass == change.changeClass }
        return [edits[earlier % edits.count]]
    }

    /// Paths that neither the fixture nor a change created; directories without their content. Throws `FixtureError`.
    func strangers() throws -> [String] {
        // The tree does not exist before the first change is reached.
        guard (try? FileStatus(root, followsLinks: false)) != nil else { return [] }
        var found: [String] = []
        var waiting: [[UInt8]] = [[]]
        do {
            let reader = try DirectoryReader(root: root)
            while let directory = waiting.popLast() {
                for item in try reader.items(in: directory) {
                    if !isKnown(item.path) {
                        found.append(String(decoding: item.path, as: UTF8.self))
                    } else if item.type == UInt8(DT_DIR) {
                        waiting.append(item.path)
                    }
                }
            }
        } catch {
            throw FixtureError(.unreadable, "\(root) cannot be read (\(error)); make it readable")
        }
        return found.sorted()
    }

    private func isKnown(_ path: [UInt8]) -> Bool {
        let name = String(decoding: path, as: UTF8.self)
        return named.contains { $0 == name || $0.hasPrefix("\(name)/") }
            || (try? FileStatus(description.directory.appending(bytes: path), followsLinks: false)) != nil
    }
}

extension Trace {
    /// The starting state and the first `length` listed changes after it. Throws `FixtureError` (`rangeTooShort`).
    static func listed(
        _ sequence: [NamedChange], of fixture: String, from start: String, length: Int
    ) throws -> Trace {
        guard length <= sequence.count else {
            throw FixtureError(
                .rangeTooShort,
                "the fixture \(fixture) has a sequence of \(sequence.count) changes; ask for no more than these, not \(length)"
            )
        }
        var changes = [Change(index: 0, revision: "\(start)+0", changeClass: .none)]
        var arguments: [String: String] = [:]
        var owner: Int?
        for (offset, named) in sequence.prefix(length).enumerated() {
            arguments.merge(named.arguments) { _, new in new }
            owner = named.owner ?? owner
            changes.append(
                Change(
                    index: offset + 1, revision: "\(start)+\(offset + 1) \(named.name)", changeClass: named.changeClass,
                    arguments: arguments.isEmpty ? nil : arguments, owner: owner, preparation: named.preparation,
                    name: named.name))
        }
        return Trace(fixture: fixture, changes: changes)
    }

    /// The starting state and `length` drawn changes after it, in an order fixed by the seed. Without a population, no change
    /// changes anything.
    static func drawn(
        _ population: [ChangeClass: Int], of fixture: String, from start: String, length: Int, seed: UInt64,
        minimum: Int
    ) -> Trace {
        let counts = Apportionment.counts(of: population, length: length, minimum: minimum)
        var classes = counts.sorted { $0.key < $1.key }.flatMap { Array(repeating: $0.key, count: $0.value) }
        if population.isEmpty { classes = Array(repeating: .none, count: length) }
        var generator = SeededGenerator(seed: seed, purpose: "order of \(fixture)")
        classes.shuffle(using: &generator)
        let changes = ([.none] + classes).enumerated().map { index, kind in
            Change(index: index, revision: "\(start)+\(index)", changeClass: kind)
        }
        return Trace(fixture: fixture, changes: changes, population: population)
    }
}

/// How many changes of each class a drawn trace holds.
enum Apportionment {
    /// The population's proportions by largest remainder (Hamilton's method), then raised to `minimum` for every class
    /// of the population at the cost of the largest classes. If `length` does not allow that minimum, the largest that
    /// fits is used.
    static func counts(of population: [ChangeClass: Int], length: Int, minimum: Int) -> [ChangeClass: Int] {
        let classes = population.keys.filter { population[$0, default: 0] > 0 }.sorted()
        let total = classes.reduce(0) { $0 + population[$1, default: 0] }
        guard total > 0 else { return [:] }
        func share(_ kind: ChangeClass) -> (whole: Int, remainder: Int) {
            let (whole, remainder) = (population[kind, default: 0] * length).quotientAndRemainder(dividingBy: total)
            return (whole, remainder)
        }
        var counts = Dictionary(uniqueKeysWithValues: classes.map { ($0, share($0).whole) })
        let missing = length - counts.values.reduce(0, +)
        for kind in classes.sorted(by: { share($0).remainder > share($1).remainder }).prefix(missing) {
            counts[kind, default: 0] += 1
        }
        let floor = min(minimum, length / classes.count)
        for kind in classes {
            while counts[kind, default: 0] < floor {
                guard let largest = classes.max(by: { counts[$0, default: 0] < counts[$1, default: 0] }) else { break }
                counts[largest, default: 0] -= 1
                counts[kind, default: 0] += 1
            }
        }
        return counts
    }
}
