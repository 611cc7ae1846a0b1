import Engine

extension HostSources {
    private struct Program: Sendable {
        let area: HostFinding.Area
        let name: String
        let option: String
        let package: String
        let use: String
        let isRequired: Bool
    }

    private static let programs: [Program] = [
        ("dockerd", "--version", "docker.io", "the embedded engine", true),
        ("containerd", "--version", "containerd", "the embedded engine", true),
        ("runc", "--version", "runc", "the embedded engine", true),
        ("podman", "--version", "podman", "comparing with Podman", false),
        ("runsc", "--version", "runsc", "comparing with gVisor", false),
        ("mmdebstrap", "--version", "mmdebstrap", "base images without a registry", false),
        ("git", "--version", "git", "replaying repositories", false),
        ("gnuplot", "--version", "gnuplot-nox", "charts of the report", false),
        ("python3", "--version", "python3", "the scap fixture's packages", false),
        ("apt-ftparchive", "--version", "apt-utils", "packages served to builds", false),
        ("sqlite3", "--version", "sqlite3", "reading the database by hand", false),
        ("busybox", "--help", "busybox-static", "small images for tests", false),
        ("docker-registry", "--version", "docker-registry", "a central cache", false),
        ("iptables", "--version", "iptables", "the embedded engine", true),
        ("ip", "-V", "iproute2", "the embedded engine", true),
        ("nsenter", "--version", "util-linux", "the embedded engine", true),
        ("unshare", "--version", "util-linux", "the embedded engine", true),
        ("setsid", "--version", "util-linux", "the embedded engine", true),
        ("mkfs.ext4", "-V", "e2fsprogs", "the embedded engine's own filesystem", true),
    ].enumerated().map { place, program in
        Program(
            area: place < 5 ? .engine : .tools, name: program.0, option: program.1, package: program.2, use: program.3,
            isRequired: program.4)
    }

    func programFindings() async -> [HostFinding] {
        let found = await withTaskGroup(of: (Int, HostFinding).self) { group in
            for (index, program) in Self.programs.enumerated() { group.addTask { (index, await finding(program)) } }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        return await Self.programs.indices.compactMap { found[$0] } + others()
    }

    private func finding(_ program: Program) async -> HostFinding {
        let path = find(program.name).first
        let version = path == nil ? nil : await version([program.name, program.option])
        return HostFinding(
            program.area, program.name, path != nil, found: version ?? path ?? "not installed", for: program.use,
            remedy: "apt-get install \(program.package)", isRequired: program.isRequired)
    }

    private func others() async -> [HostFinding] {
        let paths = find("docker")
        // A second docker client earlier on the PATH changes what a comparison measures.
        var clients: [String] = []
        for path in paths { clients.append("\(await version([path, "--version"]) ?? "?") (\(path))") }
        let buildx = await buildx()
        let pip = await version(["python3", "-m", "pip", "--version"])
        return [
            HostFinding(
                .engine, "docker client", clients.count == 1,
                found: clients.isEmpty ? "not installed" : clients.joined(separator: "; "),
                for: "comparing with the docker client",
                remedy: clients.isEmpty ? "apt-get install docker.io" : "name the one to use by its path"),
            HostFinding(
                .engine, "buildx", buildx != nil,
                found: buildx.map { "buildx \($0.version) (\($0.path))" } ?? "not installed, or older than 0.13",
                for: "builder: buildx",
                remedy:
                    "apt-get install docker-buildx, if the distribution has it; or name it by \(BuildxProgram.variable)"
            ),
            HostFinding(
                .tools, "pip", pip != nil,
                found: pip?.split(separator: " ").prefix(2).joined(separator: " ") ?? "not installed",
                for: "the scap fixture's packages", remedy: "apt-get install python3-pip"),
        ]
    }

    /// The first line of a program's output, on either stream; nil when it fails.
    private func version(_ words: [String]) async -> String? {
        let result = await run(words)
        guard result.succeeded else { return nil }
        return (result.output + result.complaint).split(separator: "\n").first.map { String($0.prefix(100)) }
    }
}
