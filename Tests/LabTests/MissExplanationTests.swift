import Engine
import Model
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
        _ instructions: [String] = dockerfile, base: String? = "sha256:1", content: [String: String?] = [:],
        arguments: [String: String] = [:], builder: BuilderKind = .legacy
    ) async -> BuildInputs {
        await BuildInputs(
            DockerfileOutline(Dockerfile(instructions.joined(separator: "\n"))), builder: builder,
            in: .init(
                arguments: arguments, image: { name in base.map { "\(name)@\($0)" } },
                content: { content[$0.joined()] ?? "same" }))
    }

    private func reasons(
        _ steps: [StepRecord], _ inputs: BuildInputs, after previous: BuildInputs?, known: Set<String> = [],
        gone: Set<String> = [], cold: Bool = false
    ) -> [MissReason?] {
        let lines = Dictionary(uniqueKeysWithValues: steps.map { ($0.ordinal, $0.ordinal + 1) })
        return MissExplanation(
            inputs: inputs, lines: lines, previous: previous, known: known, gone: gone, cold: cold
        ).explain(steps).filter(\.cacheable).map(\.missReason)
    }

    private func keys(_ inputs: BuildInputs) -> Set<String> { Set(inputs.stages.flatMap(\.steps).map(\.key)) }

    @Test func theFirstBuildIsCold() async {
        let all = steps(missesFrom: 0)
        let found = reasons(all, await inputs(), after: nil)
        #expect(found == [.cold, .parentMissed, .parentMissed, .parentMissed, .parentMissed])
    }

    @Test func aBuildToldNotToUseTheCacheIsColdThroughout() async {
        let all = steps(missesFrom: 0)
        let same = await inputs()
        #expect(reasons(all, same, after: same, known: keys(same), cold: true) == Array(repeating: .cold, count: 5))
    }

    @Test func contentThatChangedIsNamedAndWhatFollowsMissedWithIt() async {
        let before = await inputs(content: ["manifest": "a", ".": "1"])
        let after = steps(missesFrom: 5)
        let found = reasons(
            after, await inputs(content: ["manifest": "a", ".": "2"]), after: before, known: keys(before))
        #expect(found == [nil, nil, nil, .contentChanged, .parentMissed])
    }

    @Test func anotherBaseComesBeforeAllElse() async {
        let before = await inputs(content: [".": "1"])
        let all = steps(missesFrom: 0)
        let found = reasons(
            all, await inputs(base: "sha256:2", content: [".": "2"]), after: before, known: keys(before))
        #expect(found.first == .baseChanged)
        #expect(found.dropFirst().allSatisfy { $0 == .parentMissed })
    }

    @Test func anInstructionThatReadsDifferentlyIsNamed() async {
        let before = await inputs()
        var changed = Self.dockerfile
        changed[3] = "RUN install --all"
        let after = steps(changed, missesFrom: 3)
        #expect(
            reasons(after, await inputs(changed), after: before, known: keys(before)) == [
                nil, nil, .instructionChanged, .parentMissed, .parentMissed,
            ])
    }

    @Test func anArgumentCountsOnlyBehindItsDeclaration() async {
        let before = await inputs(arguments: ["LEVEL": "1"])
        let after = steps(missesFrom: 6)
        #expect(
            reasons(after, await inputs(arguments: ["LEVEL": "2"]), after: before, known: keys(before)) == [
                nil, nil, nil, nil, .argumentChanged,
            ])
        let undeclared = await inputs(arguments: ["LEVEL": "1", "OTHER": "2"])
        #expect(keys(undeclared) == keys(before))
    }

    @Test func whatWasMadeBeforeAndIsGoneWasEvicted() async {
        let first = await inputs(content: [".": "1"])
        let second = await inputs(content: [".": "2"])
        // Back to the first revision: its content differs from the build before, but it was made once.
        let back = steps(missesFrom: 5)
        #expect(
            reasons(back, first, after: second, known: keys(first).union(keys(second)), gone: keys(first))
                == [nil, nil, nil, .evicted, .parentMissed])
        // Whether the result is gone was not seen: that it is gone is not said.
        #expect(
            reasons(back, first, after: second, known: keys(first).union(keys(second)))
                == [nil, nil, nil, .unknown, .parentMissed])
    }

    @Test func aStepThatFailedBeforeIsColdNotEvicted() async {
        let before = await inputs()
        let all = steps(missesFrom: 6)
        let lastKey = before.stages[0].steps.last?.key ?? ""
        #expect(
            reasons(all, await inputs(), after: before, known: keys(before).subtracting([lastKey])).last == .cold)
    }

    @Test func aStageStandsOnTheStagesThatItUses() async {
        let text = [
            "ARG BASE=base", "FROM ${BASE} AS build", "COPY source .", "RUN make", "FROM scratch", "WORKDIR /out",
            "COPY --from=build /made .",
        ]
        let before = await inputs(text, content: ["source": "1"])
        #expect(before.stages.count == 2)
        #expect(before.stages[0].base == .image("base@sha256:1"))
        var after = steps(text, missesFrom: 99)
        for ordinal in [2, 3, 6] { after[ordinal].cached = false }
        #expect(
            reasons(after, await inputs(text, content: ["source": "2"]), after: before, known: keys(before)) == [
                .contentChanged, .parentMissed, nil, .parentMissed,
            ])
    }

    /// What the builder could not be asked for is nowhere taken for a value: neither now nor in the build after.
    @Test func aBaseThatIsNotKnownExplainsNothing() async {
        let known = await inputs()
        let unknown = await inputs(base: nil)
        let all = steps(missesFrom: 0)
        #expect(reasons(all, unknown, after: known).first == .unknown)
        #expect(reasons(all, known, after: unknown).first == .unknown)
        #expect(reasons(all, unknown, after: unknown, known: keys(unknown), gone: keys(unknown)).first == .unknown)
        #expect(unknown.stages[0].steps.map(\.isTold) == Array(repeating: false, count: 6))
        // Something else that differs is found all the same.
        let other = await inputs(base: nil, content: [".": "2"])
        let after = steps(missesFrom: 5)
        #expect(reasons(after, other, after: unknown) == [nil, nil, nil, .contentChanged, .parentMissed])
    }

    @Test func contentThatIsNotKnownIsUnknown() async {
        let before = await inputs(content: [".": "1"])
        let after = steps(missesFrom: 5)
        #expect(
            reasons(after, await inputs(content: [".": nil as String?]), after: before) == [
                nil, nil, nil, .unknown, .parentMissed,
            ])
        let text = ["FROM base", "ADD https://example.org/x /x"]
        let same = await inputs(text)
        #expect(
            reasons(steps(text, missesFrom: 0), same, after: same, known: keys(same), gone: keys(same)) == [.unknown])
    }

    @Test func aStepWithoutALineIsUnknown() async {
        let same = await inputs()
        let found = MissExplanation(
            inputs: same, lines: [:], previous: same, known: keys(same), gone: [], cold: false
        ).explain(steps(missesFrom: 0))
        #expect(found.filter(\.cacheable).allSatisfy { $0.missReason == .unknown })
    }

    @Test(arguments: [
        "RUN --mount=type=bind,source=reqs.in,target=/r cat /r", "RUN --mount=src=./reqs.in,dst=/r cat /r",
        "RUN --network=none --mount=type=tmpfs,target=/t --mount='\"source=/reqs.in\",target=/r' cat /r",
    ])
    func aFileThatIsMountedIsContent(_ instruction: String) async {
        let text = ["FROM base", instruction]
        let path = ["reqs.in", "./reqs.in", "/reqs.in"]
        func read(_ digest: String) async -> BuildInputs {
            await inputs(text, content: Dictionary(uniqueKeysWithValues: path.map { ($0, digest) }), builder: .buildkit)
        }
        let before = await read("1")
        #expect(
            reasons(steps(text, missesFrom: 0), await read("2"), after: before, known: keys(before)) == [
                .contentChanged
            ])
    }

    @Test(arguments: ["--mount=from=build,target=/b", "--mount=type=cache,from=build,target=/c"])
    func aStageThatIsMountedIsStoodOn(_ mount: String) async {
        let text = ["FROM base AS build", "COPY reqs.in .", "FROM base", "RUN \(mount) make"]
        let before = await inputs(text, content: ["reqs.in": "1"], builder: .buildkit)
        let found = reasons(
            steps(text, missesFrom: 0), await inputs(text, content: ["reqs.in": "2"], builder: .buildkit),
            after: before, known: keys(before))
        #expect(found == [.contentChanged, .parentMissed])
        // Another image in the place of the stage is other content.
        let image = ["FROM base", "RUN --mount=from=tools,target=/t make"]
        let old = await inputs(image, base: "sha256:1")
        let new = await inputs(image, base: "sha256:2")
        #expect(BuildDifference(from: old, to: new).find(upTo: 0, in: 0) == .baseChanged)
    }

    /// BuildKit lists what two stages share once, and under the name of either.
    @Test func stagesThatBeginAlikeAreToldApart() async {
        let text = [
            "FROM base AS one", "COPY shared .", "FROM base AS two", "COPY shared .", "RUN more", "FROM base",
            "COPY --from=one /a /a", "COPY --from=two /b /b",
        ]
        func read(_ digest: String) async -> BuildInputs {
            await inputs(text, content: ["shared": digest], builder: .buildkit)
        }
        let before = await read("1")
        // Stage one is not listed at all.
        let listed = steps(text, missesFrom: 0).filter { ![0, 1].contains($0.ordinal) }
        let found = reasons(listed, await read("2"), after: before, known: keys(before))
        #expect(found == [.contentChanged, .parentMissed, .parentMissed, .parentMissed])
        #expect(before.stages[0].steps[0].key == before.stages[1].steps[0].key)
        #expect(before.stages[2].steps[0].sources == [.stage(0)] && before.stages[2].steps[1].sources == [.stage(1)])
    }

    @Test func buildKitLooksPastTheConfiguration() async {
        var changed = Self.dockerfile
        changed.insert("LABEL a=b", at: 1)
        for (builder, wanted) in [(BuilderKind.legacy, MissReason.instructionChanged), (.buildkit, .contentChanged)] {
            let before = await inputs(content: [".": "1"], builder: builder)
            let after = await inputs(changed, content: [".": "2"], builder: builder)
            let found = reasons(steps(changed, missesFrom: 6), after, after: before, known: keys(before))
            #expect(found.compactMap { $0 }.first == wanted)
        }
    }
}
