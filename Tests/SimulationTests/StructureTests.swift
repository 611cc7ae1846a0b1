import Model
import Testing

@testable import Simulation

/// The structures under the simulation beside the simplest that do the same.
@Suite struct StructureTests {
    @Test func theHeapTellsTheEarliest() {
        var generator = SeededGenerator(seed: 1)
        var heap = EventHeap(workers: 37)
        var times = [Double](repeating: .infinity, count: 37)
        #expect(heap.next.time == .infinity)
        for step in 0..<3000 {
            let worker = generator.index(below: 37)
            let time = step % 7 == 0 ? Double.infinity : generator.uniform()
            heap.set(worker, to: time)
            times[worker] = time
            #expect(heap.next.time == times.min())
            #expect(times[heap.next.worker] == heap.next.time)
        }
    }

    @Test func theQueueKeepsItsOrder() {
        var generator = SeededGenerator(seed: 2)
        var queue = BuildQueue()
        var truth: [Double] = []
        for step in 0..<5000 {
            if truth.isEmpty || generator.uniform() < 0.55 {
                queue.append(
                    Build(arrival: Double(step), work: 1, repository: 0, fixture: 0, isCounted: true))
                truth.append(Double(step))
            } else {
                let place = min(generator.index(below: 5), truth.count - 1)
                #expect(queue.remove(at: place)?.arrival == truth.remove(at: place))
            }
            #expect(queue.count == truth.count && queue[0]?.arrival == truth.first)
        }
        #expect(truth.count > 64 && queue[truth.count] == nil && queue.remove(at: truth.count) == nil)
    }

    @Test func theLeastLoadedWorkerIsFree() {
        var generator = SeededGenerator(seed: 3)
        var free = FreeWorkers(workers: 9, executors: 3)
        var running = [Int](repeating: 0, count: 9)
        for _ in 0..<3000 {
            let worker = generator.index(below: 9)
            if running[worker] < 3 { free.remove(worker, running: running[worker]) }
            running[worker] = generator.index(below: 4)
            if running[worker] < 3 { free.insert(worker, running: running[worker]) }
            let least = running.min() ?? 3
            #expect(free.first.map { running[$0] } == (least < 3 ? least : nil))
            let third = free.first { $0 % 3 == 0 }
            let isFull = running[0] == 3 && running[3] == 3 && running[6] == 3
            #expect((third == nil) == isFull)
        }
    }

    @Test func theLeastRecentlyBuiltRepositoryMakesRoom() {
        var caches = WorkerCaches(workers: 2, repositories: 4, capacity: 2)
        caches.note(0, on: 1, at: 1)
        caches.note(1, on: 1, at: 2)
        caches.note(0, on: 1, at: 3)
        caches.note(3, on: 1, at: 4)
        #expect((0..<4).map { caches.has($0, on: 1) } == [true, false, false, true])
        #expect((0..<4).allSatisfy { !caches.has($0, on: 0) })
        let (oldest, none) = (caches.removeOldest(on: 1), caches.removeOldest(on: 0))
        #expect(oldest == 0 && none == nil && !caches.has(0, on: 1))
        let room = caches.note(2, on: 1, at: 5)
        let evicted = caches.note(1, on: 1, at: 6)
        #expect(room == nil && evicted == 3)
        caches.empty(1)
        #expect((0..<4).allSatisfy { !caches.has($0, on: 1) })
        caches.note(2, on: 1, at: 0)
        #expect(caches.has(2, on: 1))
    }
}
