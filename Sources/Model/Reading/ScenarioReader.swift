import Yams

struct ScenarioReader {
    /// The most jobs of one kind that a profile may require of a stream: a plan is held in memory whole.
    private static let mostJobs = 100_000

    private var reader: NodeReader
    /// The questions that it may name; nil: any.
    private let questionIDs: [String]?

    init(file: String, questionIDs: [String]?) {
        reader = NodeReader(file: file)
        self.questionIDs = questionIDs
    }

    mutating func read(_ root: Node, directory: String) throws(ScenarioInvalid) -> Scenario {
        let scenario = scenario(root, directory: directory)
        guard let scenario, reader.problems.isEmpty else { throw ScenarioInvalid(problems: reader.problems) }
        return scenario
    }

    private mutating func scenario(_ root: Node, directory: String) -> Scenario? {
        let keys = [
            "name", "description", "questions", "fixtures", "factors", "exclude", "mix", "arrivals", "workload",
            "trace",
            "reference", "profiles",
        ]
        guard let top = reader.section(Field(node: root, path: ""), keys: keys) else { return nil }
        let name = reader.required("name", of: top, expected: "what results call this scenario")
            .flatMap { reader.name($0) }
        let description = top.field("description").flatMap { reader.text($0) }
        let questions = top.field("questions").flatMap { self.questions($0) }
        let sources = reader.required("fixtures", of: top, expected: "a list of fixtures, as [scap, noop]")
            .flatMap { reader.fixtures($0) }
        let configurations = reader.required("factors", of: top, expected: "at least builder: [legacy, buildkit]")
            .flatMap { reader.configurations($0, excluding: top.field("exclude")) }
        let mix = top.field("mix").flatMap { reader.mix($0, of: sources ?? []) }
        let arrivals = top.field("arrivals").flatMap {
            reader.text($0, expected: "a path to a file of recorded times, one a line")
        }
        let workload = top.field("workload").flatMap { self.workload($0) }
        let trace = top.field("trace").flatMap { reader.section($0, keys: ["minimum_per_class", "classes"]) }
        let minimumPerClass = trace?.field("minimum_per_class").flatMap { reader.wholeNumber($0, in: 0...1000) }
        let classes = trace?.field("classes").flatMap { self.classes($0, of: sources ?? []) }
        let reference = top.field("reference").map { reader.word($0, ScenarioReference.self) } ?? ScenarioReference.none
        if let field = top.field("reference"), reference == .direct,
            configurations?.contains(where: { $0.cache != nil }) ?? false
        {
            reader.refuse(
                at: field.node.mark,
                "reference: direct goes with no factor 'cache', whose jobs run on two engines; expected none, or no factor 'cache'"
            )
        }
        if let configurations {
            reader.refuseWhatPoliciesCannotDo(
                configurations, factors: top.field("factors"), reference: top.field("reference"),
                workload: top.field("workload"), workload ?? Workload())
            reader.refuseWhatExecutorsCannotDo(
                configurations, factors: top.field("factors"), reference: top.field("reference"),
                workload: top.field("workload"), workload ?? Workload())
            if let mix = top.field("mix"), configurations.allSatisfy({ $0.executors == nil }) {
                reader.refuse(
                    at: mix.node.mark, "mix: no level of executors is there to be mixed; expected a factor 'executors'")
            }
            reader.refuseWhatAuditsCannotSee(configurations, top.field("workload"), workload ?? Workload())
            reader.refuseWhatArrivalsLack(
                configurations, factors: top.field("factors"), arrivals: top.field("arrivals"), sources: sources ?? [])
        }
        let profiles = reader.required(
            "profiles", of: top, expected: "at least one profile, as quick: {changes: 8}"
        )
        .flatMap { self.profiles($0, reference: reference, of: configurations) }
        guard let name, let sources, let configurations, let reference, let profiles else { return nil }
        return Scenario(
            name: name, description: description ?? "", questions: questions ?? [], directory: directory,
            sources: sources,
            configurations: configurations, workload: workload ?? Workload(), minimumPerClass: minimumPerClass ?? 1,
            classes: classes, mix: mix, arrivals: arrivals, reference: reference, profiles: profiles)
    }

    private mutating func questions(_ field: Field) -> [String]? {
        reader.list(field, of: "question ids") { [questionIDs] reader, element in
            guard let identifier = reader.text(element) else { return nil }
            if let questionIDs, !questionIDs.contains(identifier) {
                reader.unknown(identifier, element, among: questionIDs)
                return nil
            }
            return identifier
        }
    }

