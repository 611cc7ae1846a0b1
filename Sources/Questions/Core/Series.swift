import Model
import Store

/// What one figure is about: a fixture in a configuration.
package struct Series: Sendable, Hashable, Comparable {
    var fixture: String
    /// The configuration's name, as `builder=buildkit`.
    var configuration: String
    /// Its factors; nil where this version does not know them all. The name says them too, and is what is compared.
    var factors: Configuration?

    /// Whether it is the no-op fixture: the floor, which counts in no verdict.
    var isFloor: Bool { fixture == "noop" }

    /// By fixture, the floor last, then by configuration.
    package static func < (left: Series, right: Series) -> Bool { left.order < right.order }
    private var order: (Int, String, String) { (isFloor ? 1 : 0, fixture, configuration) }

    package static func == (left: Series, right: Series) -> Bool {
        left.fixture == right.fixture && left.configuration == right.configuration
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(fixture)
        hasher.combine(configuration)
    }

    /// The same fixture in the configuration less a factor.
    func without<Value>(_ factor: WritableKeyPath<Configuration, Value?>) -> Series {
        guard var others = factors else { return self }
        others[keyPath: factor] = nil
        return Series(fixture: fixture, configuration: others.name, factors: others)
    }
}

extension Series {
    init(_ cell: Cell) {
        self.init(fixture: cell.fixture, configuration: cell.configuration, factors: cell.factors)
    }

    /// The first two columns of a table by fixture and builder.
    static func columns<Row>(_ series: @escaping (Row) -> Series) -> [Column<Row>] {
        [
            Column("fixture") { Words.fixture(series($0).fixture) },
            Column("builder") { Words.configuration(series($0).configuration) },
        ]
    }
}

extension Words {
    /// `14 of 21 (67 %)`: build steps that came from the cache, of those that can.
    static func steps(_ cached: Int, of cacheable: Int) -> String {
        guard cacheable > 0 else { return absent }
        return "\(cached) of \(cacheable) (\(percent(Double(cached) / Double(cacheable))))"
    }
}
