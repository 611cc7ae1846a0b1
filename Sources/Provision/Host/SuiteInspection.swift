import Foundation
import Model

/// Which engines of Debian's suites run here: those whose root is there, or can be made.
extension HostSources {
    /// The suites that are listed. Any other that the mirror has can be used too.
    static let suites = ["bookworm", "trixie", "forky", "sid"]

    /// What this host's Debian mirror says of a suite.
    enum Supply: Equatable {
        case available, lacking
        /// Whether it has the suite is not known, because of what.
        case unknown(String)
    }

    func suiteFindings(roots: RootStore = RootStore()) async -> [HostFinding] {
        let supplies = await supplies()
        return SuiteEngine.Product.allCases.flatMap { product in
            Self.suites.map { suite in
                let engine = SuiteEngine(product: product, suite: suite)
                return finding(engine, roots.recorded(engine), supplies[suite] ?? .lacking)
            }
        }
    }

    private func finding(_ engine: SuiteEngine, _ facts: EngineRoot.Facts?, _ supply: Supply) -> HostFinding {
        let name = EngineSource.suite(engine).rawValue
        func finding(_ isFine: Bool, _ found: String, _ remedy: String) -> HostFinding {
            HostFinding(.engine, name, isFine, found: found, for: "--engine \(name)", remedy: remedy)
        }
        if let facts {
            let version = facts.packages.first { $0.hasPrefix("\(RootRecipe(engine).package) ") } ?? "unknown version"
            if engine.product == .podman, cgroupVersion == 1, let major = Self.major(version), major >= 6 {
                return finding(false, "\(version) needs cgroup version 2", "boot with cgroup version 2")
            }
            let day = facts.made.formatted(.iso8601.year().month().day())
            return finding(true, "\(version), root made \(day)", "")
        }
        switch supply {
        case .lacking: return finding(false, "no root, and the mirror lacks the suite", "use another suite")
        case .unknown(let reason): return finding(false, "no root, and \(reason)", "apt-get update")
        case .available where find(HostTool.mmdebstrap.name).isEmpty:
            return finding(false, "no root, and mmdebstrap is not installed", "apt-get install mmdebstrap")
        case .available: return finding(true, "its root is made at its first use", "")
        }
    }

    /// The first number in a version such as `podman 5.4.2+ds1`.
    static func major(_ version: String) -> Int? {
        version.split(separator: " ").last?.split(separator: ".").first.flatMap { Int($0) }
    }

    /// Asks the mirror for each suite's signed list of files.
    private func supplies() async -> [String: Supply] {
        let targets = await run(["apt-get", "indextargets", "--format", DebianSources.format, "Created-By: Packages"])
        guard let archive = DebianSources(targets: targets.output).archive else {
            return Self.suites.reduce(into: [:]) { $0[$1] = .unknown("apt knows no Debian archive") }
        }
        return await withTaskGroup(of: (String, Supply).self) { group in
            for suite in Self.suites { group.addTask { (suite, await supply(of: suite, in: archive)) } }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
    }

    private func supply(of suite: String, in archive: String) async -> Supply {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("plimsoll-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: file) }
        let base = archive.hasSuffix("/") ? archive : archive + "/"
        let result = await run(
            [
                "/usr/lib/apt/apt-helper", "-o", "Acquire::Retries=0", "-o", "Acquire::http::Timeout=5", "-o",
                "Acquire::https::Timeout=5", "-o", "APT::Sandbox::User=root", "download-file",
                "\(base)dists/\(suite)/InRelease", file,
            ])
        if result.succeeded { return .available }
        return result.complaint.contains("404") ? .lacking : .unknown("the mirror cannot be reached")
    }
}
