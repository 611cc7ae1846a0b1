/// Works on many things at once, so many at a time.
enum Concurrent {
    /// The results of `work` for each item, in the order of the items.
    static func map<Item: Sendable, Value: Sendable>(
        _ items: [Item], width: Int, _ work: @escaping @Sendable (Item) async throws -> Value
    ) async throws -> [Value] {
        try await withThrowingTaskGroup(of: (Int, Value).self) { group in
            var results = [Value?](repeating: nil, count: items.count)
            var started = 0
            func start() {
                guard started < items.count else { return }
                let index = started
                let item = items[index]
                started += 1
                group.addTask { (index, try await work(item)) }
            }
            for _ in 0..<width { start() }
            while let (index, value) = try await group.next() {
                results[index] = value
                start()
            }
            return results.compactMap(\.self)
        }
    }
}
