import CCurl
import Foundation
import Synchronization

/// The one thread that drives all exchanges with an engine, by libcurl's multi interface
/// (https://curl.se/libcurl/c/libcurl-multi.html). libcurl's handles are used by this thread only.
final class CurlLoop: Sendable {
    enum Command: Sendable {
        /// Begins an exchange; `prepare` sets the options of its handle.
        case add(Transfer, prepare: @Sendable (CurlHandle) -> Void)
        /// There is room or data again.
        case resume(Transfer)
        /// Closes the connection if the exchange is not complete.
        case remove(Transfer)
        case stop
    }

    private struct Pending {
        var commands: [Command] = []
        var hasEnded = false
        var ending: CheckedContinuation<Void, Never>?
    }

    /// How many idle connections are kept.
    private static let keptConnections = 512
    private static let isReady: Bool = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    private nonisolated(unsafe) let multi: UnsafeMutableRawPointer
    private let pending = Mutex(Pending())

    /// - Throws: `ENOMEM` if libcurl has no memory.
    init() throws {
        guard Self.isReady, let multi = curl_multi_init() else { throw POSIXError(.ENOMEM) }
        self.multi = multi
        plimsoll_curl_multi_set_number(multi, CURLMOPT_MAXCONNECTS, Self.keptConnections)
        let thread = Thread { [self] in drive() }
        thread.name = "engine"
        thread.start()
    }

    /// Passes a command to the thread. After the end of the loop it does nothing.
    func perform(_ command: Command) {
        pending.withLock { pending in
            guard !pending.hasEnded else { return }
            pending.commands.append(command)
            curl_multi_wakeup(multi)
        }
    }

    /// Closes all connections and waits until the thread has ended.
    func stop() async {
        perform(.stop)
        await withCheckedContinuation { continuation in
            let hasEnded = pending.withLock { pending in
                if !pending.hasEnded { pending.ending = continuation }
                return pending.hasEnded
            }
            if hasEnded { continuation.resume() }
        }
    }

    private func drive() {
        var handles: [ObjectIdentifier: CurlHandle] = [:]
        var isStopping = false
        while !isStopping {
            for command in pending.withLock({ pending in
                defer { pending.commands = [] }
                return pending.commands
            }) {
                switch command {
                case .add(let transfer, let prepare):
                    guard let handle = CurlHandle(for: transfer) else {
                        transfer.finish(.failure(POSIXError(.ENOMEM)))
                        continue
                    }
                    prepare(handle)
                    handles[ObjectIdentifier(transfer)] = handle
                    curl_multi_add_handle(multi, handle.curl)
                case .resume(let transfer): handles[ObjectIdentifier(transfer)]?.resume()
                case .remove(let transfer): remove(transfer, &handles)
                case .stop: isStopping = true
                }
            }
            var running: Int32 = 0
            curl_multi_perform(multi, &running)
            finishComplete(&handles)
            let wait = endOverdue(&handles)
            if !isStopping { curl_multi_poll(multi, nil, 0, wait, nil) }
        }
        for handle in handles.values {
            handle.transfer.finish(.failure(CancellationError()))
            remove(handle.transfer, &handles)
        }
        let (unheard, ending) = pending.withLock { pending in
            pending.hasEnded = true
            curl_multi_cleanup(multi)
            return (pending.commands, pending.ending)
        }
        for case .add(let transfer, _) in unheard { transfer.finish(.failure(CancellationError())) }
        ending?.resume()
    }

    private func remove(_ transfer: Transfer, _ handles: inout [ObjectIdentifier: CurlHandle]) {
        guard let handle = handles.removeValue(forKey: ObjectIdentifier(transfer)) else { return }
        curl_multi_remove_handle(multi, handle.curl)
        handle.free()
    }

    private func finishComplete(_ handles: inout [ObjectIdentifier: CurlHandle]) {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE,
                let context = plimsoll_curl_private(message.pointee.easy_handle)
            else { continue }
            let transfer = Transfer.at(context)
            let outcome = handles[ObjectIdentifier(transfer)]?.outcome(plimsoll_curl_result(message))
            remove(transfer, &handles)
            if let outcome { transfer.finish(outcome) }
        }
    }

    /// Ends the exchanges whose time is over.
    /// - Returns: milliseconds until the next one's is.
    private func endOverdue(_ handles: inout [ObjectIdentifier: CurlHandle]) -> Int32 {
        let now = ContinuousClock.now
        var next = now + .seconds(60)
        for handle in handles.values {
            guard let (end, cause) = handle.transfer.limit else { continue }
            if end <= now {
                handle.transfer.finish(.failure(cause))
                remove(handle.transfer, &handles)
            } else {
                next = min(next, end)
            }
        }
        return Int32(now.duration(to: next) / .milliseconds(1)) + 1
    }
}

