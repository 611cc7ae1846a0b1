import Model

/// How many changes of each class a drawn trace holds.
enum Apportionment {
    /// The population's proportions by largest remainder (Hamilton's method), then raised to `minimum` for every class of
    /// the population at the cost of the classes with the most. Where `length` does not allow that minimum, it is the
    /// largest that fits.
    static func counts(of population: [ChangeClass: Int], length: Int, minimum: Int) -> [ChangeClass: Int] {
        let classes = population.keys.filter { population[$0, default: 0] > 0 }.sorted()
        let total = classes.reduce(0) { $0 + population[$1, default: 0] }
        guard total > 0 else { return [:] }
        func share(_ kind: ChangeClass) -> (whole: Int, remainder: Int) {
            let (whole, remainder) = (population[kind, default: 0] * length).quotientAndRemainder(dividingBy: total)
            return (whole, remainder)
        }
        var counts = Dictionary(uniqueKeysWithValues: classes.map { ($0, share($0).whole) })
        let missing = length - counts.values.reduce(0, +)
        for kind in classes.sorted(by: { share($0).remainder > share($1).remainder }).prefix(missing) {
            counts[kind, default: 0] += 1
        }
        let floor = min(minimum, length / classes.count)
        for kind in classes {
            while counts[kind, default: 0] < floor {
                guard let largest = classes.max(by: { counts[$0, default: 0] < counts[$1, default: 0] }) else { break }
                counts[largest, default: 0] -= 1
                counts[kind, default: 0] += 1
            }
        }
        return counts
    }
}
