import Foundation

/// What an instruction takes beside the steps before it: of the context, or of other stages and images.
public enum InstructionSource: Sendable, Equatable {
    /// Paths of the context, as `COPY` selects them; nil where they cannot be told.
    case context([String]?)
    /// A stage or an image, by what names it.
    case from(String)
    /// Something outside, which cannot be told: an address.
    case elsewhere
}

extension DockerfileInstruction {
    /// What it takes, in its order. Variables are filled in from those at the instruction: one that is not set may
    /// come from the base image, so that a path with it cannot be told.
    public func sources(_ variables: DockerfileVariables) -> [InstructionSource] {
        switch keyword {
        case "COPY", "ADD": copied(variables)
        case "RUN": RunMount.all(in: text, escape: variables.escape).compactMap { Self.mounted($0.mount, variables) }
        default: []
        }
    }

    private func copied(_ variables: DockerfileVariables) -> [InstructionSource] {
        let (flags, words) = DockerfileFlag.split(text, escape: variables.escape)
        if let from = flags.last(where: { $0.name == "from" }) { return [.from(from.value)] }
        // What a here-document holds is part of the instruction.
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
        let rest = String(decoding: Array(text.utf8.dropFirst(first.offset)), as: UTF8.self)
        return try? JSONDecoder().decode([String].self, from: Data(rest.utf8))
    }

    private static func isAddress(_ path: String) -> Bool {
        path.contains("://") || path.hasPrefix("git@")
    }

    private static func mounted(_ mount: RunMount, _ variables: DockerfileVariables) -> InstructionSource? {
        guard ["bind", "cache"].contains(mount.type) else { return nil }
        if let from = mount.from { return .from(from) }
        guard mount.type == "bind" else { return nil }
        let source = variables.fill(mount.source ?? ".")
        return .context(source.unset.isEmpty ? [source.text] : nil)
    }
}
