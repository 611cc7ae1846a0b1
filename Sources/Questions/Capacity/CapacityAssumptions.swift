import Simulation

/// What was assumed and not measured, in words.
struct CapacityAssumptions {
    let terms: CapacityTerms

    var sentence: String { list.joined(separator: "; ") + "." }

    private var list: [String] {
        [
            "builds come at random, on the hours of a day by the profile “\(Markdown.escaped(terms.profile.name))” "
                + "(the busiest has \(Words.number(terms.profile.peak)) times the mean rate)",
            terms.repositoriesAFixture == 1
                ? "each fixture is one repository"
                : "each fixture stands for \(terms.repositoriesAFixture) repositories",
            terms.cachedRepositories.map { "a worker keeps \($0) of them in its cache" }
                ?? "a worker keeps in its cache all that it has built",
            terms.affinity.map {
                "builds prefer a worker that has built their repository, at the price of \(Words.seconds($0.patience)) at most"
            } ?? "builds go to any free worker",
            terms.collection.map(words(of:)) ?? "collecting garbage costs no time",
        ]
    }

    private func words(of collection: Fleet.Collection) -> String {
        let pause = "a worker's garbage is collected for \(Words.seconds(collection.seconds))"
        if let marks = collection.marks {
            let grown = terms.growth == nil ? "as the run's ledger says" : "by as much as was given"
            let (high, low) = (Words.bytes(marks.high), Words.bytes(marks.low))
            return "\(pause) where its disk, which grows \(grown), holds \(high), down to \(low)"
        }
        return "\(pause) every \(Words.count(collection.builds ?? 0, "build", "builds"))"
    }
}
