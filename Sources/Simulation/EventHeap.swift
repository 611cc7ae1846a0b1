/// When something happens next on each worker: a binary heap in which a worker's time can be changed.
struct EventHeap {
    private var times: [Double]
    /// Workers, each no earlier than the one above it.
    private var heap: [Int32]
    /// Where each worker stands in the heap.
    private var places: [Int32]

    /// Workers on which nothing will happen yet.
    init(workers: Int) {
        times = [Double](repeating: .infinity, count: workers)
        heap = (0..<Int32(workers)).map { $0 }
        places = heap
    }

    /// The worker on which something happens next, and when; infinity: on none.
    var next: (worker: Int, time: Double) {
        let worker = Int(heap[0])
        return (worker, times[worker])
    }

    /// Says when something happens next on a worker.
    mutating func set(_ worker: Int, to time: Double) {
        let isEarlier = time < times[worker]
        times[worker] = time
        if isEarlier { rise(Int(places[worker])) } else { sink(Int(places[worker])) }
    }

    private mutating func rise(_ start: Int) {
        var place = start
        let worker = heap[place]
        let time = times[Int(worker)]
        while place > 0 {
            let parent = (place - 1) / 2
            let above = heap[parent]
            guard time < times[Int(above)] else { break }
            put(above, at: place)
            place = parent
        }
        put(worker, at: place)
    }

    private mutating func sink(_ start: Int) {
        var place = start
        let worker = heap[place]
        let time = times[Int(worker)]
        while true {
            var child = 2 * place + 1
            guard child < heap.count else { break }
            let right = child + 1
            if right < heap.count, times[Int(heap[right])] < times[Int(heap[child])] { child = right }
            let below = heap[child]
            guard times[Int(below)] < time else { break }
            put(below, at: place)
            place = child
        }
        put(worker, at: place)
    }

    @inline(__always)
    private mutating func put(_ worker: Int32, at place: Int) {
        heap[place] = worker
        places[Int(worker)] = Int32(place)
    }
}
