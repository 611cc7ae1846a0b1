import ArgumentParser
import Tracking

extension NightPlant: ExpressibleByArgument {}

/// Which nights a self-check measures.
struct NightsOptions: ParsableArguments {
    @Option(
        defaultAsFlag: 1,
        help: ArgumentHelp(
            "Check nights instead: measure so many with each planted regression, and twice as many with none.",
            discussion: """
                Each night is one new commit, held against a baseline as `plimsoll run --against` and `plimsoll compare` do by \
                default. Half of the nights with nothing planted run beside a load on one core. A night takes about 2.5 minutes. \
                Nights that are in --db already count, if Plimsoll, engine, host and seed are the same: only the rest is measured.
                """))
    var nights: Int? = nil

    @Option(help: "With --nights: only nights with this planted; may be repeated.") var plant: [NightPlant] = []

    @Flag(help: "With --nights: measure all of them anew.") var fresh = false

    var plants: [NightPlant] { plant.isEmpty ? NightPlant.allCases : NightPlant.allCases.filter(plant.contains) }

    func validate() throws {
        if nights == nil, !plant.isEmpty { throw ValidationError("--plant needs --nights.") }
        if nights == nil, fresh { throw ValidationError("--fresh needs --nights.") }
        if let nights, !(1...1000).contains(nights) { throw ValidationError("--nights must be 1 to 1000.") }
    }
}
