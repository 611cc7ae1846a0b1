import Foundation
import Yams

extension PackageList {
    /// Reads a list from a YAML file with the keys `apt`, `pip` and `generated`, each a list of texts (`npm` and `gems` may stand there,
    /// empty).
    ///
    /// - Throws: ``PackageListError`` with the place of what is wrong in it.
    public static func load(_ path: String) throws -> PackageList {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw PackageListError(file: path, line: 1, column: 1, message: "the file cannot be read")
        }
        return try PackageListReader(file: path).read(String(decoding: data, as: UTF8.self))
    }
}

/// Reads the YAML of a list of packages, with the place of every fault.
struct PackageListReader {
    /// The file's name, for errors.
    let file: String

    func read(_ text: String) throws -> PackageList {
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch let error as YamlError {
            throw syntaxError(error)
        }
        guard let root else { throw fault(nil, "the list is empty: give it the keys apt and pip") }
        guard let mapping = root.mapping else { throw fault(root, "the keys apt and pip belong here") }

        var lists: [String: [String]] = [:]
        var generated: [PackageManager] = []
        for (key, value) in mapping {
            switch key.string {
            case let name? where name == "apt" || name == "pip":
                lists[name] = try entries(value, of: name)
            case "generated":
                generated = try managers(value)
            case let name? where name == "npm" || name == "gems":
                guard value.null != nil || value.sequence?.isEmpty == true else {
                    throw fault(value, "the mirror has no '\(name)': take the packages from Debian, under 'apt'")
                }
            default:
                throw fault(key, "unknown key '\(key.string ?? "")': known are apt, pip and generated")
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
            // Texts that read as numbers are texts all the same.
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
    static func isPackage(_ text: String) -> Bool {
        text.wholeMatch(of: /[a-z0-9][a-z0-9+.\-]+/) != nil
    }

    /// Whether a text is a Python requirement of one version (PEP 508's names and extras, PEP 440's versions).
    static func isRequirement(_ text: String) -> Bool {
        text.wholeMatch(of: /[A-Za-z0-9](?:[A-Za-z0-9._\-]*[A-Za-z0-9])?(?:\[[A-Za-z0-9._,\-]+\])?==[A-Za-z0-9.+!]+/)
            != nil
    }

    private func fault(_ node: Node?, _ message: String) -> PackageListError {
        PackageListError(file: file, line: node?.mark?.line ?? 1, column: node?.mark?.column ?? 1, message: message)
    }

    private func syntaxError(_ error: YamlError) -> PackageListError {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            PackageListError(file: file, line: mark.line, column: mark.column, message: problem)
        case .duplicatedKeysInMapping(let keys, let context):
            PackageListError(
                file: file, line: context.mark.line, column: context.mark.column,
                message: "a key stands twice: \(keys.map { "\($0)" }.joined(separator: ", "))")
        default:
            PackageListError(file: file, line: 1, column: 1, message: "\(error)")
        }
    }
}
