import Yams

struct ScenarioReader {
    /// The most jobs of one kind that a profile may require of a stream: a plan is held in memory whole.
    private static let mostJobs = 100_000

    /// The questions that it may name; nil: any.
    let questionIDs: [String]?

    func read(_ root: Node, file: String, directory: String) throws(ScenarioInvalid) -> Scenario {
        let problems = Problems(file: file)
        let scenario = scenario(Field(node: root, path: "", problems: problems), directory: directory)
        guard let scenario, problems.all.isEmpty else { throw ScenarioInvalid(problems: problems.all) }
        return scenario
    }

    private func scenario(_ root: Field, directory: String) -> Scenario? {
        let keys = [
            "name", "description", "questions", "fixtures", "factors", "exclude", "mix", "arrivals", "workload",
            "trace", "reference", "secrets", "profiles",
        ]
        let platforms =
            "Plimsoll runs what it builds, so each image is for the engine's own platform; leave the key out, and run the "
            + "scenario on a machine of each kind"
        guard let top = root.section(keys, impossible: ["platforms": platforms]) else { return nil }
        let name = top.required("name", expected: "what results call this scenario")?.name()
        let description = top["description"]?.text()
        let questions = top["questions"].flatMap(self.questions)
        let sources = top.required("fixtures", expected: "a list of fixtures, as [scap, noop]")?.fixtures()
        let configurations = top.required("factors", expected: "at least builder: [legacy, buildkit]")?
            .configurations(excluding: top["exclude"])
        let mix = top["mix"].flatMap { self.mix($0, of: sources ?? []) }
        let arrivals = top["arrivals"]?.text(expected: "a path to a file of recorded times, one a line")
        let workload = top["workload"].flatMap(Workload.init) ?? Workload()
        let trace = top["trace"]?.section(["minimum_per_class", "classes"])
        let minimumPerClass = trace?["minimum_per_class"]?.wholeNumber(in: 0...1000)
        let classes = trace?["classes"].flatMap { self.classes($0, of: sources ?? []) }
        let reference = top["reference"].map { $0.word(ScenarioReference.self) } ?? ScenarioReference.none
        let secrets = top["secrets"]?.secrets()
        if let configurations {
            ScenarioChecks(top: top, sources: sources ?? [], configurations: configurations, workload: workload)
                .refuseWhatDoesNotGoTogether()
        }
        let profiles = top.required("profiles", expected: "at least one profile, as quick: {changes: 8}")
            .flatMap { self.profiles($0, reference: reference, of: configurations) }
        guard let name, let sources, let configurations, let reference, let profiles else { return nil }
        return Scenario(
            name: name, description: description ?? "", questions: questions ?? [], directory: directory,
            sources: sources, configurations: configurations, workload: workload,
            minimumPerClass: minimumPerClass ?? 1, classes: classes, mix: mix, arrivals: arrivals,
            reference: reference, secrets: secrets, profiles: profiles)
    }

    private func questions(_ field: Field) -> [String]? {
        field.list(of: "question ids") { element in
            guard let identifier = element.text() else { return nil }
            if let questionIDs, !questionIDs.contains(identifier) {
                element.refuse(unknown: identifier, among: questionIDs)
                return nil
            }
            return identifier
        }
    }

    /// How often each fixture occurs among the jobs of a level, e.g. `{scap: 3, malu: 1}`.
    private func mix(_ field: Field, of sources: [FixtureSource]) -> [String: Int]? {
        guard let entries = field.entries(expected: "a weight for each fixture, as {scap: 3, malu: 1}") else {
            return nil
        }
        let names = sources.map(\.name)
        var mix: [String: Int] = [:]
        for (key, name, value) in entries {
            if !names.contains(name) {
                key.refuse(unknown: name, among: names)
            } else if let weight = value.wholeNumber(in: 1...1000) {
                mix[name] = weight
            }
        }
        for name in names where mix[name] == nil && entries.allSatisfy({ $0.name != name }) {
            field.refuse(expected: "a weight for fixture '\(name)' too")
        }
        return mix
    }

    /// The classes to draw from. Not for a git history, whose changes are given.
    private func classes(_ field: Field, of sources: [FixtureSource]) -> [ChangeClass]? {
        for case .git(let source) in sources {
            field.refuse(
                "\(field.path): the changes of '\(source.name)' come from its history; expected bundled fixtures only")
        }
        return field.list(of: "classes of changes") { $0.word() }
    }

    private func profiles(
        _ field: Field, reference: ScenarioReference?, of configurations: [Configuration]?
    ) -> [ScenarioProfile]? {
        guard let entries = field.entries(expected: "a mapping of profiles") else { return nil }
        guard !entries.isEmpty else { return field.refused(expected: "at least one profile, as quick: {changes: 8}") }
        let variesExecutors = configurations?.contains { $0.executors != nil } ?? false
        return entries.compactMap { key, name, value in
            guard key.name() != nil else { return nil }
            return variesExecutors
                ? levels(name, value, configurations) : profile(name, value, reference, configurations)
        }
    }

