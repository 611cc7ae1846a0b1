/// All open questions, in the order in which a report answers them.
package enum Questions {
    /// What a build in containers costs on top of its tests: the question that everything else is set beside.
    package static let buildOverhead = Question(
        "build-overhead", "What's the overhead between builds?",
        measuredBy: """
            overhead of the no-op job and of each fixture, beside the same command run directly; published comparator: \
            a disposable VM was ready in 40 s at best, 90 s when busy
            """,
        rule: """
            yes, it is light: on a warm worker, over a trace in the real proportions, the upper end of the 95 % interval \
            of the median is under 5 s; its share of the job and each phase's part are reported beside
            """,
        state: .measured)

    /// How much disk caching needs.
    package static let storage = Question(
        "storage", "What would be the storage requirement for caching?",
        measuredBy: """
            ledger slope by change class and by GC policy; days to full at given disk and builds a day; the growth \
            model is fitted on the first two thirds of a trace and judged on the last
            """,
        rule: """
            yes, bounded: some policy holds the high mark over the trace and costs at most 5 points of time-weighted \
            hit rate
            """,
        state: .measured)

    /// Which collection policy to run.
    package static let garbage = Question(
        "garbage", "How to garbage collect intermediate and dangling images?",
        measuredBy: "each policy: peak disk, hit rate afterwards, time blocked on the mutex, races lost",
        rule: "names the policy with the least rebuild time that never crosses the high mark",
        state: .measured)

    /// Whether what one worker built serves the others.
    package static let centralCache = Question(
        "central-cache",
        "Can we easily set up a central cache? Can intermediate images be reused across the fleet?",
        measuredBy: """
            a second, cold engine with and without the registry's cache; bytes moved; set-up actions counted
            """,
        rule: "yes: median job at most 1.5 × the warm engine's, and 90 % of its hits",
        state: .measured)

    /// Whether base images should be provided for repositories.
    package static let baseImages = Question(
        "base-images",
        """
        What are the benefits and drawbacks of provided base images versus deferring to the repository? How to build \
        and maintain them?
        """,
        measuredBy: """
            same fixture on a provided base and alone: cold, warm, bytes shared, lines of Dockerfile; what a base \
            update invalidates and costs
            """,
        rule: """
            evidence table; yes where the provided base wins cold time and total bytes for two repositories or more
            """,
        state: .measured)

    /// Which package managers' installations a build can keep.
    package static let cacheableDependencies = Question(
        "cacheable-dependencies", "What kinds of dependencies can be easily cached?",
        measuredBy: """
            apt, pip, npm, gem, composer × strategy (one layer, a layer a manifest, cache mount, restored archive) × \
            change class
            """,
        rule: "easily: always hit after a source change, and a manifest change costs at most half of cold",
        state: .measured)

    /// How many jobs at a time a worker carries.
    package static let executors = Question(
        "executors", "How many executors can we support per instance?",
        measuredBy: "closed- and open-loop sweeps",
        rule: """
            the largest N where p95 job time is at most 1.5 × that of N=1's, throughput still grew 5 % or more over \
            N−1, and no job failed; with interval over repeats
            """,
        state: .measured)

    /// How many workers a number of builds a day needs.
    package static let capacity = Question(
        "capacity", "Are permanent instances sufficient, or dedicated hardware?",
        measuredBy: """
            measured service times put through a queueing simulation, checked against the open-loop runs first
            """,
        rule: "instances needed for a p95 wait under 60 s at given builds a day",
        state: .measured)

    /// What keeps builds and jobs apart from their worker and from each other.
    package static let isolation = Question(
        "isolation", "Is the isolation sufficient? Better or worse than disposable VMs?",
        measuredBy: """
            probes from inside a build and a job: capabilities, seccomp, namespaces, writable kernel files, reachable \
            sockets and networks, other jobs' files and processes, limits on memory, processes and disk; runtimes beside \
            each other (runc, gVisor)
            """,
        rule: "evidence only, each probe pass or fail; for Security to judge",
        state: .measured)

    /// Whether a worker that only builds needs less.
    package static let workerDependencies = Question(
        "worker-dependencies", "Do pre-provisioned workers need far fewer dependencies?",
        measuredBy: """
            packages and bytes on a worker that only builds containers, beside one that carries what the fixtures need
            """,
        rule: "yes: under half, by count and by bytes",
        state: .measured)

    /// What a worker must offer.
    package static let opsRequirements = Question(
        "ops-requirements", "Are there other requirements on the ops side?",
        measuredBy: "what `doctor` needed and found: kernel features, privileges, ports, disk, packages",
        rule: "evidence only",
        state: .measured)

    /// Whether jobs leave nothing behind.
    package static let cleanup = Question(
        "cleanup", "How well can we clean up?",
        measuredBy: "audits after every outcome and fault",
        rule: """
            yes: nothing left in any kind, and the remainder grows under 1 % of the bytes created, over the whole \
            series
            """,
        state: .measured)

    /// Every question; those that later work will measure say so by their state.
    package static let all: [Question] = [
        buildOverhead,
        executors,
        cleanup,
        storage,
        garbage,
        centralCache,
        cacheableDependencies,
        baseImages,
        isolation,
        workerDependencies,
        Question(
            "engine-choice", "Is Docker a thing for production? What of alternatives?",
            measuredBy: """
                same scenarios on the engines at hand (Docker versions, both builders, Podman); images built by one run \
                on the other
                """,
            rule: "evidence table"),
        Question(
            "promotion", "Do we promote image builds or rebuild at each stage?",
            measuredBy: "push, pull and start of one digest, beside a rebuild; are rebuilt digests equal?",
            rule: "promote, where it is faster or where rebuilt digests differ"),
        opsRequirements,
        Question(
            "abstraction", "Is a Dockerfile the right level of abstraction for maintainers?",
            measuredBy: """
                the same environment from a short declarative file beside a hand-written Dockerfile.ci: lines, hits, \
                time, mistakes caught
                """,
            rule: "evidence table"),
        capacity,
        Question(
            "registry", "Will we have our own hub?",
            measuredBy: "the registry as a service: push and pull rates, growth, its own garbage collection",
            rule: "evidence table"),
        Question(
            "plugin", "Is the CloudBees Docker plugin simple to employ, and worth it?",
            measuredBy: """
                the generalized script and the plugin's wrapper as job definitions, both accepted by the job builder; \
                what each can and cannot do
                """,
            rule: "evidence table"),
        Question(
            "jenkins", "Do we need Jenkins at all?",
            measuredBy: """
                the same job through the generated shell script, and through Plimsoll's own executor; what is lost \
                without a server
                """,
            rule: "evidence table"),
        Question(
            "orchestrator", "How does an orchestrator stack up?",
            measuredBy: "the same jobs dispatched through one", rule: "evidence table, or not measured"),
    ]
}
