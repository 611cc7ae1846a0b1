/// Matches whole paths against a compiled pattern, in time proportional to pattern × path whatever the pattern.
struct GlobMatcher: Sendable, Equatable {
    private let tokens: [GlobToken]
    /// Literals at both ends: most paths are told apart by these alone.
    private let head: [Unicode.Scalar]
    private let tail: [Unicode.Scalar]

    init(_ tokens: [GlobToken]) {
        self.tokens = tokens
        head = Array(tokens.lazy.map(\.literal).prefix { $0 != nil }.compactMap { $0 })
        tail = Array(tokens.lazy.map(\.literal).reversed().prefix { $0 != nil }.compactMap { $0 }.reversed())
    }

    /// Whether the pattern takes the path from its first character to its last.
    func matches(_ path: ArraySlice<Unicode.Scalar>) -> Bool {
        guard path.starts(with: head), path.count >= tail.count, path.suffix(tail.count).elementsEqual(tail) else {
            return false
        }
        if head.count == tokens.count { return path.count == head.count }
        return simulate(path)
    }

    /// All states at once: `states[i]` says that the path so far may have been taken by the first `i` tokens.
    private func simulate(_ path: ArraySlice<Unicode.Scalar>) -> Bool {
        var states = [Bool](repeating: false, count: tokens.count + 1)
        enter(0, &states)
        for scalar in path {
            var next = [Bool](repeating: false, count: tokens.count + 1)
            for (index, token) in tokens.enumerated() where states[index] && token.takes(scalar) {
                switch token {
                case .literal, .one, .set: enter(index + 1, &next)
                case .run, .rest, .anything: enter(index, &next)
                case .directories:
                    // Once begun, it ends only behind a slash: so no entering, which would let it end anywhere.
                    next[index] = true
                    if scalar == "/" { enter(index + 1, &next) }
                }
            }
            states = next
        }
        return states[tokens.count]
    }

    /// Enters a state and those that follow it without taking a character.
    private func enter(_ state: Int, _ states: inout [Bool]) {
        var state = state
        states[state] = true
        while state < tokens.count {
            switch tokens[state] {
            case .run, .directories, .rest, .anything: state += 1
            case .literal, .one, .set: return
            }
            states[state] = true
        }
    }
}
