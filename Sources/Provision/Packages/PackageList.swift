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
    package let generated: [PackageManager]

    /// Order and repetition do not matter.
    init(apt: [String], pip: [String], generated: [PackageManager] = []) {
        (self.apt, self.pip) = (Set(apt).sorted(), Set(pip).sorted())
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

    /// Reads a list from a YAML file with the keys `apt`, `pip` and `generated`. `npm` and `gems` are allowed if empty.
    /// - Throws: ``TextProblem`` with the position of the fault.
    package static func load(_ path: String) throws -> PackageList {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw TextProblem(file: path, message: "the file cannot be read")
        }
        return try PackageListReader(file: path).read(String(decoding: data, as: UTF8.self))
    }
}

struct PackageListReader {
    let file: String

    func read(_ text: String) throws -> PackageList {
        let root: Node?
        do { root = try Yams.compose(yaml: text) } catch let error as YamlError {
            throw syntaxError(error)
        }
        guard let root else { throw fault(nil, "the list is empty: give it the keys apt and pip") }
        guard let mapping = root.mapping else { throw fault(root, "expected the keys apt and pip here") }

        var (apt, pip): ([String], [String]) = ([], [])
        var generated: [PackageManager] = []
        for (key, value) in mapping {
            let name = key.string ?? ""
            switch name {
            case "apt": apt = try texts(value, name, Self.package) { "'\($0)' is not a Debian package's name" }
            case "pip":
                pip = try texts(value, name, Self.requirement) {
                    "'\($0)' is not an exact requirement: write name==version"
                }
            case "generated": generated = try list(value, name).map(manager)
            case "npm", "gems":
                guard value.null != nil || value.sequence?.isEmpty == true else {
                    throw fault(value, "the mirror has no '\(name)': take the packages from Debian, under 'apt'")
                }
            default: throw fault(key, "unknown key '\(name)': expected apt, pip or generated")
            }
        }
        return PackageList(apt: apt, pip: pip, generated: generated)
    }

    private func list(_ node: Node, _ name: String) throws -> Node.Sequence {
        guard let sequence = node.sequence else { throw fault(node, "expected a list under '\(name)'") }
        return sequence
    }

    private func manager(_ node: Node) throws -> PackageManager {
        guard let manager = node.string.flatMap(PackageManager.init(rawValue:)) else {
            let known = PackageManager.allCases.map(\.rawValue).joined(separator: ", ")
            throw fault(node, "packages can be generated for \(known)")
        }
        return manager
    }

    private func texts(
        _ node: Node, _ name: String, _ form: Regex<Substring>, _ complaint: (String) -> String
    ) throws -> [String] {
        if node.null != nil { return [] }
        return try list(node, name).map { entry in
            // Texts that look like numbers are still texts.
            guard case .scalar(let scalar) = entry else { throw fault(entry, "expected a package's name here") }
            guard try form.wholeMatch(in: scalar.string) != nil else { throw fault(entry, complaint(scalar.string)) }
            return scalar.string
        }
    }

    /// A Debian package's name (Debian Policy, 5.6.1), so that apt cannot take it for an option.
    private static var package: Regex<Substring> { /[a-z0-9][a-z0-9+.\-]+/ }

    /// A Python requirement of one version (PEP 508's names and extras, PEP 440's versions).
    private static var requirement: Regex<Substring> {
        /[A-Za-z0-9](?:[A-Za-z0-9._\-]*[A-Za-z0-9])?(?:\[[A-Za-z0-9._,\-]+\])?==[A-Za-z0-9.+!]+/
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
                message: "a key is given twice: \(keys.map { "\($0)" }.joined(separator: ", "))")
        default: TextProblem(file: file, message: "\(error)")
        }
    }
}
