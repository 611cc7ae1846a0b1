/// Reads one line as `# name = value`.
struct DockerfileDirective {
    var found: Dockerfile.Directive
    /// Whether white space stands before the `#`.
    var isIndented: Bool

    init?(_ line: ArraySlice<UInt8>, number: Int) {
        var rest = line.drop(while: \.isBlank)
        isIndented = rest.startIndex != line.startIndex
        guard rest.popFirst() == UInt8(ascii: "#") else { return nil }
        rest = rest.drop(while: \.isBlank)
        let name = rest.prefix { Character(UnicodeScalar($0)).isASCIILetterOrDigit }
        guard let first = name.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else { return nil }
        rest = rest[name.endIndex...].drop(while: \.isBlank)
        guard rest.popFirst() == UInt8(ascii: "=") else { return nil }
        rest = rest.drop(while: \.isBlank)
        while rest.last?.isBlank == true { rest.removeLast() }
        guard !rest.isEmpty else { return nil }
        found = Dockerfile.Directive(
            name: String(decoding: name, as: UTF8.self).lowercased(), value: String(decoding: rest, as: UTF8.self),
            position: .init(line: number, column: rest.startIndex - line.startIndex + 1))
    }
}

extension Character {
    fileprivate var isASCIILetterOrDigit: Bool { isASCII && (isLetter || isNumber) }
}
