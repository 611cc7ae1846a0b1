import CCurl
import Synchronization

/// One HTTP exchange: what arrives and what is sent, between the thread that drives libcurl and the task that waits.
///
/// Both directions have room for ``room`` bytes. When it is used up, libcurl pauses, and the connection with it.
final class Transfer: Sendable {
    /// Status and headers of an answer, names in lower case.
    struct Head: Sendable {
        var status = 0
        var reason = ""
        var headers: [String: String] = [:]
    }

    /// Why it has no answer, or only a part of one.
    enum Failure: Error {
        /// No data came or went for the time allowed.
        case silent
        /// It took longer than the time allowed in all.
        case late
        /// The connection failed; the system's error number, or 0.
        case broken(CURLcode, errno: Int32, message: String)
        /// An answer that is to be read whole is longer than the limit, in bytes.
        case tooLong(Int)
    }

    typealias Waiter = CheckedContinuation<Void, Never>

    private struct State {
        var head = Head()
        var isHeadComplete = false
        var received: [UInt8] = []
        var outgoing: [ArraySlice<UInt8>] = []
        var outgoingBytes = 0
        var isSent = false
        var isReceivingPaused = false
        var isSendingPaused = false
        var outcome: Result<Void, any Error>?
        var lastMoved = ContinuousClock.now
        var reader: Waiter?
        var writer: Waiter?
    }

    private static let room = 1 << 20

    private let silence: Duration?
    private let deadline: ContinuousClock.Instant?
    private let limitsHead: Bool
    private let loop: CurlLoop
    private let state = Mutex(State())

    /// - Parameters:
    ///   - silence: how long no data may come or go; nil: no limit.
    ///   - limit: how long it may take in all, or with `limitsHead` until the answer's head is complete.
    init(on loop: CurlLoop, silence: Duration?, limit: Duration?, limitsHead: Bool = false) {
        (self.loop, self.silence, self.limitsHead) = (loop, silence, limitsHead)
        deadline = limit.map { .now + $0 }
    }

    /// The answer's head. Throws ``Failure``, or `CancellationError`.
    func head() async throws -> Head {
        try await wait(\.reader) { state in
            if state.isHeadComplete { return state.head }
            try state.outcome?.get()
            return state.outcome == nil ? nil : state.head
        }
    }

    /// The next bytes of the answer's body, nil at its end. Throws ``Failure``, or `CancellationError`.
    func next() async throws -> [UInt8]? {
        let bytes = try await wait(\.reader) { state -> [UInt8]? in
            if state.received.isEmpty {
                try state.outcome?.get()
                return state.outcome == nil ? nil : []
            }
            defer { state.received = [] }
            return state.received
        }
        if state.withLock({ $0.isReceivingPaused }) { loop.perform(.resume(self)) }
        return bytes.isEmpty ? nil : bytes
    }

    /// Sends bytes of the request's body as soon as there is room. Throws as ``next()``.
    func send(_ bytes: [UInt8]) async throws {
        guard !bytes.isEmpty else { return }
        try await wait(\.writer) { state -> Void? in
            try state.outcome?.get()
            guard state.outcome == nil else { throw CancellationError() }
            guard state.outgoingBytes < Self.room else { return nil }
            state.outgoing.append(bytes[...])
            state.outgoingBytes += bytes.count
            return ()
        }
        if state.withLock({ $0.isSendingPaused }) { loop.perform(.resume(self)) }
    }

    /// The request's body is complete.
    func endSending() {
        state.withLock { $0.isSent = true }
        loop.perform(.resume(self))
    }

    /// Ends it and closes its connection, unless it is complete already.
    func close(_ cause: any Error = CancellationError()) {
        if finish(.failure(cause)) { loop.perform(.remove(self)) }
    }

    /// Sets how it ended and wakes those who wait.
    /// - Returns: whether it had not ended before.
    @discardableResult
    func finish(_ outcome: Result<Void, any Error>) -> Bool {
        let (isNew, waiters) = state.withLock { state in
            let isNew = state.outcome == nil
            if isNew { state.outcome = outcome }
            defer { (state.reader, state.writer) = (nil, nil) }
            return (isNew, [state.reader, state.writer])
        }
        for case let waiter? in waiters { waiter.resume() }
        return isNew
    }

