import ArgumentParser
import Engine
import Housekeeping
import Model
import Provision

struct GcCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gc", abstract: "Collect garbage on an engine: images and build cache, by a policy.",
        discussion: """
            Never removes a container, a volume, or an image that a container uses; never forces. By default it removes only images
            that Plimsoll's jobs built: the image's label and all its names must say so. --label or --any chooses others; an image
            inherits the labels of the image it is built on. What an active run of Plimsoll uses stays. The collection waits for
            builds that hold the engine's mutex (`plimsoll hold`), up to --wait, and then blocks builds, up to --limit.

            The engine forgets when an image was loaded and when a container of it ended. Collections record both in --state;
            --dry-run does too, and decides as a collection would. If the record cannot be read or written, nothing is removed.

            Safe to run every few minutes, to kill and to run again. If another collection is running, it says so and ends with
            status 0. It ends with status 1 if it could not do its work, or if the disk is above the high mark afterwards.

            Examples:
              plimsoll gc --engine unix:///var/run/docker.sock --label ci.job --dry-run
              plimsoll gc --engine unix:///var/run/docker.sock --any --build-cache --high 85% --low 70% --keep 'base/*'
              plimsoll gc --engine tcp://worker:2376 --label ci.job --high 40GB --low 30GB
              plimsoll gc --engine unix:///var/run/docker.sock --policy keep-storage --keep-storage 20GB --build-cache
            """)

    @OptionGroup var place: MutexOptions
    @OptionGroup var policy: PolicyOptions
    @Flag(help: "Print what would be removed now and why; remove nothing.") var dryRun = false
    @Flag(help: "Print one JSON document.") var json = false
    @Flag(help: "Print every cache record, and everything that is kept.") var verbose = false
    @Option(help: "How long to wait for running builds before giving up. New builds are blocked meanwhile.")
    var wait = TimeSpan(seconds: 60)
    @Option(help: "How long builds may be blocked; the next collection removes what is left then.")
    var limit = TimeSpan(seconds: 300)
    @OptionGroup var state: StateOptions

    func validate() throws {
        guard limit.seconds > 0 else { throw ValidationError("--limit must be longer than 0.") }
    }

    func run() async throws {
        let endpoint = try place.endpoint()
        let chosen = try policy.policyChosen()
        let options = EngineClientOptions(silenceTimeout: limit.duration)
        let passed = try await EngineClient.withClient(endpoint, options: options) { client in
            let disk = EngineDisk.find(of: endpoint, rootDirectory: try await client.info().rootDirectory)
            if chosen.high?.isShare == true, disk == nil {
                throw UsageError(
                    description: """
                        the filesystem of \(endpoint) cannot be seen from this host, so percentages cannot be computed: \
                        give the marks in bytes, such as --high 20GB --low 15GB
                        """)
            }
            let sightings = SightingsFile(stateDirectory: state.state, engine: try await MutexPlace.key(of: client))
            let rules = policy.rules(onEmbedded: disk?.isEmbedded ?? false)
            let collector = Collector(
                of: client, policy: chosen, rules: rules,
                gauge: disk.map { disk in DiskGauge { disk.usage().map { DiskSpace(used: $0.used, free: $0.free) } } },
                store: disk.map { StoreReader(dataRoot: $0.path) }, sightings: sightings)
            let words = CollectionText(endpoint: endpoint, policy: chosen, rules: rules, verbose: verbose)
            return try await dryRun ? plan(collector, words) : collect(collector, client, words)
        }
        guard passed else { throw ExitStatus.error }
    }

    private func plan(_ collector: Collector, _ words: CollectionText) async throws -> Bool {
        let decision = try await collector.plan()
        try Terminal.standard.result(json: json, words.report(decision), words.text(decision))
        return true
    }

    private func collect(_ collector: Collector, _ client: EngineClient, _ words: CollectionText) async throws -> Bool {
        let bounds = CollectorOptions(patience: wait.duration, limit: limit.duration)
        do {
            let mutex = try await place.place(for: client)
            let outcome = try await collector.collect(under: mutex, options: bounds) { Terminal.standard.message($0) }
            try Terminal.standard.result(json: json, words.report(outcome: outcome), words.text(outcome))
            if let failure = outcome.failure { Terminal.standard.message("error: \(failure)") }
            return outcome.end != .broken && outcome.isOverHighMark != true
        } catch let error as MutexError where error.code == .otherCollector {
            Terminal.standard.message("\(error)")
            if json { Terminal.standard.result(try JSONText.document(words.report(otherCollector: true))) }
            return true
        }
    }
}
