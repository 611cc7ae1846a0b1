import Foundation

/// Host figures during a level of executors; each covers the time between two samples.
package enum LevelPoint: String, Sendable, CaseIterable {
    case busyProcessors = "host_busy_processors", processors = "host_processors"
    /// Processors that were idle while something waited for a disk.
    case waitingProcessors = "host_waiting_processors"
    /// The share of the time in which the busiest disk was active.
    case diskBusy = "host_disk_busy"
    /// Bytes read from and written to all disks, per second.
    case diskBytes = "host_disk_bytes_rate"
    /// The memory that programs could still have.
    case availableMemory = "host_available_memory"
    case memory = "host_memory"
    /// The share of the time in which something runnable waited for a processor.
    case processorPressure = "pressure_cpu_some"
    /// The share of the time in which something waited for a disk.
    case diskPressure = "pressure_io_some"
    /// The share of the time in which everything waited for a disk.
    case diskStall = "pressure_io_full"
    /// The share of the time in which something waited for memory.
    case memoryPressure = "pressure_memory_some"
    case engineProcessors = "engine_processors", engineMemory = "engine_memory"
    case ownProcessors = "own_processors", lookSeconds = "sample_s"

    package var unit: String {
        switch self {
        case .busyProcessors, .processors, .waitingProcessors, .engineProcessors, .ownProcessors: "processor"
        case .diskBusy, .processorPressure, .diskPressure, .diskStall, .memoryPressure: "share"
        case .diskBytes: "byte/s"
        case .availableMemory, .memory, .engineMemory: "byte"
        case .lookSeconds: "s"
        }
    }

    /// A value for a level, which is part of the series name: `host_busy_processors@builder=legacy,executors=2#1`.
    package func point(_ value: Double, at: Date, configuration: String, round: Int) -> JobPoint {
        JobPoint(name: "\(rawValue)@\(configuration)#\(round)", unit: unit, value: value, at: at)
    }

    /// The level of a series; nil if it has none.
    package static func level(of series: String) -> (point: LevelPoint, configuration: String, round: Int)? {
        let parts = series.split(separator: "@", maxSplits: 1)
        guard parts.count == 2, let point = LevelPoint(rawValue: String(parts[0])),
            let mark = parts[1].lastIndex(of: "#"), let round = Int(parts[1][parts[1].index(after: mark)...])
        else { return nil }
        return (point, String(parts[1][..<mark]), round)
    }
}

/// A figure of one provided image: `provided_build_s.python`.
/// Figures of the whole run are about the images as first built; those of a job are about the update before it.
package struct ProvidedImagePoint: Sendable, Hashable {
    package enum Figure: String, PointName {
        /// Build time, in seconds; for the OS image, the import time of its archive.
        case buildSeconds = "provided_build_s"
        /// How long the OS image's archive took to make, whenever that was on this machine.
        case makingSeconds = "provided_making_s"
        case bytes = "provided_bytes"
        /// Its layers without those of its base image, which the other images share.
        case ownBytes = "provided_own_bytes"
        case lines = "provided_dockerfile_lines"

        package static let units = [lines: "line"]
        package static let neither: Set = [lines]
    }

    package var figure: Figure
    package var image: String

    package init(_ figure: Figure, of image: String) { (self.figure, self.image) = (figure, image) }

    package init?(series: String) {
        let parts = series.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let figure = Figure(rawValue: String(parts[0])) else { return nil }
        self.init(figure, of: String(parts[1]))
    }

    package var series: String { "\(figure.rawValue).\(image)" }
    package func point(_ value: Double) -> JobPoint { JobPoint(name: series, unit: figure.unit, value: value) }
}

/// A figure of one repository of a registry, before the registry's own collection: `registry_repository_bytes.team/app`.
package struct RegistryRepositoryPoint: Sendable, Hashable {
    package enum Figure: String, PointName {
        /// Layers, configurations and manifests that it links.
        case bytes = "registry_repository_bytes"
        /// The part of them that no other repository links.
        case ownBytes = "registry_repository_own_bytes"
    }

    package var figure: Figure
    package var repository: String

    package init(_ figure: Figure, of repository: String) { (self.figure, self.repository) = (figure, repository) }

    package init?(series: String) {
        let parts = series.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let figure = Figure(rawValue: String(parts[0])) else { return nil }
        self.init(figure, of: String(parts[1]))
    }

    package var series: String { "\(figure.rawValue).\(repository)" }
    package func point(_ value: Int) -> JobPoint {
        JobPoint(name: series, unit: figure.unit, value: Double(value))
    }
}

/// The packages of a worker, computed from the package manager's own data: figures of a run.
package struct WorkerPoint: Sendable, Hashable {
    package enum Figure: String, PointName {
        case packages = "worker_packages"
        /// The sum of their installed sizes, as the packages state them.
        case bytes = "worker_bytes"
        case pythonPackages = "worker_python_packages"

        package static let units = [packages: "package", pythonPackages: "package"]
    }

    package enum Worker: String, Sendable, CaseIterable {
        /// The minimal system that both others are based on.
        case bare
        case buildOnly = "build-only"
        /// It has everything the fixtures need, and runs their commands itself.
        case carrying
    }

    package var figure: Figure
    package var worker: Worker

    package init(_ figure: Figure, of worker: Worker) { (self.figure, self.worker) = (figure, worker) }
    package var series: String { "\(figure.rawValue).\(worker.rawValue)" }
    package func point(_ value: Int) -> JobPoint { JobPoint(name: series, unit: figure.unit, value: Double(value)) }
}

/// A set-up task for a release engineer, needed for a fleet's central cache. Plimsoll counts it each time it does it.
package enum SetUpAction: String, Codable, Sendable, CaseIterable {
    case startRegistry = "start_registry"
    /// Let an engine reach it: a route, and an address that needs no certificate, or a certificate.
    case connectEngine = "connect_engine"
    /// Push a base image to it: the legacy builder's cache is valid only for the same image, not an identical rebuild.
    case publishBaseImage = "publish_base_image"
    case pullBaseImage = "pull_base_image"
    /// Use the same address on all workers for services that builds need: BuildKit's cache is valid only then.
    case alignAddresses = "align_addresses"
    case pushImage = "push_image"
    /// Make a job's build write the cache into the image: BuildKit.
    case inlineCacheArgument = "inline_cache_argument"
    /// Make a job's build write its cache to the registry: buildx on the containerd image store.
    case exportCache = "export_cache"
    /// Make a job pull the image before it builds: the legacy builder.
    case pullCache = "pull_cache"
    /// Make a job's build name the image that it may use as cache.
    case cacheFrom = "cache_from"

    package enum Scope: String, Codable, Sendable { case fleet, worker, jobDefinition = "job_definition" }

    package var scope: Scope {
        switch self {
        case .startRegistry, .publishBaseImage: .fleet
        case .connectEngine, .pullBaseImage, .alignAddresses: .worker
        case .pushImage, .inlineCacheArgument, .exportCache, .pullCache, .cacheFrom: .jobDefinition
        }
    }

    /// The series name; each time it is done adds a point with value 1.
    package var series: String { "set_up_action_\(rawValue)" }

    /// One such action, now.
    package var point: JobPoint { JobPoint(name: series, unit: "action", value: 1) }
}
