/// What packages a worker has, computed from the package manager's own data: figures of a run, by the names of their series.
public struct WorkerPoint: Sendable, Hashable {
    /// What is counted.
    public enum Figure: String, Sendable, CaseIterable {
        /// Debian packages.
        case packages = "worker_packages"
        /// Their installed sizes together, as the packages state them.
        case bytes = "worker_bytes"
        /// Python packages besides, which are in no other figure.
        case pythonPackages = "worker_python_packages"
    }

    /// What a worker is for.
    public enum Worker: String, Sendable, CaseIterable {
        /// Nothing yet: the minimal system that both others stand on.
        case bare
        /// It only builds and runs containers.
        case buildOnly = "build-only"
        /// It carries what the fixtures need, and runs their commands itself.
        case carrying
    }

    /// What is counted.
    public var figure: Figure
    /// Of which worker.
    public var worker: Worker

    /// A figure of a worker.
    public init(_ figure: Figure, of worker: Worker) {
        self.figure = figure
        self.worker = worker
    }

    /// The name of its series.
    public var series: String { "\(figure.rawValue).\(worker.rawValue)" }

    /// A value of it, computed now.
    public func point(_ value: Int) -> JobPoint {
        JobPoint(name: series, unit: figure == .bytes ? "byte" : "package", value: Double(value))
    }
}
