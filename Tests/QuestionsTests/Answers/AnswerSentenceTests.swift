import Foundation
import Model
import Store
import Testing

@testable import Publishing
@testable import Questions
@testable import SyntheticRuns

/// What the page of answers says of planted runs.
struct AnswerSentenceTests {
    private func answer(_ question: any Question, in database: ResultsDatabase) async throws -> QuestionAnswer {
        try #require(try await Answers.analyse(database).entry(question))
    }

    /// With BuildKit a policy that holds the mark at a cost that is not decided, with the classic builder one that costs nothing.
    private func policies() throws -> ResultsDatabase {
        var run = SyntheticPolicyRun(count: 60)
        for builder in ["buildkit", "legacy"] {
            run.plant(.nothing(builder))
            run.plant(
                .init(
                    policy: "dangling", builder: builder, disk: { _ in 800 }, rebuild: { $0 % 3 == 0 ? 4 : 0 },
                    isRefused: { $0 == 12 }))
        }
        run.plant(.least(rebuilds: 10, builder: "buildkit"))
        run.plant(.least(rebuilds: 1000, builder: "legacy"))
        return try run.database()
    }

    @Test func storageIsJudgedForEachBuilderWhereTheyDiffer() async throws {
        let storage = try await answer(StorageQuestion(), in: try policies())
        #expect(storage.record?.verdict == .yes)
        let verdict = AnswerLine(storage).label
        #expect(verdict.contains("**yes** with the classic builder, **"))
        #expect(verdict.hasSuffix("with BuildKit"))
        let sentence = AnswerLine(storage).sentence
        #expect(
            sentence.contains(
                "a disk of 1.00 kB sufficed for 60 builds with the classic builder. At most 850 B (the mark) may stay after a build. The policy was `lru` (removes images"
            ))
        #expect(
            sentence.contains(
                "No step had to be made again in 60 pairs of builds. So few pairs cannot exclude a loss of up to 3.90 points"
            ))
        #expect(AnswerLine(storage).certainty.contains("95 % bound, none differed"))
        #expect(sentence.contains("would have been full after 10 builds"))
        #expect(
            sentence.contains("With BuildKit `lru` (see the next answer) kept the disk below the mark too. It took "))
    }

    @Test func thePolicyIsNamedForEachBuilderWithWhatItIsTheOnlyOneOf() async throws {
        let garbage = try await answer(GarbageQuestion(), in: try policies())
        let sentence = AnswerLine(garbage).sentence
        let classic = try #require(sentence.range(of: "With the classic builder `lru`"))
        let buildKit = try #require(sentence.range(of: "With BuildKit `lru`"))
        #expect(classic.lowerBound < buildKit.lowerBound)
        let only = "It is the only one of 2 policies that kept the disk below its mark."
        #expect(sentence.components(separatedBy: only).count == 3)
        #expect(AnswerLine(garbage).figure.hasPrefix("delay of a build with the classic builder: 0.000 s"))
    }

    @Test func warningsOnOtherPoliciesAreToldFromThoseOnWhatDecides() async throws {
        let garbage = try await answer(GarbageQuestion(), in: try policies())
        #expect(garbage.warnings.count == 2)
        #expect(AnswerLine(garbage).certainty.hasSuffix("[2 warnings](#warnings), none on this figure"))
    }

    @Test func whatWasLeftStandsBesideWhatItWasLeftAfter() async throws {
        var run = SyntheticCleanupRun()
        run.plant("none", count: 6)
        let left = ["container", "image"].map { LeakRecord(kind: $0, object: "of a job", bytes: 10) }
        run.plant("engine-kill", .engineLost, count: 6, leaving: left)
        let answer = try await answer(CleanupQuestion(), in: try run.database())
        #expect(AnswerLine(answer).sentence == "12 things were left after 6 of 12 jobs; none may be.")
        let words = try #require(answer.page?.key?.words)
        #expect(words.contains("0 after the 6 jobs that nothing happened to, 12 after the 6 that were disturbed on"))
        #expect(words.contains("After an engine killed in mid-build: 12. By kind: containers 6, image names 6."))
    }

    @Test func failedCleanupsAreCounted() async throws {
        var run = SyntheticCleanupRun()
        run.plant("none", count: 6)
        let stuck = Failure(phase: .cleanup, message: "the container is stuck")
        run.plant("engine-kill", .engineLost, count: 2, cleanupFailure: stuck)
        let answer = try await answer(CleanupQuestion(), in: try run.database())
        let findings = try #require(answer.found?.evidence as? CleanupEvidence)
        #expect(findings.failedCleanups == 2)
        #expect(answer.page?.key?.words.contains("The cleanup of 2 jobs failed.") == true)
    }

    @Test func easyAndOtherPackageManagersAreToldApart() async throws {
        var run = SyntheticDependencyRun()
        run.plant("pip", "manifest-layer", cold: 20, manifest: 18, source: 1)
        let none = AnswerLine(try await answer(CacheableDependenciesQuestion(), in: try run.database())).sentence
        #expect(none.hasPrefix("None of 1 package manager (pip) is cached easily. After a change of a source file all"))
        run.plant("npm", "cache-mount", cold: 20, manifest: 4, source: 1)
        let one = AnswerLine(try await answer(CacheableDependenciesQuestion(), in: try run.database())).sentence
        #expect(one.contains("cached easily: npm; not easily: pip."))
        #expect(one.contains("costs 0.202 × (npm) to 0.909 × (pip) of an uncached build's time"))
    }

    @Test func baseImagesStandBesideWholeBuildsAndTheirPrice() async throws {
        var run = SyntheticBaseRun()
        run.plant("scap", provided: 5, deferred: 15, cold: 7)
        run.plant("malu", provided: 18, deferred: 20, cold: 7)
        let sentence = AnswerLine(try await answer(BaseImagesQuestion(), in: try run.database())).sentence
        #expect(sentence.contains("for 2 of 2 repositories"))
        #expect(
            sentence.contains(
                "scap: 10.0 s faster (alone 15.0 s with BuildKit, 15.0 s with the classic builder)"))
        #expect(sentence.contains("They take 100 B less."))
        #expect(sentence.contains("every repository builds from scratch once (23.0 s for 2)."))
    }

    @Test func probesOfTheHardenedContainerStandBesideTheUsual() async throws {
        var run = SyntheticIsolationRun()
        for (hardening, passed) in [("default", false), ("hardened", true)] {
            run.probe(
                SyntheticIsolationRun.configuration("runc", hardening),
                [("bpf", .job, passed, "seen"), ("devices", .job, true, "seen")])
        }
        let sentence = AnswerLine(try await answer(IsolationQuestion(), in: try run.database())).sentence
        #expect(sentence == "Of 2 probes from inside a job's default container, 1 probe saw more; hardened: 0.")
    }
}