    /// Waits until `take` has a value. Only one task may wait on each side.
    private func wait<Value>(
        _ side: WritableKeyPath<State, Waiter?> & Sendable, _ take: (inout State) throws -> Value?
    ) async throws -> Value {
        try await withTaskCancellationHandler {
            while true {
                var taken: Result<Value?, any Error> = .success(nil)
                await withCheckedContinuation { continuation in
                    let isReady = state.withLock { state in
                        do { taken = .success(try take(&state)) } catch { taken = .failure(error) }
                        if case .success(nil) = taken {
                            state[keyPath: side] = continuation
                            return false
                        }
                        return true
                    }
                    if isReady { continuation.resume() }
                }
                if let value = try taken.get() { return value }
            }
        } onCancel: {
            close()
        }
    }
}

/// What the thread of ``CurlLoop`` calls.
extension Transfer {
    /// Takes a line of the answer's head.
    func take(headerLine line: String) {
        let waiter = state.withLock { state -> Waiter? in
            state.lastMoved = .now
            if line.hasPrefix("HTTP/") {
                let words = line.split(separator: " ", maxSplits: 2)
                let status = words.count > 1 ? Int(words[1]) ?? 0 : 0
                state.head = Head(status: status, reason: words.count > 2 ? String(words[2]) : "")
            } else if let colon = line.firstIndex(of: ":") {
                let value = line[line.index(after: colon)...].drop { $0 == " " }
                state.head.headers[line[..<colon].lowercased()] = String(value)
            } else if line.isEmpty, state.head.status == 101 || state.head.status >= 200 {
                // Other answers below 200 announce the real one.
                state.isHeadComplete = true
                return state.reader.take()
            }
            return nil
        }
        waiter?.resume()
    }

    /// Takes bytes of the answer's body; false if there is no room for them now.
    func take(body bytes: UnsafeRawBufferPointer) -> Bool {
        let (isTaken, waiter) = state.withLock { state -> (Bool, Waiter?) in
            state.lastMoved = .now
            state.isReceivingPaused = state.received.count >= Self.room
            if state.isReceivingPaused { return (false, nil) }
            state.received.append(contentsOf: bytes)
            return (true, state.reader.take())
        }
        waiter?.resume()
        return isTaken
    }

    /// Gives bytes of the request's body: their count, 0 at its end; nil if there are none now.
    func give(_ target: UnsafeMutableRawBufferPointer) -> Int? {
        let (count, waiter) = state.withLock { state -> (Int?, Waiter?) in
            state.lastMoved = .now
            guard let first = state.outgoing.first else {
                state.isSendingPaused = !state.isSent
                return (state.isSent ? 0 : nil, nil)
            }
            let piece = first.prefix(target.count)
            piece.withUnsafeBytes { target.copyMemory(from: $0) }
            state.outgoingBytes -= piece.count
            if piece.count == first.count {
                state.outgoing.removeFirst()
            } else {
                state.outgoing[0] = first.dropFirst(piece.count)
            }
            return (piece.count, state.writer.take())
        }
        waiter?.resume()
        return count
    }

    /// Notes that libcurl goes on with both directions.
    func unpause() {
        state.withLock { state in
            (state.isReceivingPaused, state.isSendingPaused) = (false, false)
            state.lastMoved = .now
        }
    }

    /// When it ends for want of data or time; nil: never. While it waits for this side, the peer is not silent.
    var limit: (at: ContinuousClock.Instant, cause: Failure)? {
        let (lastMoved, isWaitedFor, isHeadComplete) = state.withLock { state in
            (state.lastMoved, state.isReceivingPaused || state.isSendingPaused, state.isHeadComplete)
        }
        var limits: [(at: ContinuousClock.Instant, cause: Failure)] = []
        if let silence, !isWaitedFor { limits.append((lastMoved + silence, .silent)) }
        if let deadline, !(limitsHead && isHeadComplete) { limits.append((deadline, .late)) }
        return limits.min { $0.at < $1.at }
    }
}