    /// A profile of a scenario that varies executors: its traces are as long as its levels need.
    private func levels(_ name: String, _ field: Field, _ configurations: [Configuration]?) -> ScenarioProfile? {
        guard let section = field.section(["jobs", "open_jobs", "repeats"]) else { return nil }
        let jobs = section.required("jobs", expected: "how many jobs each level has")?
            .wholeNumber(in: 1...Self.mostJobs)
        let openJobs = section["open_jobs"]?.wholeNumber(in: 1...Self.mostJobs)
        section["open_jobs"]?.refuse(
            if: configurations?.allSatisfy { !($0.load?.isOpen ?? false) } ?? false,
            "\(field.path).open_jobs: no jobs arrive by themselves; expected a load as 70%, or no open_jobs")
        let repeats = section["repeats"].map { $0.wholeNumber(in: 1...1000) } ?? 1
        guard let jobs, let repeats else { return nil }
        return ScenarioProfile(name: name, changes: jobs, jobs: jobs, openJobs: openJobs, repeats: repeats)
    }

    private func profile(
        _ name: String, _ field: Field, _ reference: ScenarioReference?, _ configurations: [Configuration]?
    ) -> ScenarioProfile? {
        guard let section = field.section(["changes", "pairs", "cold", "base_updates", "rounds"]) else { return nil }
        let changes = section.required("changes", expected: "how many changes of the trace to replay")?
            .wholeNumber(in: 1...Self.mostJobs)
        let pairs = section["pairs"].map { $0.wholeNumber(in: 0...Self.mostJobs) } ?? 0
        let cold = section["cold"].map { $0.wholeNumber(in: 0...Self.mostJobs) } ?? 0
        if let pairs, pairs > 0, reference == ScenarioReference.none {
            section["pairs"]?.refuse(
                "\(field.path).pairs: \(pairs) pairs have nothing to be paired with; expected reference: direct, or 0")
        }
        let updates = section["base_updates"]?.wholeNumber(in: 1...Self.mostJobs)
        let rounds = section["rounds"]?.wholeNumber(in: 0...1000)
        if let updates, configurations?.allSatisfy({ $0.base == nil }) ?? false {
            section["base_updates"]?.refuse(
                "\(field.path).base_updates: \(updates) updates show nothing without the factor 'base'; expected that, or none"
            )
        }
        guard let changes, let pairs, let cold else { return nil }
        return ScenarioProfile(
            name: name, changes: changes, pairs: pairs, cold: cold, baseUpdates: updates, rounds: rounds)
    }
}

extension Workload {
    fileprivate init?(_ field: Field) {
        let keys = [
            "timeout", "memory", "processors", "processes", "retention", "ledger", "command", "collection", "audit",
            "provenance",
        ]
        guard let section = field.section(keys) else { return nil }
        self.init()
        if let seconds = section["timeout"]?.duration() { timeout = seconds }
        memory = section["memory"]?.size()
        processors = section["processors"]?.positiveNumber(most: 4096)
        processes = section["processes"]?.wholeNumber(in: 1...4_194_304)
        if let kept = section["retention"]?.word(ImageRetention.self) { retention = kept }
        ledger = section["ledger"]?.word().flatMap { $0 == .embedded ? nil : $0 }
        command = section["command"]?.word().flatMap { $0 == .fixture ? nil : $0 }
        collection = section["collection"].flatMap(CollectionTerms.init)
        audit = section["audit"]?.section(["after"])?.required("after", expected: "job, series or never")?.word()
            .flatMap { $0 == .never ? nil : $0 }
        provenance = section["provenance"]?.word().flatMap { $0 == .nothing ? nil : $0 }
    }
}

extension CollectionTerms {
    /// The smallest useful disk for an engine with a base image and a package mirror: 256 MiB.
    private static let smallestDisk = 256 << 20

    /// Each may be omitted.
    fileprivate init?(_ field: Field) {
        guard let section = field.section(["disk", "high", "low", "keep", "builds_a_day"]) else { return nil }
        self.init()
        if let field = section["disk"], let bytes = field.size() {
            disk = bytes
            if bytes < Self.smallestDisk { field.refuse(expected: "a disk of 256MiB or more") }
        }
        if let share = section["high"]?.share() { high = share }
        if let share = section["low"]?.share() { low = share }
        if let bytes = section["keep"]?.size() { keep = bytes }
        if let number = section["builds_a_day"]?.positiveNumber(most: 1_000_000) { buildsADay = number }
        func percent(_ share: Double) -> String { "\((share * 1000).rounded() / 10) %" }
        (section["low"] ?? section["high"] ?? field).refuse(
            if: low >= high,
            "\(field.path): the low mark of \(percent(low)) is not under the high mark of "
                + "\(percent(high)); expected low < high")
    }
}
