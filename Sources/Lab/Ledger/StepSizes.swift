import Engine

/// Adds the size of each step's layer, where the ledger is kept and the engine reports it; else leaves it out.
struct StepSizeStage: JobStage {
    private static let limit = Duration.seconds(5)

    init?(_ job: StagedJob, _ run: JobSurroundings) {
        if !run.readsStepSizes { return nil }
    }

    func complete(_ work: inout JobWork, of job: StagedJob) async {
        guard !work.built.isEmpty else { return }
        let (steps, image) = (work.built, work.image)
        let sizes = try? await withDeadline(.now + Self.limit) {
            try await StepSizes.read(steps, image: image, from: job.client)
        }
        for index in work.steps.indices { work.steps[index].bytes = sizes?.bytes[work.steps[index].ordinal] }
    }
}

/// The size of the layer that holds each step's result, from the history of images.
///
/// The legacy builder leaves one image per step, and prints its id: the history has the id and the size. BuildKit's
/// history has no ids, but one entry for every instruction of the target stage, configuration included. Steps and
/// entries are matched from the end backwards, instruction by instruction, until one does not match. Its other stages
/// leave no history, so their steps have no size.
struct StepSizes {
    /// Sizes in bytes, by the steps' ordinals.
    private(set) var bytes: [Int: Int] = [:]

    /// The image whose history holds sizes still unknown, the last step's first; nil when no history can add any.
    static func image(for steps: [BuildStep], knowing bytes: [Int: Int]) -> String? {
        steps.last { $0.imageID != nil && isUnknown($0, knowing: bytes) }?.imageID
    }

    private static func isUnknown(_ step: BuildStep, knowing bytes: [Int: Int]) -> Bool {
        bytes[step.ordinal] == nil && keyword(step.instruction) != "FROM"
    }

    mutating func addLegacy(_ history: [ImageHistoryEntry], to steps: [BuildStep]) {
        for step in steps {
            guard let id = step.imageID, Self.isUnknown(step, knowing: bytes) else { continue }
            let short = id.replacing("sha256:", with: "")
            if let entry = history.first(where: { $0.id.replacing("sha256:", with: "").hasPrefix(short) }) {
                bytes[step.ordinal] = entry.size
            }
        }
    }

    mutating func addBuildKit(_ history: [ImageHistoryEntry], to steps: [BuildStep]) {
        for (step, entry) in zip(steps.reversed(), history) {
            guard let keyword = Self.keyword(step.instruction), keyword != "FROM",
                keyword == Self.keyword(entry.createdBy)
            else { return }
            bytes[step.ordinal] = entry.size
        }
    }

    private static func keyword(_ text: String) -> String? {
        text.split(maxSplits: 1, whereSeparator: \.isWhitespace).first?.uppercased()
    }

    private static let mostStages = 16

    static func read(_ steps: [BuildStep], image: String?, from client: EngineClient) async throws -> StepSizes {
        var sizes = StepSizes()
        guard steps.contains(where: { $0.imageID != nil }) else {
            if let image { sizes.addBuildKit(try await client.history(image), to: steps) }
            return sizes
        }
        for _ in 0..<mostStages {
            guard let image = Self.image(for: steps, knowing: sizes.bytes) else { break }
            let known = sizes.bytes.count
            sizes.addLegacy(try await client.history(image), to: steps)
            if sizes.bytes.count == known { break }
        }
        return sizes
    }
}
