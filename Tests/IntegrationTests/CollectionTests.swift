import Engine
import Foundation
import Housekeeping
import Model
import StubEngine
import Testing

/// How far the builds of a test are, and what was collected meanwhile.
private actor Tally {
    private(set) var finished = 0
    private(set) var collected = 0

    func finish() { finished += 1 }
    func collect(_ images: Int) { collected += images }
}

extension IntegrationTests {
    /// `plimsoll gc` on a real engine, by both builders.
    @Suite(.serialized) struct CollectionTests {
        private struct Report: Decodable {
            var decision: CollectionDecision?
            var outcome: CollectionOutcome?
            var otherCollector: Bool
        }

        /// Runs the command with what it prints for programs.
        private func collect(_ bakery: Bakery, _ more: [String], status: Int32 = 0) async throws -> Report {
            try await Scratch.with { scratch in
                let ended = try await PlimsollCommand.run(arguments(bakery, scratch, more + ["--json"]))
                #expect(ended.code == status, "\(ended.messages)")
                let decoder = JSONDecoder()
                decoder.dateDecodingStrategy = .iso8601
                return try decoder.decode(Report.self, from: Data(ended.output.utf8))
            }
        }

        private func arguments(_ bakery: Bakery, _ scratch: Scratch, _ more: [String]) throws -> [String] {
            [
                "gc", "--engine", try TestEngine.address(), "--label", bakery.label, "--min-age", "0", "--state",
                scratch.plain("state"),
            ] + more
        }

        @Test(arguments: [BuilderKind.legacy, .buildkit])
        func whatIsInUseAndWhatIsOthersStays(builder: BuilderKind) async throws {
            let sentinels = try await Sentinels.make()
            try await Bakery.with { bakery in
                for name in ["a", "b", "c"] { try await bakery.bake(name, by: builder) }
                try await bakery.container(of: "b")
                let planned = try await collect(bakery, ["--policy", "prune-all", "--dry-run"])
                #expect(try await bakery.baked() == ["a", "b", "c"], "a dry run removes nothing")
                #expect(planned.decision?.removals.filter { $0.kind == .image }.count == 2)
                let outcome = try #require(try await collect(bakery, ["--policy", "prune-all"]).outcome)
                #expect(try await bakery.baked() == ["b"])
                #expect(outcome.end == .finished && outcome.spared.isEmpty, "\(outcome.spared.map(\.words))")
                // Two layers of 8 MiB of random bytes are gone, whatever the builder; what BuildKit had of them, too. containerd
                // keeps each as a blob and unpacked; BuildKit there keeps further blobs of what it built.
                let freed = try #require(outcome.filesystemBytes)
                let copies = try await bakery.copies
                #expect((copies * 16 << 20..<copies * 32 << 20).contains(freed), "\(freed)")
                #expect(try await collect(bakery, ["--policy", "prune-all"]).outcome?.end == .idle)
                let containers = try await bakery.client.containers(filters: bakery.filters)
                #expect(containers.count == 1)
            }
            try await sentinels.checkAndRemove(cacheIsCollected: true)
        }

        /// What a collection reckons is what the disk gets back, to 2 %: of an image whose layers the cache keeps, of cache
        /// whose layers an image keeps, and of both.
        @Test(arguments: BuilderKind.allCases)
        func whatIsReckonedIsWhatTheDiskGetsBack(builder: BuilderKind) async throws {
            try await Bakery.with { bakery in
                try await bakery.bake("a", by: builder, key: "same")
                try await bakery.bake("b", by: builder, mebibytes: 16)
                try await bakery.bake("c", by: builder, mebibytes: 4)
                try await bakery.container(of: "c")
                for more in [
                    ["--policy", "tag", "--tag", bakery.name("a")], ["--policy", "prune-all", "--build-cache"],
                ] {
                    let outcome = try #require(try await collect(bakery, more).outcome)
                    let freed = try #require(outcome.filesystemBytes)
                    #expect(outcome.decision.unseen == nil && !outcome.removed.isEmpty)
                    let slack = max(freed / 50, 64 << 10)
                    #expect(
                        abs(freed - outcome.plannedBytes) <= slack, "\(more): \(outcome.plannedBytes), not \(freed)")
                }
            }
        }

