struct ProgramInspection: Sendable {
    let sources: HostSources

    struct Program: Sendable {
        let area: HostFinding.Area
        let name: String
        let arguments: [String]
        let package: String
        let use: String
        var isRequired = false
    }

    private static let engines = [
        ("dockerd", "docker.io", "the embedded engine", true),
        ("containerd", "containerd", "the embedded engine", true),
        ("runc", "runc", "the embedded engine", true), ("podman", "podman", "comparing with Podman", false),
        ("runsc", "runsc", "comparing with gVisor", false),
    ].map { Program(area: .engine, name: $0, arguments: ["--version"], package: $1, use: $2, isRequired: $3) }

    private static let tools = [
        ("mmdebstrap", ["--version"], "mmdebstrap", "base images without a registry", false),
        ("git", ["--version"], "git", "replaying repositories", false),
        ("gnuplot", ["--version"], "gnuplot-nox", "charts of the report", false),
        ("python3", ["--version"], "python3", "the scap fixture's packages", false),
        ("apt-ftparchive", ["--version"], "apt-utils", "packages served to builds", false),
        ("sqlite3", ["--version"], "sqlite3", "looking into the database by hand", false),
        ("busybox", ["--help"], "busybox-static", "small images for tests", false),
        ("docker-registry", ["--version"], "docker-registry", "a central cache", false),
        ("iptables", ["--version"], "iptables", "the embedded engine", true),
        ("ip", ["-V"], "iproute2", "the embedded engine", true),
        ("nsenter", ["--version"], "util-linux", "the embedded engine", true),
        ("unshare", ["--version"], "util-linux", "the embedded engine", true),
        ("setsid", ["--version"], "util-linux", "the embedded engine", true),
        ("mkfs.ext4", ["-V"], "e2fsprogs", "the embedded engine's own filesystem", true),
    ].map { Program(area: .tools, name: $0, arguments: $1, package: $2, use: $3, isRequired: $4) }

    func findings() async -> [HostFinding] {
        let programs = Self.engines + Self.tools
        let found = await withTaskGroup(of: (Int, HostFinding).self) { group in
            for (index, program) in programs.enumerated() { group.addTask { (index, await finding(program)) } }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        return await programs.indices.compactMap { found[$0] } + [client(), buildx(), pip()]
    }

    private func finding(_ program: Program) async -> HostFinding {
        let path = sources.find(program.name).first
        let version = path == nil ? nil : await version([program.name] + program.arguments)
        return HostFinding(
            program.area, program.name, path != nil ? .fine : program.isRequired ? .lacking : .degraded,
            found: version ?? path ?? "not installed", for: program.use, remedy: "apt-get install \(program.package)",
            isRequired: program.isRequired)
    }

    /// A second docker client earlier on the PATH changes what a comparison measures.
    private func client() async -> HostFinding {
        let use = "comparing with the docker client"
        var found: [String] = []
        for path in sources.find("docker") { found.append("\(await version([path, "--version"]) ?? "?") (\(path))") }
        let state: HostFinding.State = found.count == 1 ? .fine : .degraded
        return HostFinding(
            .engine, "docker client", state, found: found.isEmpty ? "not installed" : found.joined(separator: "; "),
            for: use,
            remedy: found.isEmpty ? "apt-get install docker.io" : "name the one that is meant by its path")
    }

    private func buildx() async -> HostFinding {
        let client = sources.find("docker").first
        let version = client == nil ? nil : await version([client ?? "", "buildx", "version"])
        return HostFinding(
            .engine, "buildx", version == nil ? .degraded : .fine, found: version ?? "not installed",
            for: "newer docker clients' BuildKit builds; Plimsoll's own need none",
            remedy: "apt-get install docker-buildx, where the distribution has it")
    }

    private func pip() async -> HostFinding {
        let version = await version(["python3", "-m", "pip", "--version"])
        return HostFinding(
            .tools, "pip", version == nil ? .degraded : .fine,
            found: version?.split(separator: " ").prefix(2).joined(separator: " ") ?? "not installed",
            for: "the scap fixture's packages", remedy: "apt-get install python3-pip")
    }

    /// The first line of a program's output, on either stream; nil when it fails.
    private func version(_ words: [String]) async -> String? {
        let result = await sources.run(words)
        guard result.succeeded else { return nil }
        return (result.output + result.complaint).split(separator: "\n").first.map { String($0.prefix(100)) }
    }
}
