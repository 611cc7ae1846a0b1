import Engine
import Fixtures
import Model

/// What the phases of one job hand to each other.
struct JobWork: Sendable {
    /// How the job's command ran in its container.
    struct Command: Sendable {
        /// From the engine's start time to its finish time.
        var seconds: Double
        var exitStatus: Int
    }

    var context: BuildContext?
    /// The key of the archive of dependencies; nil where there is none.
    var archiveKey: String?
    var contextBytes = 0
    /// What stands in the repository's Dockerfile, by the run's own images that were sent in its place.
    var originals: [String: String] = [:]
    /// Whether BuildKit may ask back over a session while it builds the archive.
    var offersSession = false
    /// The Dockerfile that was built.
    var outline: DockerfileOutline?
    var steps: [StepRecord] = []
    /// The steps as the builder reported them.
    var built: [BuildStep] = []
    /// The tag of the image, once it is built.
    var image: String?
    /// Whether the build was begun and its end not awaited, so that an image may have the job's tag.
    var imageMayExist = false
    /// Whether a container may exist, and so must be removed.
    var containerMayExist = false
    var command: Command?
    var artifactBytes = 0
    /// What its command told of its probes.
    var probes: [ProbeRecord] = []
    /// Figures that are no part of the record.
    var points: [JobPoint] = []
}