        /// A build that finds everything in the cache still counts as a use.
        @Test(arguments: [BuilderKind.legacy, .buildkit])
        func theLeastRecentlyUsedGoesAndNoMoreThanNeeded(builder: BuilderKind) async throws {
            try await Bakery.with { bakery in
                for name in ["a", "b", "c"] {
                    try await bakery.bake(name, by: builder)
                    try await Task.sleep(for: .milliseconds(1100))
                }
                try await bakery.bake("a", by: builder)
                let used = try #require(
                    try await collect(bakery, ["--dry-run", "--high", "1TB", "--low", "1TB"]).decision
                )
                .usedBefore
                let marks = ["--high", "\(used - 1)B", "--low", "\(used - (5 << 20))B"]
                let outcome = try #require(try await collect(bakery, marks).outcome)
                // On containerd's store the classic builder does not write down that it found all in the cache.
                let copies = try await bakery.copies
                let isSeen = builder == .buildkit || copies == 1
                let stays: Set = isSeen ? ["a", "c"] : ["b", "c"]
                #expect(try await bakery.baked() == stays, "\(outcome.removed.map(\.planned.names))")
                #expect(try #require(outcome.accountedBytes) >= 5 << 20)
                #expect(outcome.isOverHighMark == false)
                #expect(try #require(outcome.filesystemBytes) >= 8 << 20)
                // What was kept of the cache still answers; but on containerd's store, BuildKit of 28.5 builds all steps anew after
                // any removal of records.
                guard copies == 1 || builder == .legacy else { return }
                let before = try await collect(bakery, ["--dry-run", "--high", "1TB", "--low", "1TB"]).decision?
                    .usedBefore
                try await bakery.bake("c", by: builder)
                let after = try await collect(bakery, ["--dry-run", "--high", "1TB", "--low", "1TB"]).decision?
                    .usedBefore
                let grown = try #require(after) - (try #require(before))
                #expect(abs(grown) < 1 << 20, "\(grown)")
            }
        }

        @Test func percentAreOfTheEnginesOwnDisk() async throws {
            try await Bakery.with { bakery in
                let options = ["--dry-run", "--high", "99%", "--low", "98%"]
                let before = try #require(try await collect(bakery, options).decision)
                try await bakery.bake("big", by: .legacy, mebibytes: 64)
                let after = try #require(try await collect(bakery, options).decision)
                let grown = after.usedBefore - before.usedBefore
                let copies = try await bakery.copies
                #expect((copies * 64 << 20..<copies * 66 << 20).contains(grown), "\(grown)")
                #expect(after.ground == .belowHighMark && (after.high ?? 0) > after.usedBefore)
            }
        }

        @Test func aCollectorKilledAtAnyMomentIsCompletedByTheNext() async throws {
            let soak = ProcessInfo.processInfo.environment["PLIMSOLL_SOAK"] != nil
            var moments = SeededGenerator(seed: 20_261_123)
            for round in 0..<(soak ? 40 : 3) {
                let delay = Int.random(in: 30...900, using: &moments)
                let builder = round.isMultiple(of: 2) ? BuilderKind.legacy : .buildkit
                let sentinels = try await Sentinels.make()
                try await Bakery.with { bakery in
                    for number in 0..<6 { try await bakery.bake("i\(number)", by: builder, mebibytes: 1) }
                    try await Scratch.with { scratch in
                        let words = try arguments(bakery, scratch, ["--policy", "prune-all"])
                        let ended = try await PlimsollCommand.run(words) { process in
                            try await Task.sleep(for: .milliseconds(delay))
                            kill(process, SIGKILL)
                        }
                        #expect([0, -SIGKILL].contains(ended.code))
                    }
                    let outcome = try await collect(bakery, ["--policy", "prune-all"]).outcome
                    #expect(outcome?.spared.isEmpty == true, "after \(delay) ms")
                    #expect(try await bakery.baked().isEmpty)
                    #expect(try await bakery.client.images(filters: bakery.filters).isEmpty)
                }
                try await sentinels.checkAndRemove(cacheIsCollected: true)
            }
        }

        /// Each job builds an image and makes a container of it; a collector that spares nothing runs all the time. Without the
        /// mutex some job would find its image gone.
        @Test(arguments: [BuilderKind.legacy, .buildkit])
        func buildsThatHoldTheMutexLoseNothing(builder: BuilderKind) async throws {
            try await Bakery.with { bakery in
                let mutex = EngineMutex(directory: try await MutexPlace.directory(of: bakery.client))
                #expect(mutex.directory.hasPrefix("/run/plimsoll/"), "an embedded engine's goes with it")
                let tally = Tally()
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for stream in 0..<2 {
                        group.addTask {
                            for number in 0..<4 {
                                try await mutex.withShared(waitingAtMost: .seconds(60)) { _ in
                                    let name = "job\(stream)-\(number)"
                                    try await bakery.bake(name, by: builder, mebibytes: 1)
                                    try await Task.sleep(for: .milliseconds(200))
                                    let container = try await bakery.container(of: name)
                                    try await bakery.client.removeContainer(container)
                                }
                            }
                            await tally.finish()
                        }
                    }
                    group.addTask {
                        while await tally.finished < 2 {
                            let report = try await collect(bakery, ["--policy", "prune-all", "--wait", "60s"])
                            let images = report.outcome?.removed.count { $0.planned.kind == .image } ?? 0
                            await tally.collect(images)
                        }
                    }
                    try await group.waitForAll()
                }
                #expect(await tally.collected > 0, "the collector must have had something to take")
            }
        }

        @Test func whenAnotherCollectsItSaysSoAndAllIsWell() async throws {
            try await Bakery.with { bakery in
                try await bakery.bake("a", by: .buildkit, mebibytes: 1)
                let mutex = EngineMutex(directory: try await MutexPlace.directory(of: bakery.client))
                try await mutex.withExclusive(waitingAtMost: .seconds(5)) { _ in
                    try await Scratch.with { scratch in
                        let words = try arguments(bakery, scratch, ["--policy", "prune-all"])
                        let ended = try await PlimsollCommand.run(words)
                        #expect(ended.code == 0 && ended.messages.contains("Another collection"), "\(ended.messages)")
                    }
                    #expect(try await collect(bakery, ["--policy", "prune-all"]).otherCollector)
                }
                #expect(try await bakery.baked() == ["a"])
            }
        }

        @Test func whenBuildsKeepTheEngineItGivesUp() async throws {
            try await Bakery.with { bakery in
                try await bakery.bake("a", by: .buildkit, mebibytes: 1)
                let mutex = EngineMutex(directory: try await MutexPlace.directory(of: bakery.client))
                try await mutex.withShared(waitingAtMost: .seconds(5)) { _ in
                    try await Scratch.with { scratch in
                        let words = try arguments(bakery, scratch, ["--policy", "prune-all", "--wait", "1s"])
                        let ended = try await PlimsollCommand.run(words)
                        #expect(ended.code == 1 && ended.messages.contains("nothing was removed"), "\(ended.messages)")
                        #expect(ended.messages.contains("waiting for running builds"))
                    }
                }
                #expect(try await bakery.baked() == ["a"])
            }
        }

        @Test func whatItCannotDoItTells() async throws {
            try await Scratch.with { scratch in
                let none = try await PlimsollCommand.run(["gc", "--state", scratch.plain("s")])
                #expect(none.code == 64 && none.messages.contains("--engine"))
                let marks = try await PlimsollCommand.run(
                    ["gc", "--engine", "unix:///x", "--high", "70%", "--low", "80%", "--state", scratch.plain("s")])
                #expect(marks.code == 64 && marks.messages.contains("above the high mark"))
                let lost = try await PlimsollCommand.run(
                    ["gc", "--engine", "unix:///nonexistent/docker.sock", "--state", scratch.plain("s")])
                #expect(lost.code == 1 && lost.messages.contains("unix:///nonexistent/docker.sock"))
                let unseen = StubEngine.jobRoutes().on(
                    "GET /info", .json(#"{"ID":"X","DockerRootDir":"/nonexistent"}"#))
                try await StubEngine.withServer(unseen) { stub in
                    let ended = try await PlimsollCommand.run(
                        ["gc", "--engine", stub.endpoint, "--dry-run", "--state", scratch.plain("s")])
                    #expect(ended.code == 64 && ended.messages.contains("in bytes"), "\(ended.messages)")
                    let inBytes = try await PlimsollCommand.run(
                        [
                            "gc", "--engine", stub.endpoint, "--dry-run", "--state", scratch.plain("s"), "--high",
                            "1MB",
                            "--low", "1MB",
                        ])
                    #expect(inBytes.code == 0, "\(inBytes.messages)")
                }
            }
        }
    }
}
