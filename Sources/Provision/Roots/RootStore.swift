import Foundation
import Model

/// The roots of suites' engines on this machine: a directory `NAME.XXXXXX` for each, its record `NAME.json`, a lock,
/// and a workshop while one is made.
///
/// The record is written last: a directory without one is unfinished, or was replaced. A root that an engine uses is
/// never removed.
package struct RootStore: Sendable {
    /// Free disk space needed to make a root, in bytes.
    private static let space = 1200 << 20

    package let directory: String

    /// The machine's, in `/var/cache/plimsoll/roots` or `$PLIMSOLL_ROOTS`.
    package init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        let given = environment["PLIMSOLL_ROOTS"].flatMap { $0.isEmpty ? nil : $0 }
        self.init(directory: given ?? "/var/cache/plimsoll/roots")
    }

    init(directory: String) { self.directory = HostFiles.resolved(directory) }

    /// The root of an engine: the one that is there, if it is as it was made, or a new one (up to a minute).
    /// - Throws: `noRoot` where it cannot be made.
    package func root(of engine: SuiteEngine, announce: @escaping Announce = { _ in }) async throws -> EngineRoot {
        let recipe = RootRecipe(engine)
        let found = await look(recipe)
        if case .sound(let root) = found { return root }
        do {
            let store = ImageStore(directory: directory)
            return try await store.withWorkshop(
                needing: Self.space, unless: { await look(recipe).root }, announce: announce
            ) { workshop in
                if case .unfit(let reason) = found {
                    announce("the root of \(recipe.words) cannot be used (\(reason)): making it anew")
                }
                return try await make(recipe, workshop)
            }
        } catch let error as PreparationError {
            throw RootComplaint.error(error, recipe, directory)
        }
    }

    /// The record of a root, whether or not it is still as it was made; nil where there is none.
    package func recorded(_ engine: SuiteEngine) -> EngineRoot.Facts? { facts(RootRecipe(engine)) }

    enum Look: Sendable {
        case sound(EngineRoot), missing
        /// There is one, but it cannot be used, because of what.
        case unfit(String)

        var root: EngineRoot? {
            guard case .sound(let root) = self else { return nil }
            return root
        }
    }

    func look(_ recipe: RootRecipe) async -> Look {
        guard FileManager.default.fileExists(atPath: record(recipe)) else { return .missing }
        guard let facts = facts(recipe) else { return .unfit("its record cannot be read") }
        guard facts.architecture == DebianRelease.hostArchitecture else {
            return .unfit("it is for \(facts.architecture), and this host is \(DebianRelease.hostArchitecture)")
        }
        guard facts.recipe == recipe.identity else { return .unfit("another version of Plimsoll made it") }
        let root = EngineRoot(directory: "\(directory)/\(facts.directory)", facts: facts)
        guard FileManager.default.fileExists(atPath: root.directory) else { return .unfit("its directory is missing") }
        if let difference = facts.digest.difference(from: await .read(root.directory)) { return .unfit(difference) }
        return .sound(root)
    }

    private func record(_ recipe: RootRecipe) -> String { "\(directory)/\(recipe.name).json" }

    private func facts(_ recipe: RootRecipe) -> EngineRoot.Facts? {
        FileManager.default.contents(atPath: record(recipe))
            .flatMap { try? JSONText.decode(EngineRoot.Facts.self, from: $0) }
    }

    private func make(_ recipe: RootRecipe, _ workshop: Workshop) async throws -> EngineRoot {
        let began = ContinuousClock.now
        workshop.announce("making a root for \(recipe.words), once on this machine: up to a minute")
        let sources = try await DebianSources.discover(suite: recipe.suite, workshop)
        let tree = "\(workshop.directory)/root"
        try await workshop.bootstrap(recipe.arguments(sources: sources, target: tree), of: "root of \(recipe.words)")
        let name = "\(recipe.name).\(PartNames.random().name)"
        let root = "\(directory)/\(name)"
        let packages = BaseImage.installed(HostFiles.text("\(tree)/var/lib/dpkg/status") ?? "").sorted()
        try PreparationError.state("\(root) cannot be written.") {
            guard rename(tree, root) == 0 else { throw CocoaError(.fileWriteUnknown) }
        }
        let digest = await RootDigest.read(root)
        guard digest.programs[recipe.program] != nil else {
            throw PreparationError(.unresolvable, "\(recipe.suite) has no \(recipe.program).")
        }
        let facts = EngineRoot.Facts(
            recipe: recipe.identity, architecture: DebianRelease.hostArchitecture, directory: name, packages: packages,
            made: Date(timeIntervalSince1970: Date.now.timeIntervalSince1970.rounded()),
            seconds: (ContinuousClock.now - began) / .seconds(1), digest: digest)
        try workshop.write(try JSONText.data(facts, .prettyPrinted), to: "\(workshop.directory)/record")
        try PreparationError.state("\(record(recipe)) cannot be written.") {
            guard rename("\(workshop.directory)/record", record(recipe)) == 0 else {
                throw CocoaError(.fileWriteUnknown)
            }
        }
        removeOthers(recipe, than: name)
        return EngineRoot(directory: root, facts: facts)
    }

    /// Removes replaced and unfinished roots of a recipe, except those that an engine holds: its script locks the
    /// directory as long as the engine lives.
    func removeOthers(_ recipe: RootRecipe, than name: String) {
        for other in HostFiles.names(in: directory) where other.hasPrefix("\(recipe.name).") && other != name {
            let path = "\(directory)/\(other)"
            let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            guard descriptor >= 0 else { continue }
            defer { close(descriptor) }
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { try? FileManager.default.removeItem(atPath: path) }
        }
    }
}

/// Why a root was not made, in words about engines.
enum RootComplaint {
    static func error(_ error: PreparationError, _ recipe: RootRecipe, _ directory: String) -> EmbeddedEngineError {
        let cause = error.cause ?? ""
        let message =
            if cause.contains("does not have a Release file") {
                "the Debian archive that this machine uses has no suite '\(recipe.suite)': name another, such as bookworm, "
                    + "trixie, forky or sid"
            } else if cause.contains("NO_PUBKEY") || cause.contains("is not signed") {
                "this machine does not know the keys of \(recipe.suite): run `apt-get install debian-archive-keyring`"
            } else if error.code == .unresolvable {
                "the suite \(recipe.suite) does not have the packages that it needs"
            } else if error.code == .noSpace {
                "too little space: free some in \(directory), or name another directory in PLIMSOLL_ROOTS"
            } else {
                error.message.hasSuffix(".") ? String(error.message.dropLast()) : error.message
            }
        return EmbeddedEngineError(.noRoot, "There is no root for \(recipe.words): \(message).", cause: error.cause)
    }
}
