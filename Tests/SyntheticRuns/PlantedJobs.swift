import Model
import Store

extension Job {
    /// What a database would give back of a record with its steps counted, but for the rounding of times.
    init(_ record: JobRecord) {
        self.init(
            cell: Cell(
                scenario: record.scenario, configuration: record.configuration.name, factors: record.configuration,
                fixture: record.fixture,
                changeClass: record.changeClass),
            weight: record.weight, executor: record.executor, position: record.position, round: record.round,
            warmup: record.warmup, cold: record.cold, outcome: record.outcome, startedAt: record.startedAt)
        queued = record.queued
        wall = record.wall
        command = record.command
        commandClock = record.commandClock ?? .engineState
        for (phase, seconds) in record.phases { self[phase] = seconds }
        let cacheable = record.steps.filter(\.cacheable)
        cacheableSteps = cacheable.count
        cachedSteps = cacheable.count(where: \.cached)
    }
}
