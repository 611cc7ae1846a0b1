import Model
import Testing

@testable import Tracking

/// When a night of a self-check has named rightly what was planted.
struct NightPlantTests {
    private func isNamed(
        _ plant: NightPlant, _ place: Culprit.Place, since commit: String? = PlantedTrials.commit
    ) -> Bool {
        plant.isNamed(by: PlantedTrials.culprit(place, since: commit), commit: PlantedTrials.commit)
    }

    @Test func aSlowerStepIsNamedByItsOwnStepOnly() {
        #expect(isNamed(.slowerStep, .step(PlantedTrials.step("RUN sh build.sh"))))
        #expect(isNamed(.slowerStep, .step(PlantedTrials.step("RUN /bin/sh -c sh build.sh"))))
        #expect(!isNamed(.slowerStep, .step(PlantedTrials.step("RUN sh install.sh"))))
        #expect(!isNamed(.slowerStep, .phase(.build)) && !isNamed(.slowerStep, .command))
    }

    @Test func aMovedCopyIsNamedByTheInstallationThatMisses() {
        let (copy, install) = ("COPY requirements.txt install.sh ./", "RUN sh install.sh")
        #expect(isNamed(.movedCopy, .misses([PlantedTrials.step(install)])))
        #expect(!isNamed(.movedCopy, .misses([PlantedTrials.step(copy), PlantedTrials.step(install)])))
        #expect(!isNamed(.movedCopy, .misses([])))
        #expect(!isNamed(.movedCopy, .step(PlantedTrials.step(install))))
    }

    @Test func aFailureIsNamedByTheStepThatFails() throws {
        #expect(isNamed(.failingStep, .failure(try PlantedTrials.failed(at: "RUN sh build.sh"))))
        #expect(!isNamed(.failingStep, .failure(try PlantedTrials.failed(at: "RUN sh install.sh"))))
    }

    @Test func aLeakIsNamedByItsKind() {
        func leak(_ kind: String) -> Culprit.Place {
            .leak(LeakChange(scenario: "nights", fixture: "app", kind: kind, base: 0, candidate: 26))
        }
        #expect(isNamed(.leak, leak("container")) && !isNamed(.leak, leak("volume")))
    }

    @Test func aLargerImageIsNamedByItsGrowthOrItsStep() throws {
        let image = Culprit.Place.image(try #require(MetricTable.standard[BuiltPoint.bytes.rawValue]))
        func isNamed(_ grown: Double?) -> Bool {
            NightPlant.largerImage.isNamed(
                by: PlantedTrials.culprit(image, grown: grown), commit: PlantedTrials.commit)
        }
        #expect(isNamed(50_000_000) && isNamed(50_200_000))
        #expect(!isNamed(3_000_000) && !isNamed(100_000_000) && !isNamed(nil))
        let step = try #require(
            NightPlant.largerImage.commit.files["Dockerfile"]?.split(separator: "\n").first { $0.contains("head -c") })
        #expect(self.isNamed(.largerImage, .step(PlantedTrials.step(String(step), isNew: true))))
        #expect(!self.isNamed(.largerImage, .step(PlantedTrials.step("RUN sh build.sh", isNew: true))))
    }

    @Test func theCommitMustBeThePlantedOne() {
        #expect(isNamed(.slowerCommand, .command))
        #expect(!isNamed(.slowerCommand, .command, since: "another"))
        #expect(!isNamed(.slowerCommand, .command, since: nil))
    }

    @Test func nothingIsNeverNamed() {
        #expect(!isNamed(.nothing, .command) && !isNamed(.nothing, .misses([])))
    }

    @Test func eachPlantChangesTheFilesOfTheHistory() throws {
        let start = try #require(NightTree.history.first?.files)
        #expect(NightTree.history.count == 15)
        for plant in NightPlant.allCases {
            let changed = plant.commit.files.filter { start[$0.key] != $0.value }
            #expect(changed.count == 1 && start.keys.contains(changed.keys.first ?? ""), "\(plant)")
        }
        #expect(Set(NightPlant.allCases.map(\.commit.subject)).count == NightPlant.allCases.count)
    }

    @Test func theMovedCopyStandsAboveTheInstallation() throws {
        func lines(_ files: [String: String]?) throws -> [String] {
            try #require(files?["Dockerfile"]).split(separator: "\n").map(String.init)
        }
        let before = try lines(NightTree.history.first?.files)
        let after = try lines(NightPlant.movedCopy.commit.files)
        #expect(before.sorted() == after.sorted())
        func order(_ lines: [String]) throws -> Bool {
            try #require(lines.firstIndex(of: "COPY . .")) < #require(lines.firstIndex(of: "RUN sh install.sh"))
        }
        #expect(try !order(before) && order(after))
    }
}
