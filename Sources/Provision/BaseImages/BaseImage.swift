import Engine
import Foundation
import Model

/// The image that fixtures build on: a minimal Debian, made on this machine from its own package source. It installs
/// packages only from the ``PackageMirror``. The same packages give the same bytes.
package struct BaseImage: Sendable {
    package static let reference = "plimsoll/base:\(DebianRelease.codename)"

    /// Its short name among the provided images, which are all based on it.
    package static let providedName = "os"

    private static let space = 800 << 20

    let store: ImageStore
    let recipe = BaseImageRecipe()

    /// The base image in `images` of a state directory, which need not exist yet.
    package init(stateDirectory: String = ".plimsoll") { store = ImageStore(stateDirectory: stateDirectory, "images") }

    /// The image's archive, made first if it is missing (some 20 s, 130 MB).
    package func prepare(announce: @escaping Announce = { _ in }) async throws -> PreparedImage {
        try await store.image(recipe.name, needing: Self.space, announce: announce) { workshop in
            announce("making the base image: Debian \(DebianRelease.codename)")
            let sources = try await DebianSources.discover(workshop)
            try await workshop.bootstrap(
                recipe.arguments(sources: sources, archive: workshop.archive), of: "base image")
            return Self.installed(try await Self.status(of: workshop.archive, workshop))
        }
    }

    @discardableResult
    package func ensure(on client: EngineClient, announce: @escaping Announce = { _ in }) async throws -> String {
        let image = try await prepare(announce: announce)
        return try await ImportedImage(reference: Self.reference, changes: ["CMD [\"/bin/bash\"]"])
            .ensure(image, on: client, announce: announce)
    }

    static func status(of archive: String, _ workshop: Workshop) async throws -> String {
        try await workshop.run(.tar, ["--extract", "--to-stdout", "--file", archive, "./var/lib/dpkg/status"])
    }

    /// What is installed according to dpkg's status file, as `name version`, in the file's order.
    static func installed(_ status: String) -> [String] {
        PackageStanza.names(in: status) { $0["Status"]?.hasSuffix(" installed") == true }
    }
}

/// How the base image is made: everything that decides its bytes, except the packages that Debian holds that day.
struct BaseImageRecipe: Sendable {
    static let files: KeyValuePairs = [
        "etc/apt/sources.list": "deb [trusted=yes] http://\(MirrorAddress.host)/apt ./\n",
        "etc/apt/apt.conf.d/90plimsoll": """
        // Nothing that a build downloaded stays in its layers.
        DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/*.bin || true"; };
        Dir::Cache::pkgcache "";
        Dir::Cache::srcpkgcache "";
        Acquire::Languages "none";
        // The mirror holds what the listed packages need, and no more.
        APT::Install-Recommends "false";
        // A build's apt needs no other user; nor do its directories then change owner with what that user may enter.
        APT::Sandbox::User "root";

        """,
        "etc/pip.conf": """
        [global]
        index-url = http://\(MirrorAddress.host)/pip/simple
        trusted-host = \(MirrorAddress.host)
        disable-pip-version-check = true
        progress-bar = off

        [install]
        # An image has one user and one purpose: its Python may be installed into.
        break-system-packages = true
        root-user-action = ignore

        """,
        "etc/hosts": "127.0.0.1\tlocalhost\n",
        "etc/hostname": "plimsoll\n",
        "etc/resolv.conf": "",
    ]

    /// A name for everything here except the machine's sources: another recipe makes another image.
    var name: String {
        let identity = arguments(sources: DebianSources(targets: ""), archive: "").joined(separator: "\u{0}")
        return "base-\(DebianRelease.codename)-\(Digest.sha256("\(Workshop.epoch)\u{0}\(identity)").prefix(12))"
    }

    func arguments(sources: DebianSources, archive: String) -> [String] {
        var arguments = [
            "--variant=minbase", "--format=tar", "--architectures=\(DebianRelease.architecture)",
            "--aptopt=Acquire::Languages \"none\"", "--aptopt=APT::Sandbox::User \"root\"",
        ]
        arguments += sources.settings.map { "--aptopt=\($0)" }
        // A build's dpkg need not survive a power cut.
        arguments.append("--dpkgopt=force-unsafe-io")
        // Left out: no build reads them, and they are a quarter of the size.
        arguments += ["doc/*", "man/*", "info/*", "locale/*"].map { "--dpkgopt=path-exclude=/usr/share/\($0)" }
        arguments.append("--dpkgopt=path-include=/usr/share/doc/*/copyright")
        let files = Self.files.map { path, text in
            "printf %s \(Self.quoted(text)) > \"$1/\(path)\" && chmod 644 \"$1/\(path)\""
        }
        arguments += (Self.removals + files).map { "--customize-hook=\($0)" }
        return arguments + [DebianRelease.codename, archive] + sources.lines
    }

    /// Shell commands for the end of the build; `$1` is the image's root.
    private static let removals = [
        // Files from this machine that mmdebstrap copies in: apt's settings, its resolver and host name.
        "rm -f \"$1/etc/apt/apt.conf.d/99mmdebstrap\" \"$1/etc/resolv.conf\" \"$1/etc/hostname\"",
        // apt's index of its lists, which differs each time. apt no longer removes it, because it is set to keep none.
        "rm -f \"$1\"/var/cache/apt/*.bin",
        // Old versions of rewritten files, and the machine's identity.
        "rm -f \"$1\"/var/cache/debconf/*-old \"$1\"/var/lib/dpkg/*-old \"$1\"/etc/*- \"$1/etc/machine-id\"",
    ]

    static func quoted(_ text: String) -> String {
        "'\(text.replacing("'", with: "'\\''"))'"
    }
}
