import Foundation

/// Puts BuildKit's vertices in the order of the Dockerfile and, where its text is known, names them by it.
///
/// BuildKit reports vertices as in its graph: variables are filled in, and two stages can share one vertex. It reports
/// nothing for instructions that only change the image's configuration, or for stages that the target does not need.
/// With the text, steps carry the Dockerfile's own words, and configuration instructions are listed between them, as
/// the legacy builder lists them. What BuildKit did not do is not listed.
struct BuildKitSteps {
    struct Item {
        var name: VertexName
        var step: BuildStep
        var start: EngineInstant?
    }

    private let stages: [String: [Item]]
    private let order: [String]

    init(_ items: [Item]) {
        stages = Dictionary(grouping: items, by: \.name.stage).mapValues { items in
            items.enumerated().sorted { ($0.element.name.number, $0.offset) < ($1.element.name.number, $1.offset) }
                .map(\.element)
        }
        let starts = stages.mapValues { $0.compactMap(\.start).min() ?? EngineInstant(secondsSinceEpoch: .max) }
        order = starts.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map(\.key)
    }

    /// The steps that began. Without a matching Dockerfile, they are named as BuildKit names them.
    func list(_ outline: DockerfileOutline?) -> [BuildStep] {
        let steps = outline.flatMap(aligned) ?? order.flatMap { stages[$0] ?? [] }.filter(\.began).map(\.step)
        return steps.enumerated().map { ordinal, step in
            var step = step
            step.ordinal = ordinal
            return step
        }
    }

    private func aligned(_ outline: DockerfileOutline) -> [BuildStep]? {
        var steps = outline.preamble.map(BuildStep.init(unreported:))
        var taken = 0
        for (index, stage) in outline.stages.enumerated() {
            let items = items(of: stage, index, of: outline)
            taken += items.count { !$0.isFrom }
            guard items.contains(where: \.began) else { continue }
            let startsFromImage =
                stage.base != "scratch" && !outline.stages[..<index].contains { $0.name == stage.base }
            guard let part = Self.align(items, stage, startsFromImage: startsFromImage) else { return nil }
            steps += part
        }
        // Concurrent builds share a base image's vertex, which carries the name that the first build gave it.
        return taken == stages.values.joined().count { !$0.isFrom } ? steps : nil
    }

    /// The vertices that carry a stage's name. If several stages have the same name, the last one owns it.
    private func items(of stage: DockerfileOutline.Stage, _ index: Int, of outline: DockerfileOutline) -> [Item] {
        let last = outline.stages.lastIndex { $0.name == stage.name }
        let name = stage.name.flatMap { last == index ? $0 : nil } ?? "stage-\(index)"
        return order.filter { key in
            let word = key.split(separator: " ").last.map(String.init) ?? ""
            return word.lowercased() == name || (word.isEmpty || word.contains("/")) && outline.stages.count == 1
        }.flatMap { stages[$0] ?? [] }
    }

    /// Matches a stage's instructions with its vertices by the vertices' numbers.
    private static func align(
        _ items: [Item], _ stage: DockerfileOutline.Stage, startsFromImage: Bool
    ) -> [BuildStep]? {
        let makers = stage.instructions.indices.dropFirst().filter {
            BuildStep.isCacheable(stage.instructions[$0].text)
        }
        let makes = items.filter { !$0.isFrom }
        // If the stage starts from an image, that is its first vertex; a stage as base has none. The image's ONBUILD
        // instructions put further vertices in front.
        let first = startsFromImage ? 1 : 0
        let last = max(first, makes.map(\.name.number).max() ?? 0)
        let shift = (first...last).first { shift in
            makes.allSatisfy { item in
                let place = item.name.number - shift - 1
                return place < 0 || place < makers.count && item.fits(stage.instructions[makers[place]])
            }
        }
        guard let shift, shift < last || makers.isEmpty || makes.isEmpty else { return nil }

        var steps: [BuildStep] = []
        let from = items.first(where: \.isFrom)?.step
        steps.append(from ?? BuildStep(reported: "", ordinal: 0, startedAt: nil))
        steps[0].name(by: stage.instructions[0])
        steps += makes.filter { $0.name.number <= shift && $0.began }.map(\.step)
        for index in stage.instructions.indices.dropFirst() {
            if steps.contains(where: { $0.error != nil }) { break }
            let instruction = stage.instructions[index]
            guard let place = makers.firstIndex(of: index) else {
                steps.append(BuildStep(unreported: instruction))
                continue
            }
            guard let item = makes.first(where: { $0.name.number == place + shift + 1 }), item.began else { continue }
            var step = item.step
            step.name(by: instruction)
            steps.append(step)
        }
        return steps
    }
}

extension BuildKitSteps.Item {
    var began: Bool { start != nil }
    var isFrom: Bool { name.instruction.hasPrefix("FROM ") }
    func fits(_ instruction: DockerfileInstruction) -> Bool { instruction.fits(name.instruction) }
}

/// The name of a BuildKit vertex that represents an instruction: `[2/5] RUN make`, `[stage-1 2/5] COPY . .`,
/// `[linux/amd64 build 2/5] …`. All other names (`[internal] …`, `[auth] …`, `exporting …`, `importing …`) are the
/// builder's own.
struct VertexName: Equatable {
    /// The stage's name, with its platform if given; empty if there is only one stage.
    var stage: String
    /// Position among the stage's vertices, from 1, including `FROM`.
    var number: Int
    var total: Int
    var instruction: String

    init?(_ name: String) {
        guard name.first == "[", let end = name.firstIndex(of: "]") else { return nil }
        var words = name[name.index(after: name.startIndex)..<end].split(separator: " ")
        guard let counter = words.popLast(), let (number, total) = StepHeading.fraction(counter) else { return nil }
        instruction = name[name.index(after: end)...].trimmed
        guard !instruction.isEmpty else { return nil }
        stage = words.joined(separator: " ")
        self.number = number
        self.total = total
    }
}
