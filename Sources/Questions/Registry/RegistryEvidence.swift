import Model
import Store

/// What a run says of `registry`: evidence, and no answer. Sizes are in bytes, durations in seconds, rates in bytes a second.
struct RegistryEvidence: Sendable {
    var run: RunSummary
    /// The names of its scenarios that bear on the question.
    var scenarios: [String]
    /// By fixture and builder, pushes before pulls; jobs without a fault only.
    var transfers: [RegistryTransfers]
    /// By fixture, builder and change class, after the first push.
    var growth: [RegistryGrowth]
    /// What a later build of any fixture and builder adds, weighted to the trace's real proportions.
    var laterGrowth: GrowthEstimate?
    /// By name, before the registry's own collection.
    var repositories: [RegistryRepository]
    /// What all repositories take together; nil where it was not measured.
    var together: Double?
    /// Nil where it was not measured.
    var collection: RegistryCollectionFindings?
    var faults: [RegistryFaultFindings]
    var warnings: [Warning]

    /// What the repositories would take with a copy each.
    var alone: Double { repositories.reduce(0) { $0 + $1.bytes } }
    /// The part of that which sharing saves; nil where it was not measured.
    var saved: Double? { together.flatMap { alone > 0 ? 1 - $0 / alone : nil } }

    /// The median rate of the first transfers of all repositories.
    func firstRate(_ way: RegistryTransfers.Way) -> Double? {
        Medians.plain(transfers.filter { $0.way == way }.compactMap { $0.first?.rate })
    }
}

/// What the pushes or the pulls of one fixture and builder moved, both ways, and how long they took.
struct RegistryTransfers: Sendable {
    enum Way: Sendable { case push, pull }

    struct Transfer: Sendable, Equatable {
        var bytes, seconds: Double
        var rate: Double? { seconds > 0 ? bytes / seconds : nil }
    }

    /// The fixture and the builder.
    var series: Series
    var way: Way
    /// The first of the repository, which moves every layer that the other side lacks.
    var first: Transfer?
    /// The single ones of later changes.
    var later: [Transfer]
    /// Medians of the later ones, weighted.
    var bytes, seconds, rate: Estimate?
}

/// By how much the registry grew with a build's push, on the mean.
struct RegistryGrowth: Sendable {
    var series: Series
    var changeClass: ChangeClass
    /// Layers and configurations.
    var blobs: GrowthEstimate
    var manifests: Double
}

struct RegistryRepository: Sendable, Equatable {
    var name: String
    /// The layers, configurations and manifests that it links, and the part of them that no other repository links.
    var bytes, ownBytes: Double
}

/// What the registry's own collection did, keeping the newest image of each repository.
struct RegistryCollectionFindings: Sendable, Equatable {
    var before, after: Double
    /// How long the collector took, and how long nothing could be pushed or pulled.
    var seconds, blocked: Double
    /// Images that it kept, and those of them that an empty engine could pull afterwards; nil where nobody tried.
    var kept, pulled: Int?
}

/// What one fault of the registry did to the jobs of one builder, warm-ups included.
struct RegistryFaultFindings: Sendable {
    /// The value of the factor `fault`.
    var fault: Fault
    /// The configuration's name without the factors `fault` and `delivery`.
    var builder: String
    var jobs: Int
    /// Those that the fault struck, by whether the push before the job failed, or the pull in it.
    var inPush, inPull: Int
    /// Of those that it struck, the jobs whose image could be pushed and pulled once the registry served again.
    var recovered: Int
    /// How long a job was held from the fault on, in seconds: median and longest; nil where that was not measured.
    var held, longest: Double?
    /// The most that interrupted uploads had left in the registry's storage after such a job.
    var uploads: Double
    /// The message of the first job that failed in the push, and of the first in the pull.
    var messages: [String]

    var struck: Int { inPush + inPull }
}
