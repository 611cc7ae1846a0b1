import Foundation
import Model
import Store

/// The nights of earlier self-checks that still count: of this Plimsoll, this engine and host, this seed, and the same
/// commits. All of that stands in the runs' own records.
package struct EarlierNights: Sendable {
    package struct Found: Sendable {
        package let plant: NightPlant
        package let isLoaded: Bool
        /// The id of the commit that planted it.
        package let commit: String
        /// The first night, and the one that was held against it.
        package let first, night: RunSummary
    }

    /// What a run must have in common with those that would be measured now.
    package struct Terms: Sendable {
        var exclusion, toolVersion, toolCommit, scenario: String
        var seed: UInt64
        var fingerprint: Fingerprint
        /// The last commit of the first night.
        var base: String
        /// What each newest commit plants, by its id.
        var plants: [String: NightPlant]

        /// - Parameters:
        ///   - exclusion: why nights of a self-check do not count elsewhere.
        ///   - scenario: the text of their scenario.
        package init(
            exclusion: String, toolVersion: String, toolCommit: String, scenario: String, seed: UInt64,
            fingerprint: Fingerprint, base: String, plants: [String: NightPlant]
        ) {
            (self.exclusion, self.toolVersion, self.toolCommit) = (exclusion, toolVersion, toolCommit)
            (self.scenario, self.seed, self.fingerprint) = (scenario, seed, fingerprint)
            (self.base, self.plants) = (base, plants)
        }

        func fit(_ run: RunSummary) -> Bool {
            let record = run.record
            return run.excluded == exclusion && run.endReason == "finished" && record.toolVersion == toolVersion
                && record.toolCommit == toolCommit && record.seed == seed
                && record.scenarios.map(\.text) == [scenario] && Likeness.areAlike(record.fingerprint, fingerprint)
        }
    }

    /// The newest first night; nil where there is none.
    package let first: RunSummary?
    /// The oldest first.
    package let nights: [Found]

    /// Whether a database has nights of any self-check, so that it is worth looking at the engine.
    /// - Throws: `ResultsError`.
    package static func mayBe(in database: ResultsDatabase, exclusion: String) throws -> Bool {
        try database.runs().contains { $0.excluded == exclusion && $0.endReason == "finished" }
    }

    /// - Throws: `ResultsError`.
    package init(in database: ResultsDatabase, _ terms: Terms) throws {
        let runs = try database.runs().filter(terms.fit)
        let firsts = runs.filter { $0.record.against == nil && $0.lastCommit == terms.base }
        first = firsts.last
        nights = try runs.compactMap { run in
            guard let first = firsts.first(where: { $0.id == run.record.against }), let commit = run.lastCommit,
                let plant = terms.plants[commit],
                // Recorded after the run's end: without it the night was not finished.
                let load = try database.points(run: run.id, name: SelfCheckPoint.load.rawValue).last
            else { return nil }
            return Found(plant: plant, isLoaded: load.value > 0, commit: commit, first: first, night: run)
        }
    }

    /// The newest nights of one kind.
    package func newest(_ count: Int, of plant: NightPlant, isLoaded: Bool) -> [Found] {
        nights.filter { $0.plant == plant && $0.isLoaded == isLoaded }.suffix(count)
    }
}

extension RunSummary {
    fileprivate var lastCommit: String? { record.scenarios.first?.sources.first?.revisions.last?.id }
}
