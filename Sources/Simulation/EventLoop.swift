/// Lets builds come and the fleet work, each thing in its time, until all is built.
struct EventLoop {
    /// How it ended.
    enum End {
        case finished
        /// The queue grew beyond the longest.
        case outgrown
        /// So many waits reached the bound that more need not be known.
        case givenUp
    }

    /// How many builds may wait.
    let longestQueue: Int
    /// How many waits may reach the bound; nil: any.
    let mostAtBound: Int?

    func run(_ source: inout some BuildSource, _ state: inout FleetState) -> End {
        var coming = source.next()
        while true {
            let event = state.nextEvent
            if let build = coming, build.arrival < event {
                state.admit(build)
                coming = source.next()
                if state.queue.count > longestQueue { return .outgrown }
            } else if event < .infinity {
                state.step()
                if let mostAtBound, state.tally.waits.countAtBound > mostAtBound { return .givenUp }
            } else {
                return .finished
            }
        }
    }
}
