import Records
import Testing

@testable import Lab

/// Reasons of misses over builds whose inputs are planted.
@Suite struct MissExplanationTests {
    private static let dockerfile = [
        "FROM base", "WORKDIR /src", "COPY manifest ./", "RUN install", "ARG LEVEL=1", "COPY . .", "RUN build",
    ]

    /// A build of these instructions, of which all from the `misses`th on missed.
    private func steps(_ instructions: [String] = dockerfile, missesFrom first: Int) -> [StepRecord] {
        instructions.enumerated().map { ordinal, instruction in
            let word = instruction.prefix { $0 != " " }
            let cacheable = ["RUN", "COPY", "ADD", "WORKDIR"].contains(String(word))
            return StepRecord(
                ordinal: ordinal, instruction: instruction, cacheable: cacheable, cached: cacheable && ordinal < first)
        }
    }

    private func inputs(
        _ steps: [StepRecord], base: String = "sha256:1", content: [String: String] = [:],
        arguments: [String: String] = [:]
    ) async -> BuildInputs {
        await BuildInputs(
            steps: steps,
            sources: .init(
                arguments: arguments, image: { "\($0)@\(base)" }, content: { content[$0.joined()] ?? "same" }))
    }

    private func reasons(
        _ steps: [StepRecord], _ inputs: BuildInputs, after previous: BuildInputs?, known: Set<String> = [],
        cold: Bool = false
    ) -> [MissReason?] {
        MissExplanation(inputs: inputs, previous: previous, known: known, cold: cold).explain(steps)
            .filter(\.cacheable).map(\.missReason)
    }

    private func keys(_ inputs: BuildInputs) -> Set<String> { Set(inputs.stages.flatMap(\.steps).map(\.key)) }

    @Test func theFirstBuildIsCold() async {
        let all = steps(missesFrom: 0)
        let found = reasons(all, await inputs(all), after: nil)
        #expect(found == [.cold, .parentMissed, .parentMissed, .parentMissed, .parentMissed])
    }

    @Test func aBuildToldNotToUseTheCacheIsColdThroughout() async {
        let all = steps(missesFrom: 0)
        let same = await inputs(all)
        #expect(reasons(all, same, after: same, known: keys(same), cold: true) == Array(repeating: .cold, count: 5))
    }

    @Test func contentThatChangedIsNamedAndWhatFollowsMissedWithIt() async {
        let before = await inputs(steps(missesFrom: 99), content: ["manifest": "a", ".": "1"])
        let after = steps(missesFrom: 5)
        let found = reasons(
            after, await inputs(after, content: ["manifest": "a", ".": "2"]), after: before, known: keys(before))
        #expect(found == [nil, nil, nil, .contentChanged, .parentMissed])
    }

    @Test func anotherBaseComesBeforeAllElse() async {
        let before = await inputs(steps(missesFrom: 99), content: [".": "1"])
        let all = steps(missesFrom: 0)
        let found = reasons(
            all, await inputs(all, base: "sha256:2", content: [".": "2"]), after: before, known: keys(before))
        #expect(found.first == .baseChanged)
        #expect(found.dropFirst().allSatisfy { $0 == .parentMissed })
    }

    @Test func anInstructionThatReadsDifferentlyIsNamed() async {
        let before = await inputs(steps(missesFrom: 99))
        var changed = Self.dockerfile
        changed[3] = "RUN install --all"
        let after = steps(changed, missesFrom: 3)
        #expect(
            reasons(after, await inputs(after), after: before, known: keys(before)) == [
                nil, nil, .instructionChanged, .parentMissed, .parentMissed,
            ])
    }

    @Test func anArgumentCountsOnlyBehindItsDeclaration() async {
        let before = await inputs(steps(missesFrom: 99), arguments: ["LEVEL": "1"])
        let after = steps(missesFrom: 6)
        #expect(
            reasons(after, await inputs(after, arguments: ["LEVEL": "2"]), after: before, known: keys(before)) == [
                nil, nil, nil, nil, .argumentChanged,
            ])
        let same = steps(missesFrom: 99)
        let undeclared = await inputs(same, arguments: ["LEVEL": "1", "OTHER": "2"])
        #expect(keys(undeclared) == keys(before))
    }

    @Test func whatWasMadeBeforeAndIsGoneWasEvicted() async {
        let first = await inputs(steps(missesFrom: 99), content: [".": "1"])
        let second = await inputs(steps(missesFrom: 99), content: [".": "2"])
        // Back to the first revision: its content differs from the build before, but it was made once.
        let back = steps(missesFrom: 5)
        #expect(
            reasons(back, first, after: second, known: keys(first).union(keys(second)))
                == [nil, nil, nil, .evicted, .parentMissed])
    }

    @Test func aStepThatFailedBeforeIsColdNotEvicted() async {
        let before = await inputs(steps(missesFrom: 99))
        let all = steps(missesFrom: 6)
        let lastKey = before.stages[0].steps.last?.key ?? ""
        #expect(
            reasons(all, await inputs(all), after: before, known: keys(before).subtracting([lastKey])).last == .cold)
    }

    @Test func aStageStandsOnTheStagesThatItUses() async {
        let text = [
            "ARG BASE=base", "FROM ${BASE} AS build", "COPY source .", "RUN make", "FROM scratch", "WORKDIR /out",
            "COPY --from=build /made .",
        ]
        let before = await inputs(steps(text, missesFrom: 99), content: ["source": "1"])
        #expect(before.stages.count == 2)
        #expect(before.stages[0].base == .image("base@sha256:1"))
        var after = steps(text, missesFrom: 99)
        for ordinal in [2, 3, 6] { after[ordinal].cached = false }
        #expect(
            reasons(after, await inputs(after, content: ["source": "2"]), after: before, known: keys(before)) == [
                .contentChanged, .parentMissed, nil, .parentMissed,
            ])
    }

    @Test(
        arguments: [
            ("COPY . .", ["."], nil), ("COPY --chown=1:1 a b/ c/", ["a", "b/"], nil),
            ("COPY [\"a file\", \"to\"]", ["a file"], nil), ("ADD https://example.org/x.tar /x", [], nil),
            ("COPY --from=build /made .", ["/made"], "build"),
        ] as [(String, [String], String?)])
    func copiesAreRead(_ instruction: String, _ paths: [String], _ from: String?) {
        let read = CopySources(instruction)
        #expect(read?.paths == paths)
        #expect(read?.from == from)
    }

    @Test func whatCannotBeToldIsNotGuessed() {
        #expect(CopySources("COPY $DIRECTORY .")?.paths == nil)
        #expect(CopySources("COPY <<END /file")?.paths == nil)
        #expect(CopySources("RUN true") == nil)
    }
}