    private mutating func workload(_ field: Field) -> Workload? {
        let keys = [
            "timeout", "memory", "processors", "processes", "retention", "ledger", "command", "collection", "audit",
        ]
        guard let section = reader.section(field, keys: keys) else { return nil }
        var workload = Workload()
        if let field = section.field("timeout"), let seconds = reader.duration(field) { workload.timeout = seconds }
        workload.memory = section.field("memory").flatMap { reader.size($0) }
        workload.processors = section.field("processors").flatMap { reader.positiveNumber($0, most: 4096) }
        workload.processes = section.field("processes").flatMap { reader.wholeNumber($0, in: 1...4_194_304) }
        if let field = section.field("retention"), let retention = reader.word(field, Workload.ImageRetention.self) {
            workload.retention = retention
        }
        if let field = section.field("ledger"), let ledger = reader.word(field, Workload.LedgerUse.self) {
            workload.ledger = ledger == .embedded ? nil : ledger
        }
        if let field = section.field("command"), let command = reader.word(field, Workload.CommandUse.self) {
            workload.command = command == .fixture ? nil : command
        }
        workload.collection = section.field("collection").flatMap { reader.collectionTerms($0) }
        workload.audit = section.field("audit").flatMap { reader.auditMoment($0) }.flatMap { $0 == .never ? nil : $0 }
        return workload
    }

    /// The classes to draw from. Not for a git history, whose changes are given.
    private mutating func classes(_ field: Field, of sources: [FixtureSource]) -> [ChangeClass]? {
        for case .git(let source) in sources {
            reader.refuse(
                at: field.node.mark,
                "\(field.path): the changes of '\(source.name)' are its history's; expected bundled fixtures only")
        }
        return reader.list(field, of: "classes of changes") { $0.word($1, ChangeClass.self) }
    }

    private mutating func profiles(
        _ field: Field, reference: ScenarioReference?, of configurations: [Configuration]?
    ) -> [ScenarioProfile]? {
        let variesBase = configurations?.contains { $0.base != nil } ?? true
        let variesExecutors = configurations?.contains { $0.executors != nil } ?? false
        let hasOpenLevels = configurations?.contains { $0.load?.isOpen ?? false } ?? true
        guard let entries = reader.entries(field, expected: "a mapping of profiles") else { return nil }
        guard !entries.isEmpty else {
            return reader.refused(field, expected: "at least one profile, as quick: {changes: 8}")
        }
        return entries.compactMap { name, key, value in
            guard reader.name(Field(node: key, path: field.path)) != nil else { return nil }
            let place = Field(node: value, path: "\(field.path).\(name)")
            if variesExecutors { return levels(name, place, hasOpenLevels: hasOpenLevels) }
            return profile(name, place, reference: reference, variesBase: variesBase)
        }
    }

    /// A profile of a scenario that varies executors: its traces are as long as its levels need.
    private mutating func levels(_ name: String, _ field: Field, hasOpenLevels: Bool) -> ScenarioProfile? {
        guard let section = reader.section(field, keys: ["jobs", "open_jobs", "repeats"]) else { return nil }
        let jobs = reader.required("jobs", of: section, expected: "how many jobs each level has")
            .flatMap { reader.wholeNumber($0, in: 1...Self.mostJobs) }
        let openJobs = section.field("open_jobs").flatMap { reader.wholeNumber($0, in: 1...Self.mostJobs) }
        if let open = section.field("open_jobs"), !hasOpenLevels {
            reader.refuse(
                at: open.node.mark,
                "\(field.path).open_jobs: no jobs arrive by themselves; expected a load as 70%, or no open_jobs")
        }
        let repeats = section.field("repeats").map { reader.wholeNumber($0, in: 1...1000) } ?? 1
        guard let jobs, let repeats else { return nil }
        return ScenarioProfile(name: name, changes: jobs, jobs: jobs, openJobs: openJobs, repeats: repeats)
    }

    private mutating func profile(
        _ name: String, _ field: Field, reference: ScenarioReference?, variesBase: Bool
    ) -> ScenarioProfile? {
        guard let section = reader.section(field, keys: ["changes", "pairs", "cold", "base_updates"]) else {
            return nil
        }
        let changes = reader.required("changes", of: section, expected: "how many changes of the trace to replay")
            .flatMap { reader.wholeNumber($0, in: 1...Self.mostJobs) }
        let pairs = section.field("pairs").map { reader.wholeNumber($0, in: 0...Self.mostJobs) } ?? 0
        let cold = section.field("cold").map { reader.wholeNumber($0, in: 0...Self.mostJobs) } ?? 0
        if let pairs, pairs > 0, reference == ScenarioReference.none {
            reader.refuse(
                at: section.field("pairs")?.node.mark,
                "\(field.path).pairs: \(pairs) pairs have nothing to be paired with; expected reference: direct, or 0")
        }
        let updates = section.field("base_updates").flatMap { reader.wholeNumber($0, in: 1...Self.mostJobs) }
        if let updates, !variesBase {
            reader.refuse(
                at: section.field("base_updates")?.node.mark,
                "\(field.path).base_updates: \(updates) updates tell nothing without the factor 'base'; expected that, or none"
            )
        }
        guard let changes, let pairs, let cold else { return nil }
        return ScenarioProfile(name: name, changes: changes, pairs: pairs, cold: cold, baseUpdates: updates)
    }
}
