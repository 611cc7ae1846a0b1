import Foundation

/// What an instruction takes besides the steps before it: from the context, or from other stages and images.
package enum InstructionSource: Sendable, Equatable {
    /// Paths of the context, as `COPY` selects them; nil if unknown.
    case context([String]?)
    case from(String)
    /// An unknown source outside: an address.
    case elsewhere
}

extension DockerfileInstruction {
    /// Its sources, in order. Variables are replaced by their values at the instruction. An unset one may come from the
    /// base image, so a path with it is unknown.
    package func sources(_ variables: DockerfileVariables) -> [InstructionSource] {
        switch keyword {
        case "COPY", "ADD": copied(variables)
        case "RUN": RunMount.all(in: text, escape: variables.escape).compactMap { Self.mounted($0.mount, variables) }
        default: []
        }
    }

    private func copied(_ variables: DockerfileVariables) -> [InstructionSource] {
        let (flags, words) = DockerfileFlag.split(text, escape: variables.escape)
        if let from = flags.last(where: { $0.name == "from" }) { return [.from(from.value)] }
        // A here-document's content is part of the instruction.
        let plain = words.filter { HereDocumentMark($0, escape: variables.escape) == nil }
        let paths = (jsonWords(words) ?? plain.map(\.raw)).dropLast()
        guard !paths.isEmpty else { return plain.count < words.count ? [] : [.context(nil)] }
        let inside = paths.filter { keyword == "COPY" || !Self.isAddress($0) }
        let filled = inside.map(variables.fill)
        let isTold = filled.allSatisfy { $0.unset.isEmpty }
        return (inside.isEmpty ? [] : [.context(isTold ? filled.map(\.text) : nil)])
            + (inside.count < paths.count ? [.elsewhere] : [])
    }

    /// The words of `COPY ["a b", "c"]`.
    private func jsonWords(_ words: [DockerfileWord]) -> [String]? {
        guard let first = words.first, first.raw.first == "[" else { return nil }
        return try? JSONDecoder().decode([String].self, from: Data(text.utf8.dropFirst(first.offset)))
    }

    private static func isAddress(_ path: String) -> Bool { path.contains("://") || path.hasPrefix("git@") }

    private static func mounted(_ mount: RunMount, _ variables: DockerfileVariables) -> InstructionSource? {
        guard ["bind", "cache"].contains(mount.type) else { return nil }
        if let from = mount.from { return .from(from) }
        guard mount.type == "bind" else { return nil }
        let source = variables.fill(mount.source ?? ".")
        return .context(source.unset.isEmpty ? [source.text] : nil)
    }
}

struct RunMount: Equatable {
    var type = "bind"
    /// The path inside `from` or the context; nil: all of it.
    var source: String?
    /// The source stage or image; nil: the context, for a bind mount.
    var from: String?
    var id: String?
    var required = false

    /// Reads an option's value: fields separated by commas, quoted as in CSV.
    init(_ value: String) {
        for field in Self.fields(value) {
            let (name, word) = field.assignment
            switch name.lowercased() {
            case "type": type = word?.lowercased() ?? type
            case "source", "src": source = word
            case "from": from = word
            case "id": id = word
            case "required": required = word.map { ["true", "1", "t"].contains($0.lowercased()) } ?? true
            default: break
            }
        }
    }

    /// The mounts of an instruction; empty if it is not a `RUN`.
    static func all(in instruction: String, escape: UInt8 = UInt8(ascii: "\\")) -> [(mount: RunMount, offset: Int)] {
        guard instruction.prefix(while: { !$0.isWhitespace }).uppercased() == "RUN" else { return [] }
        return DockerfileFlag.split(instruction, escape: escape).flags.filter { $0.name == "mount" }
            .map { (RunMount($0.value), $0.offset) }
    }

    private static func fields(_ line: String) -> [String] {
        var fields = [""]
        var isQuoted = false
        var characters = Array(line.unicodeScalars)[...]
        while let character = characters.popFirst() {
            switch character {
            case "\"" where isQuoted && characters.first == "\"":
                characters.removeFirst()
                fields[fields.count - 1].unicodeScalars.append(character)
            case "\"": isQuoted.toggle()
            case "," where !isQuoted: fields.append("")
            default: fields[fields.count - 1].unicodeScalars.append(character)
            }
        }
        return fields
    }
}

/// An image that a stage of a Dockerfile starts from.
package struct DockerfileBase: Sendable, Hashable {
    package var reference: String
    /// The word of the `FROM`, as written.
    var word: String
    /// The word's line, from 1.
    var line: Int
}

extension Dockerfile {
    /// The images that its stages start from, in order, without earlier stages and `scratch`.
    /// - Parameter arguments: the request's build arguments.
    package func bases(arguments: [String: String] = [:]) -> [DockerfileBase] {
        let outline = DockerfileOutline(self)
        let variables = outline.globals(given: arguments)
        return outline.stages.enumerated().compactMap { index, stage in
            let instruction = stage.instructions[0]
            guard let word = DockerfileFlag.split(instruction.text, escape: outline.escape).words.first else {
                return nil
            }
            let filled = variables.fill(word.raw)
            let isStage = outline.stages[..<index].contains { $0.name == filled.text.lowercased() }
            guard filled.unset.isEmpty, !filled.text.isEmpty, filled.text != "scratch", !isStage else { return nil }
            return DockerfileBase(
                reference: filled.text, word: word.raw, line: instruction.position(ofByte: word.offset).line)
        }
    }

    /// A Dockerfile's bytes with some images of ``bases(arguments:)`` replaced; nothing else changes.
    /// - Parameter names: the new images, by the references that they replace.
    package static func replacing(_ bases: [DockerfileBase], by names: [String: String], in bytes: [UInt8]) -> [UInt8] {
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(Array.init)
        for base in bases {
            guard let name = names[base.reference], lines.indices.contains(base.line - 1),
                let range = lines[base.line - 1].firstRange(of: Array(base.word.utf8))
            else { continue }
            lines[base.line - 1].replaceSubrange(range, with: Array(name.utf8))
        }
        return Array(lines.joined(separator: [UInt8(ascii: "\n")]))
    }
}
