import Foundation
import Model
import Store

@testable import Questions

/// One database with the runs of several days and hosts, as an import of other machines' results leaves it.
///
/// Day by day: an older run on overhead (3 s), one on the central cache, one on requirements from another host, the newer run on overhead
/// (1 s), then one on overhead that is excluded (9 s), and one that was killed (7 s).
enum SyntheticSuite {
    /// The id of the run of a day, from 1.
    static func id(_ day: Int) -> UUID {
        UUID(uuidString: "00000000-0000-4000-8000-00000000000\(day)") ?? UUID()
    }

    static func database() throws -> ResultsDatabase {
        let database = try ResultsDatabase.inMemory()
        try overhead(day: 1, middle: 3).save(to: database)
        try cache(day: 2).save(to: database)
        try requirements(day: 3).save(to: database)
        try overhead(day: 4, middle: 1).save(to: database)
        try overhead(day: 5, middle: 9).save(to: database)
        try database.exclude(run: id(5), reason: "the host was busy")
        try overhead(day: 6, middle: 7).save(to: database, endReason: nil)
        return database
    }

    private static func base(day: Int) -> SyntheticRun {
        var run = SyntheticRun()
        run.record.id = id(day)
        run.record.startedAt = run.record.startedAt.addingTimeInterval(86_400 * Double(day - 1))
        return run
    }

    static func overhead(day: Int, middle: Double) -> SyntheticRun {
        var run = base(day: day)
        for builder in ["buildkit", "legacy"] {
            let slower = builder == "legacy" ? 0.5 : 0
            for fixture in ["malu", "scap"] {
                run.plant(SyntheticRun.around(middle + slower), fixture: fixture, builder: builder, weight: 23)
                run.plant([7, 7.5, 8], fixture: fixture, builder: builder, changeClass: .dependency, weight: 3)
            }
            run.plant(SyntheticRun.around(0.3, spread: 0.05), fixture: "noop", builder: builder, command: 0.001)
        }
        return run
    }

    private static func cache(day: Int) -> SyntheticCacheRun {
        var run = SyntheticCacheRun()
        run.base = base(day: day)
        for builder in ["buildkit", "legacy"] {
            for fixture in ["malu", "scap"] {
                run.plant(warm: 10, registry: 25, cold: 40, fixture: fixture, builder: builder)
            }
        }
        return run
    }

    private static func requirements(day: Int) -> SyntheticRequirementsRun {
        var run = SyntheticRequirementsRun()
        run.base = base(day: day)
        run.base.record.fingerprint.host["cores"] = "8"
        run.workers = [.bare: (90, 200_000_000), .buildOnly: (120, 600_000_000), .carrying: (500, 1_500_000_000)]
        run.requirements = [
            RequirementRecord(
                area: "kernel", name: "PSI", state: "lacking", found: "<b>none</b>", neededFor: "pressure",
                remedy: "boot with psi=1", isRequired: false),
            RequirementRecord(
                area: "privilege", name: "root", state: "fine", found: "user 0", neededFor: "the engine",
                isRequired: true),
        ]
        return run
    }
}
