import Model
import Testing

@testable import Fixtures

@Suite("Drawn traces")
struct TraceTests {
    private let population: [ChangeClass: Int] = [.source: 278, .dependency: 9, .dockerfile: 3]

    @Test(
        "classes stand in the population's proportions, with a minimum of each",
        arguments: [
            (290, 0, 278, 9, 3), (29, 0, 28, 1, 0), (29, 1, 27, 1, 1), (29, 3, 23, 3, 3), (10, 0, 10, 0, 0),
            (10, 2, 6, 2, 2), (3, 5, 1, 1, 1), (2, 5, 2, 0, 0), (0, 3, 0, 0, 0), (580, 3, 556, 18, 6),
        ])
    func proportions(length: Int, minimum: Int, source: Int, dependency: Int, dockerfile: Int) {
        let counts = Apportionment.counts(of: population, length: length, minimum: minimum)
        #expect(counts == [.source: source, .dependency: dependency, .dockerfile: dockerfile])
    }

    @Test("a class that the population lacks is never drawn")
    func absent() {
        #expect(Apportionment.counts(of: [.source: 5, .none: 0], length: 4, minimum: 2) == [.source: 4])
        #expect(Apportionment.counts(of: [:], length: 4, minimum: 2) == [:])
    }

    @Test("the same seed draws the same trace, another seed another order of the same classes")
    func determinism() async throws {
        try await Scratch.with { scratch in
            let fixture = try BundledFixture(scratch).open()
            let first = try fixture.trace(length: 40, seed: 7, minimumPerClass: 3)
            #expect(try BundledFixture(scratch).open().trace(length: 40, seed: 7, minimumPerClass: 3) == first)
            let other = try fixture.trace(length: 40, seed: 8, minimumPerClass: 3)
            #expect(other.changes.map(\.changeClass) != first.changes.map(\.changeClass))
            #expect(
                other.changes.map(\.changeClass.rawValue).sorted() == first.changes.map(\.changeClass.rawValue).sorted()
            )
            #expect(other.changes[1].revision != first.changes[1].revision)
            #expect(first.population == population)
            #expect(first.changes.map(\.index) == Array(0...40))
            #expect(first.changes[0].changeClass == .none)
            #expect(first.changes[17].revision.hasSuffix("+17"))
        }
    }

    @Test("a fixture's files are part of its revisions' names")
    func identity() async throws {
        try await Scratch.with { scratch in
            let before = try BundledFixture(scratch).open().trace(length: 1, seed: 1, minimumPerClass: 0)
            try scratch.write("tree/src/a.py", "other\n")
            let after = try Fixture.bundled(name: "test", description: scratch.path("test.yaml").string)
                .trace(length: 1, seed: 1, minimumPerClass: 0)
            #expect(before.changes[0].revision != after.changes[0].revision)
        }
    }

    @Test("a fixture without changes repeats its only state")
    func noop() async throws {
        try await Scratch.with { scratch in
            try scratch.write("noop/Dockerfile", "FROM base\n")
            try scratch.write("noop.yaml", "description: the floor\ndirectory: noop\ndockerfile: Dockerfile\n")
            let fixture = try Fixture.bundled(name: "noop", description: scratch.path("noop.yaml").string)
            let trace = try fixture.trace(length: 3, seed: 1, minimumPerClass: 3)
            #expect(trace.changes.map(\.changeClass) == [.none, .none, .none, .none])
            #expect(trace.population.isEmpty)
            try await fixture.withWorkingTree(in: scratch.path("work"), trace: trace, seed: 1) { tree in
                try await tree.advance(to: trace.changes[3])
                #expect(try BundledFixture.snapshot(tree.root).keys.sorted() == ["Dockerfile"])
            }
        }
    }
}
