/// How many builds come, and when.
public struct Demand: Sendable, Equatable {
    /// Seconds of a day.
    static let day = 86_400.0

    /// The mean number of builds a day.
    public var buildsADay: Double
    /// How they fall on the hours; within an hour they come at random, independently of each other (Poisson).
    public var profile: DayProfile
    /// For how many repositories each measured fixture stands: each has a cache of its own on every worker.
    public var repositoriesAFixture: Int

    /// A demand; by default each fixture is one repository.
    public init(buildsADay: Double, profile: DayProfile = .flat, repositoriesAFixture: Int = 1) {
        self.buildsADay = buildsADay
        self.profile = profile
        self.repositoriesAFixture = repositoriesAFixture
    }

    /// The mean number of builds a second.
    var rate: Double { buildsADay / Self.day }
}
