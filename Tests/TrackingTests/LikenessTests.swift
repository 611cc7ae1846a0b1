import Foundation
import Model
import Store
import Testing

@testable import SyntheticRuns
@testable import Tracking

/// What makes runs unlike, and what does not.
struct LikenessTests {
    private func likeness(
        countsOnly: Bool = false, _ change: (inout RunRecord) -> Void
    ) throws -> Likeness {
        Likeness(try Planted.summary(), try Planted.summary(change: change), countsOnly: countsOnly)
    }

    @Test func twoRunsOfOneScenarioOnOneHostAreLike() throws {
        let same = try likeness { _ in }
        #expect(same.isLike && same.cautions.isEmpty)
    }

    @Test func anotherScenarioEngineOrHostIsNamed() throws {
        #expect(
            try likeness { $0.scenarios[0].hash = "beef" }.differences
                == [.init(area: "scenario", name: "overhead", base: "cafe", candidate: "beef")])
        #expect(
            try likeness { $0.fingerprint.engine["version"] = "26.1" }.differences
                == [.init(area: "engine", name: "version", base: "20.10.24", candidate: "26.1")])
        #expect(
            try likeness { $0.fingerprint.host["cores"] = nil }.differences
                == [.init(area: "host", name: "cores", base: "2", candidate: nil)])
        #expect(
            try likeness { $0.scenarios[0].name = "cache" }.differences
                == [.init(area: "scenario", name: "names", base: "overhead", candidate: "cache")])
    }

    @Test func countsDoNotDependOnTheHost() throws {
        let other = try likeness(countsOnly: true) {
            $0.fingerprint.host["cores"] = "64"
            $0.fingerprint.engine["kernel"] = "6.9"
        }
        #expect(other.isLike && other.cautions == ["the hosts differ (cores, kernel); counts do not depend on them"])
        #expect(try !likeness(countsOnly: true) { $0.fingerprint.engine["version"] = "26.1" }.isLike)
    }

    @Test func aRunThatFoundAFilledCacheIsNotLikeOneThatFilledIt() throws {
        let cold = try Planted.summary()
        var filled = cold
        filled.inheritedHits = 3
        #expect(
            Likeness(cold, filled).differences
                == [.init(area: "engine", name: "cache", base: "cold", candidate: "filled by an earlier run")])
        // Counts depend on it too.
        #expect(!Likeness(cold, filled).differsByHostOnly)
        #expect(!Likeness(filled, cold, countsOnly: true).isLike)
        let both = Likeness(filled, filled)
        #expect(both.isLike && both.cautions.count == 2)
    }

    @Test func aLittleMemoryMoreOrLessIsTheSameMachine() throws {
        func compare(_ first: String, _ second: String) throws -> Bool {
            let base = try Planted.summary { $0.fingerprint.host["memory_bytes"] = first }
            return Likeness(base, try Planted.summary { $0.fingerprint.host["memory_bytes"] = second }).isLike
        }
        #expect(try compare("8000000000", "8000300000"))
        #expect(try !compare("8000000000", "16000000000"))
    }

    @Test func whatShouldBeKnownIsSaid() throws {
        let seeds = try likeness {
            $0.seed = 8
            $0.toolVersion = "0.2.0"
        }
        #expect(seeds.isLike && seeds.cautions.count == 2 && seeds.cautions[0].contains("seeds differ (7, 8)"))
        let broken = Likeness(try Planted.summary(), try Planted.summary(endReason: nil))
        #expect(broken.isLike && broken.cautions.first?.contains("candidate did not finish") == true)
    }
}
