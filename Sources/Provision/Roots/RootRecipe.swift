import Model

/// How the root of a suite's engine is made: a minimal Debian with the engine's packages, by mmdebstrap.
struct RootRecipe: Sendable, Hashable {
    let product: SuiteEngine.Product
    let suite: String

    init(_ engine: SuiteEngine) { (product, suite) = (engine.product, engine.suite) }

    /// Names the root on the machine, as `docker-trixie`.
    var name: String { "\(product.rawValue)-\(suite)" }
    /// As on the command line, without the image store: both stores have the same root.
    var words: String { "\(product.rawValue):\(suite)" }

    /// The path in the root of the engine's own program.
    var program: String { product == .docker ? "usr/sbin/dockerd" : "usr/bin/podman" }
    /// The package whose version is the engine's.
    var package: String { product == .docker ? "docker.io" : "podman" }

    /// What every suite must have. `mount` is essential in older suites only; the daemon refuses hosts with AppArmor if
    /// it lacks the parser.
    var packages: [String] {
        let common = ["apparmor", "ca-certificates", "iptables", "mount"]
        return switch product {
        case .docker: ["docker.io", "containerd", "runc"] + common
        case .podman: ["podman", "crun", "netavark", "aardvark-dns", "nftables"] + common
        }
    }

    /// What is added where the suite has it. apt takes no empty pattern, hence one that every suite has.
    var optional: [String] {
        let common = ["ca-certificates", "runsc"]
        return product == .docker ? ["docker-buildx"] + common : common
    }

    /// The programs whose content is checked at each start, those of them that the root has.
    static let programs = [
        "usr/sbin/dockerd", "usr/sbin/docker-proxy", "usr/bin/docker-proxy", "usr/bin/containerd",
        "usr/bin/containerd-shim-runc-v2", "usr/sbin/runc", "usr/bin/runc", Self.buildx, "usr/bin/runsc",
        "usr/bin/podman", "usr/bin/crun", "usr/bin/conmon", "usr/lib/podman/netavark", "usr/lib/podman/aardvark-dns",
    ]
    static let buildx = "usr/libexec/docker/cli-plugins/docker-buildx"
    static let gvisor = "usr/bin/runsc"

    /// A digest of everything here that decides the root, except the packages that the suite holds that day.
    var identity: String {
        Digest.sha256(arguments(sources: DebianSources(targets: ""), target: "").joined(separator: "\u{0}"))
    }

    /// - Parameter target: The directory that becomes the root.
    func arguments(sources: DebianSources, target: String) -> [String] {
        let pattern = optional.map { "?exact-name(\($0))" }.joined(separator: ",")
        var arguments = [
            "--variant=minbase", "--format=directory", "--architectures=\(DebianRelease.hostArchitecture)",
            "--include=\(packages.joined(separator: ","))", "--include=?or(\(pattern))",
            "--aptopt=Acquire::Languages \"none\"", "--aptopt=APT::Sandbox::User \"root\"",
            // A root that was not finished is not used, so it need not survive a power cut.
            "--dpkgopt=force-unsafe-io",
        ]
        arguments += sources.settings.map { "--aptopt=\($0)" }
        arguments += ["doc", "man", "info", "locale"].map { "--dpkgopt=path-exclude=/usr/share/\($0)/*" }
        return arguments + [suite, target] + sources.lines
    }
}
