import Model

/// How the base image is made: everything that decides its bytes, but for the packages that Debian holds that day.
struct BaseImageRecipe: Sendable {
    /// Files that are written into the image, by path.
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

    /// What of packages is left out: no build reads it, and it is a quarter of the size.
    private static let excluded = ["doc/*", "man/*", "info/*", "locale/*"]

    /// A name for everything here but the machine's sources: another recipe makes another image.
    var name: String {
        let identity = arguments(sources: DebianSources(targets: ""), archive: "").joined(separator: "\u{0}")
        return "base-\(DebianRelease.codename)-\(Digest.sha256("\(Workshop.epoch)\u{0}\(identity)").prefix(12))"
    }

    /// mmdebstrap's arguments to write the image to `archive`.
    func arguments(sources: DebianSources, archive: String) -> [String] {
        var arguments = [
            "--variant=minbase", "--format=tar", "--architectures=\(DebianRelease.architecture)",
            "--aptopt=Acquire::Languages \"none\"", "--aptopt=APT::Sandbox::User \"root\"",
        ]
        arguments += sources.settings.map { "--aptopt=\($0)" }
        // A build's dpkg need not survive a power cut.
        arguments.append("--dpkgopt=force-unsafe-io")
        arguments += Self.excluded.map { "--dpkgopt=path-exclude=/usr/share/\($0)" }
        arguments.append("--dpkgopt=path-include=/usr/share/doc/*/copyright")
        arguments += hooks.map { "--customize-hook=\($0)" }
        return arguments + [DebianRelease.codename, archive] + sources.lines
    }

    /// Shell commands that end the making; `$1` is the image's root.
    private var hooks: [String] {
        let removals = [
            // What came from this machine: apt's settings, its resolver and name, which mmdebstrap copies in.
            "rm -f \"$1/etc/apt/apt.conf.d/99mmdebstrap\" \"$1/etc/resolv.conf\" \"$1/etc/hostname\"",
            // apt's index of its lists, which differs each time (and which apt no longer removes, told to keep none).
            "rm -f \"$1\"/var/cache/apt/*.bin",
            // Older generations of files that are rewritten, an identity.
            "rm -f \"$1\"/var/cache/debconf/*-old \"$1\"/var/lib/dpkg/*-old \"$1\"/etc/*- \"$1/etc/machine-id\"",
        ]
        let files = Self.files.map { path, text in
            "printf %s \(Self.quoted(text)) > \"$1/\(path)\" && chmod 644 \"$1/\(path)\""
        }
        return removals + files
    }

    /// A text as one word of a shell.
    static func quoted(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
