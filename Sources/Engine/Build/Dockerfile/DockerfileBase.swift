/// An image that a stage of a Dockerfile starts from.
public struct DockerfileBase: Sendable, Hashable {
    /// Its name, variables filled in.
    public var reference: String
    /// The word of the `FROM` as it stands there.
    var word: String
    /// The line that the word stands in, from 1.
    var line: Int
}

extension Dockerfile {
    /// The images that its stages start from, in order; earlier stages and `scratch` are none.
    ///
    /// - Parameter arguments: the build arguments that the request gives.
    public func bases(arguments: [String: String] = [:]) -> [DockerfileBase] {
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

    /// A Dockerfile's bytes with other images in the place of some; nothing else changes.
    ///
    /// - Parameters:
    ///   - bases: what ``bases(arguments:)`` found in it.
    ///   - names: the other images, by the references of those that they replace.
    public static func replacing(
        _ bases: [DockerfileBase], by names: [String: String], in bytes: [UInt8]
    ) -> [UInt8] {
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
