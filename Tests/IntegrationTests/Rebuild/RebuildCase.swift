import Engine
import Fixtures
import Model
import SystemPackage

@testable import Lab

/// One random Dockerfile: built, changed, built with the cache and without it, and compared.
struct RebuildCase: Sendable {
    /// What came of it.
    struct Outcome: Sendable {
        var complaints: [String] = []
        var hits = 0
        var misses = 0
        /// Whether the changed Dockerfile can be built at all.
        var isBuilt = false
    }

    /// One build, and what it was made from.
    private struct Build {
        var result: BuildResult
        var steps: [StepRecord]
        var inputs: BuildInputs
    }

    let seed: UInt64
    let change: RandomChange
    let builder: BuilderKind
    let client: EngineClient

    /// The tags of the case's images: before, with the cache, without it.
    var tags: [String] { ["before", "warm", "cold"].map { "rebuild-\(builder.rawValue)-\(seed):\($0)" } }

    /// Whether it gives a link that leads to nothing another target. This test found that the legacy builder (Docker 20.10)
    /// takes such a link for unchanged.
    var changesLinkToNothing: Bool {
        let before = RandomBuild(seed: seed)
        var after = before
        guard change == .linkTarget, change.apply(to: &after) != nil else { return false }
        return before.tree.links.contains {
            before.tree.nodes[$0] != after.tree.nodes[$0] && !before.tree.leadsSomewhere($0)
        }
    }

    /// Carries it out; nil where the Dockerfile has nothing to change so.
    func outcome() async throws -> (outcome: Outcome, story: String)? {
        var random = RandomBuild(seed: seed)
        let before = random
        guard let done = change.apply(to: &random) else { return nil }
        let story = """
            seed \(seed), \(builder), \(change.rawValue): \(done)
            .dockerignore: \(random.tree.ignored)
            before:
            \(before.dockerfile)after:
            \(random.dockerfile)
            """
        return try await Scratch.with { scratch in
            let old = try await build(before, in: scratch, tag: tags[0])
            let warm = try await build(random, in: scratch, tag: tags[1])
            let cold = try await build(random, in: scratch, tag: tags[2], noCache: true)
            var outcome = try await compare(warm, cold)
            if old.result.error == nil, warm.result.error == nil { outcome.complaints += reading(warm, after: old) }
            let steps = warm.steps.map { "\($0.cacheable ? $0.cached ? "hit " : "miss" : "-   ") \($0.instruction)" }
            return (outcome, story + "steps:\n" + steps.joined(separator: "\n"))
        }
    }

    func clear() async throws {
        for tag in tags {
            do { try await client.removeImage(tag, force: true) } catch let error as EngineError
                where error.code == .notFound
            {}
        }
    }

    private func build(
        _ build: RandomBuild, in scratch: Scratch, tag: String, noCache: Bool = false
    ) async throws -> Build {
        try build.tree.write(to: scratch.plain("tree"), dockerfile: build.dockerfile)
        let context = try BuildContext.scan(
            root: FilePath(scratch.plain("tree")), dockerfile: "Dockerfile",
            convention: builder == .buildkit ? .buildkit : .legacy)
        let result = try await client.build(
            BuildRequest(
                builder: builder, dockerfileText: build.dockerfile, tags: [tag], arguments: build.arguments,
                noCache: noCache), context: context.archive)
        let steps = result.steps.map {
            StepRecord(
                ordinal: $0.ordinal, instruction: $0.instruction, cacheable: $0.cacheable, cached: $0.cached,
                error: $0.error)
        }
        let inputs = await BuildInputs(
            DockerfileOutline(Dockerfile(build.dockerfile)), builder: builder,
            in: BuildInputs.Surroundings(
                arguments: build.arguments, image: { [client] in try? await client.image($0).id },
                content: { paths in
                    var digests = ContentDigests()
                    return try? digests.digest(of: context.selection(of: paths), in: context)
                }))
        return Build(result: result, steps: steps, inputs: inputs)
    }

    /// The files must be the same, whether the cache was used or not; and what may not use it must not.
    private func compare(_ warm: Build, _ cold: Build) async throws -> Outcome {
        let cacheable = warm.steps.filter(\.cacheable)
        var outcome = Outcome(hits: cacheable.filter(\.cached).count, isBuilt: warm.result.error == nil)
        outcome.misses = cacheable.count - outcome.hits
        guard warm.result.error == nil, cold.result.error == nil else {
            if (warm.result.error == nil) != (cold.result.error == nil) {
                outcome.complaints.append("one fails: \(warm.result.error ?? "-") | \(cold.result.error ?? "-")")
            }
            return outcome
        }
        // Not of a build that failed: of one whose COPY finds nothing, BuildKit says that what stands before is cached.
        let kept = cold.steps.filter(\.cached).map(\.instruction)
        if !kept.isEmpty { outcome.complaints.append("from the cache although told not to: \(kept)") }
        let trees = (try await ImageTree.read(tags[1], from: client), try await ImageTree.read(tags[2], from: client))
        outcome.complaints += trees.0.differences(from: trees.1).map { "warm | cold: \($0)" }
        return outcome
    }

    /// What is wrong with the reading of the second build's hits and misses.
    private func reading(_ warm: Build, after old: Build) -> [String] {
        var complaints: [String] = []
        let known = Set(old.inputs.stages.flatMap(\.steps).map(\.key))
        let lines = Dictionary(uniqueKeysWithValues: warm.result.steps.map { ($0.ordinal, $0.line ?? 0) })
        // Nothing is removed between the builds, so nothing is gone: what was made before and misses would read unknown, which no
        // change has among its reasons.
        let explained = MissExplanation(
            inputs: warm.inputs, lines: lines, previous: old.inputs, known: known, gone: [], cold: false
        ).explain(warm.steps)
        for step in explained where step.cacheable {
            if step.cached {
                complaints += hit(step, lines[step.ordinal] ?? 0, warm.inputs, old.inputs)
            } else if let reason = step.missReason {
                if reason != .parentMissed, !change.reasons.contains(reason) {
                    complaints.append("missed, as it says, for \(reason.rawValue): \(step.instruction)")
                }
            } else {
                complaints.append("missed for no reason: \(step.instruction)")
            }
        }
        if explained.count(where: { $0.missReason == .parentMissed }) > 0,
            !explained.contains(where: { $0.missReason.map { $0 != .parentMissed } ?? false })
        {
            complaints.append("all misses are their parents' fault")
        }
        return complaints
    }

    /// A hit must have been made from the same words and content before.
    private func hit(_ step: StepRecord, _ line: Int, _ inputs: BuildInputs, _ before: BuildInputs) -> [String] {
        guard let (stage, index) = inputs.step(line: line) else {
            return ["not among the inputs: \(step.instruction)"]
        }
        let own = inputs.stages[stage].steps[index]
        let others =
            before.stages.flatMap(\.steps)
            + inputs.stages[...stage].flatMap(\.steps).filter {
                $0.line < line
            }
        let isRun = step.instruction.hasPrefix("RUN")
        let isKnown = others.contains { other in
            // Not the whole way to the step: the classic builder too compares what is copied, from another stage as well, and looks at
            // an argument only where a command sees it.
            return other.instruction == own.instruction && Self.content(other) == Self.content(own)
                && (!isRun || other.arguments == own.arguments)
        }
        return isKnown ? [] : ["a hit, although never made from these inputs: \(step.instruction)"]
    }

    /// What a step takes from the context.
    private static func content(_ step: BuildInputs.Step) -> [BuildInputs.Source] {
        step.sources.filter { if case .content = $0 { true } else { false } }
    }
}
