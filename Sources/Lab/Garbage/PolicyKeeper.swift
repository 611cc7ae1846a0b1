import Engine
import Foundation
import Housekeeping
import Model

/// Carries out one policy on its engine: after each job the collections that are then due.
actor PolicyKeeper {
    private let client: EngineClient
    private let policy: GarbagePolicy
    private let terms: CollectionTerms
    private let rules: CollectionRules
    private let gauge: DiskGauge
    private let mutex: EngineMutex
    private let sightings: SightingsFile?
    private var schedule: CollectionSchedule

    init(
        of client: EngineClient, policy: GarbagePolicy, terms: CollectionTerms, rules: CollectionRules,
        gauge: DiskGauge, mutex: EngineMutex, sightings: SightingsFile? = nil
    ) {
        self.client = client
        self.policy = policy
        self.terms = terms
        self.rules = rules
        self.gauge = gauge
        self.mutex = mutex
        self.sightings = sightings
        schedule = CollectionSchedule(policy.collections(on: terms, tag: ""), buildsADay: terms.buildsADay)
    }

    /// The policy's turn after a job; nil where nothing is due. What cannot be carried out is told in it and left.
    ///
    /// - Parameter tag: the name of the job's image.
    func turn(after tag: String) async throws -> PolicyTurn? {
        let due = schedule.advance()
        guard !due.isEmpty else { return nil }
        let began = ContinuousClock.now
        let collections = policy.collections(on: terms, tag: tag)
        var turn = PolicyTurn(due: due.count)
        for place in due {
            let collector = Collector(
                of: client, policy: collections[place].policy, rules: rules, gauge: gauge, sightings: sightings)
            do {
                turn.add(try await collector.collect(under: mutex))
            } catch let error where Task.isCancelled || error is CancellationError {
                // Stopped by the user, in whatever words: that is no failed collection.
                throw CancellationError()
            } catch {
                turn.failures.append("\(error)")
            }
        }
        turn.seconds = (ContinuousClock.now - began).seconds
        return turn
    }
}
