/// The instructions of a Dockerfile, stage by stage: enough to name a builder's steps by it, not to build it.
public struct DockerfileOutline: Sendable, Equatable {
    /// One stage, from its `FROM` to the next.
    public struct Stage: Sendable, Equatable {
        /// Its name, in lower case; nil where it has none.
        public var name: String?
        /// Its instructions, `FROM` the first.
        public var instructions: [DockerfileInstruction]

        /// What its `FROM` names, as written.
        public var reference: String {
            DockerfileFlag.split(instructions[0].text).words.first?.unquoted() ?? ""
        }

        /// The same in lower case, as stages are named.
        var base: String { reference.lowercased() }
    }

    /// The `ARG`s before the first `FROM`.
    public private(set) var preamble: [DockerfileInstruction] = []
    /// The stages, in order.
    public private(set) var stages: [Stage] = []
    /// The sign that escapes a character.
    public let escape: UInt8

    /// Sorts a Dockerfile's instructions by stages.
    public init(_ file: Dockerfile) {
        escape = file.escape
        for instruction in file.instructions { add(instruction) }
    }

    /// All instructions, in order.
    public var instructions: [DockerfileInstruction] { preamble + stages.flatMap(\.instructions) }

    /// The variables that every `FROM` sees: those of the `ARG`s before the first.
    ///
    /// - Parameter arguments: the build arguments that the request gives, which go before an `ARG`'s default.
    public func globals(given arguments: [String: String]) -> DockerfileVariables {
        var variables = DockerfileVariables(escape: escape)
        for instruction in preamble where instruction.keyword == "ARG" {
            for (name, value) in variables.declared(by: instruction, given: arguments) {
                variables.values[name] = arguments[name] ?? value
            }
        }
        return variables
    }

    private mutating func add(_ instruction: DockerfileInstruction) {
        if instruction.keyword == "FROM" {
            let words = DockerfileFlag.split(instruction.text, escape: escape).words.map(\.raw)
            let named = words.count >= 3 && words[words.count - 2].uppercased() == "AS"
            stages.append(Stage(name: named ? words[words.count - 1].lowercased() : nil, instructions: [instruction]))
        } else if stages.isEmpty {
            preamble.append(instruction)
        } else {
            stages[stages.count - 1].instructions.append(instruction)
        }
    }
}