/// libcurl's handle of one exchange. Only the thread of ``CurlLoop`` uses it.
struct CurlHandle {
    let transfer: Transfer
    let curl: UnsafeMutableRawPointer
    /// Names of headers and their values, as libcurl keeps them until the end.
    private let headers: UnsafeMutablePointer<UnsafeMutablePointer<curl_slist>?>
    /// libcurl's message about a failure.
    private let complaint: UnsafeMutablePointer<CChar>

    init?(for transfer: Transfer) {
        guard let curl = curl_easy_init() else { return nil }
        (self.transfer, self.curl) = (transfer, curl)
        headers = .allocate(capacity: 1)
        headers.initialize(to: nil)
        complaint = .allocate(capacity: Int(CURL_ERROR_SIZE))
        complaint.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        let context = Unmanaged.passUnretained(transfer).toOpaque()
        plimsoll_curl_set_pointer(curl, CURLOPT_ERRORBUFFER, complaint)
        plimsoll_curl_set_number(curl, CURLOPT_NOSIGNAL, 1)
        plimsoll_curl_keep_from_children(curl)
        for option in [CURLOPT_PRIVATE, CURLOPT_HEADERDATA, CURLOPT_WRITEDATA, CURLOPT_READDATA] {
            plimsoll_curl_set_pointer(curl, option, context)
        }
        plimsoll_curl_set_function(curl, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
            guard let bytes, let context else { return 0 }
            let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
            let end = line.lastIndex { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }.map { $0 + 1 } ?? 0
            Transfer.at(context).take(headerLine: String(decoding: line[..<end], as: UTF8.self))
            return size * count
        }
        plimsoll_curl_set_function(curl, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
            guard let bytes, let context else { return 0 }
            let isTaken = Transfer.at(context).take(body: UnsafeRawBufferPointer(start: bytes, count: size * count))
            return isTaken ? size * count : Int(CURL_WRITEFUNC_PAUSE)
        }
        plimsoll_curl_set_function(curl, CURLOPT_READFUNCTION) { bytes, size, count, context in
            guard let bytes, let context else { return 0 }
            let target = UnsafeMutableRawBufferPointer(start: bytes, count: size * count)
            return Transfer.at(context).give(target) ?? Int(CURL_READFUNC_PAUSE)
        }
    }

    func set(_ option: CURLoption, _ value: Int) { plimsoll_curl_set_number(curl, option, value) }
    func set(_ option: CURLoption, size: Int64) { plimsoll_curl_set_size(curl, option, curl_off_t(size)) }
    /// Options of this kind copy the text.
    func set(_ option: CURLoption, _ value: String) { plimsoll_curl_set_text(curl, option, value) }
    func set(_ option: CURLoption, copying bytes: [UInt8]) {
        bytes.withUnsafeBytes {
            plimsoll_curl_set_pointer(curl, option, UnsafeMutableRawPointer(mutating: $0.baseAddress))
        }
    }

    /// Sets the request's headers. One with an empty value is not sent, even if libcurl has a value of its own.
    func set(headers lines: [(name: String, value: String)]) {
        for (name, value) in lines {
            headers.pointee = curl_slist_append(headers.pointee, value.isEmpty ? "\(name):" : "\(name): \(value)")
        }
        plimsoll_curl_set_pointer(curl, CURLOPT_HTTPHEADER, headers.pointee)
    }

    func resume() {
        transfer.unpause()
        curl_easy_pause(curl, CURLPAUSE_CONT)
    }

    /// How the exchange ended.
    func outcome(_ code: CURLcode) -> Result<Void, any Error> {
        guard code != CURLE_OK else { return .success(()) }
        let number = Int32(plimsoll_curl_number(curl, CURLINFO_OS_ERRNO))
        let message = complaint.pointee == 0 ? String(cString: curl_easy_strerror(code)) : String(cString: complaint)
        return .failure(Transfer.Failure.broken(code, errno: number, message: message))
    }

    /// Frees it; the connection stays with libcurl if it can be used again.
    func free() {
        curl_easy_cleanup(curl)
        curl_slist_free_all(headers.pointee)
        headers.deallocate()
        complaint.deallocate()
    }
}

extension Transfer {
    fileprivate static func at(_ context: UnsafeMutableRawPointer) -> Transfer {
        Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
    }
}
