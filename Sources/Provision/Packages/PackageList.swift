import Foundation
import Model
import Yams

/// The packages that fixtures install, which the local mirror must hold.
package struct PackageList: Sendable, Hashable {
    /// Debian packages by name; their dependencies are added, their recommendations are not.
    package let apt: [String]
    /// Python requirements, each with an exact version, as `sphinx==5.3.0`, and all their dependencies. If these were
    /// resolved later, the set would change from day to day. Two versions of one project are allowed.
    package let pip: [String]
    /// Package managers for which an index of generated packages is made; see ``GeneratedPackages``.
    package let generated: [PackageManager]

    /// Order and repetition do not matter.
    init(apt: [String], pip: [String], generated: [PackageManager] = []) {
        self.apt = Set(apt).sorted()
        self.pip = Set(pip).sorted()
        self.generated = Set(generated).sorted { $0.rawValue < $1.rawValue }
    }

    package init(merging lists: [PackageList]) {
        self.init(apt: lists.flatMap(\.apt), pip: lists.flatMap(\.pip), generated: lists.flatMap(\.generated))
    }

    /// A digest that is equal for equal lists only.
    var digest: String {
        var lines = ["apt:"] + apt + ["pip:"] + pip
        if !generated.isEmpty {
            lines += ["generated \(GeneratedPackages.layout):"] + generated.map { "\($0.rawValue) \($0.levels)" }
        }
        return Digest.sha256(lines.joined(separator: "\n"))
    }

    /// Reads a list from a YAML file with the keys `apt`, `pip` and `generated`, each a list of texts. `npm` and `gems`
    /// are allowed if empty.
    /// - Throws: ``TextProblem`` with the position of the fault.
    package static func load(_ path: String) throws -> PackageList {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw TextProblem(file: path, message: "the file cannot be read")
        }
        return try PackageListReader(file: path).read(String(decoding: data, as: UTF8.self))
    }
}

/// Reads the YAML of a list of packages; reports the position of every fault.
struct PackageListReader {
    let file: String

    func read(_ text: String) throws -> PackageList {
        let root: Node?
        do { root = try Yams.compose(yaml: text) } catch let error as YamlError {
            throw syntaxError(error)
        }
        guard let root else { throw fault(nil, "the list is empty: give it the keys apt and pip") }
        guard let mapping = root.mapping else { throw fault(root, "the keys apt and pip belong here") }

        var lists: [String: [String]] = [:]
        var generated: [PackageManager] = []
        for (key, value) in mapping {
            switch key.string {
            case let name? where name == "apt" || name == "pip": lists[name] = try entries(value, of: name)
            case "generated": generated = try managers(value)
            case let name? where name == "npm" || name == "gems":
                guard value.null != nil || value.sequence?.isEmpty == true else {
                    throw fault(value, "the mirror has no '\(name)': take the packages from Debian, under 'apt'")
                }
            default: throw fault(key, "unknown key '\(key.string ?? "")': known are apt, pip and generated")
            }
        }
        return PackageList(apt: lists["apt"] ?? [], pip: lists["pip"] ?? [], generated: generated)
    }

    private func managers(_ node: Node) throws -> [PackageManager] {
        guard let sequence = node.sequence else { throw fault(node, "a list belongs under 'generated'") }
        return try sequence.map { entry in
            guard let manager = entry.string.flatMap(PackageManager.init(rawValue:)) else {
                let known = PackageManager.allCases.map(\.rawValue).joined(separator: ", ")
                throw fault(entry, "packages can be generated for \(known)")
            }
            return manager
        }
    }

    private func entries(_ node: Node, of name: String) throws -> [String] {
        if node.null != nil { return [] }
        guard let sequence = node.sequence else { throw fault(node, "a list belongs under '\(name)'") }
        return try sequence.map { entry in
            // Texts that look like numbers are still texts.
            guard case .scalar(let scalar) = entry else { throw fault(entry, "a package's name belongs here") }
            let isApt = name == "apt"
            guard isApt ? Self.isPackage(scalar.string) : Self.isRequirement(scalar.string) else {
                throw fault(
                    entry,
                    isApt
                        ? "'\(scalar.string)' is no Debian package's name"
                        : "'\(scalar.string)' is no exact requirement: write name==version")
            }
            return scalar.string
        }
    }

    /// Whether a text is a Debian package's name (Debian Policy, 5.6.1), so that apt cannot take it for an option.
    static func isPackage(_ text: String) -> Bool { text.wholeMatch(of: /[a-z0-9][a-z0-9+.\-]+/) != nil }

    /// Whether a text is a Python requirement of one version (PEP 508's names and extras, PEP 440's versions).
    static func isRequirement(_ text: String) -> Bool {
        text.wholeMatch(of: /[A-Za-z0-9](?:[A-Za-z0-9._\-]*[A-Za-z0-9])?(?:\[[A-Za-z0-9._,\-]+\])?==[A-Za-z0-9.+!]+/)
            != nil
    }

    private func fault(_ node: Node?, _ message: String) -> TextProblem {
        TextProblem(file: file, line: node?.mark?.line ?? 1, column: node?.mark?.column ?? 1, message: message)
    }

    private func syntaxError(_ error: YamlError) -> TextProblem {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            TextProblem(file: file, line: mark.line, column: mark.column, message: problem)
        case .duplicatedKeysInMapping(let keys, let context):
            TextProblem(
                file: file, line: context.mark.line, column: context.mark.column,
                message: "a key stands twice: \(keys.map { "\($0)" }.joined(separator: ", "))")
        default: TextProblem(file: file, message: "\(error)")
        }
    }
}
