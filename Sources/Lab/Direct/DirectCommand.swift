import CIsolation
import Foundation
import Glibc
import Model
import SystemPackage

/// One command in namespaces of its own, isolated as a container is, with an image's tree as its root.
///
/// It can write nothing of the host's: its root is thrown away, it has its own `/dev`, `/proc`, processes, IPC and host
/// name, and `/sys` is read-only. It has a container's capabilities, except making device nodes. It has the engine's or
/// the host's network, and no limit but time.
struct DirectCommand: Sendable {
    /// The tree; a path in the mount namespace.
    var root: String
    /// Open namespaces to begin in; -1: this process's own.
    var mountNamespace: Int32 = -1
    var networkNamespace: Int32 = -1
    var hostName: String
    var files: [(path: String, text: String)]
    var workingDirectory: String
    var user: DirectUser
    /// `NAME=value` entries.
    var environment: [String]
    var arguments: [String]
    /// The time limit, in seconds.
    var limit: Double

    /// Runs it to its end. Cancelling the task, or requesting a stop, kills it with all processes that it started.
    func run(order: DirectRecord.Order, stop: StopSignal) async -> DirectRecord {
        let lease: DirectLease
        do {
            lease = try DirectLease()
        } catch {
            return DirectRecord(order: order, end: .notStarted, message: "no pipe could be made: \(error)")
        }
        return await stop.whenRequested {
            lease.end()
        } during: {
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    // It blocks while the command runs, so it gets a thread of its own, not one that other tasks need.
                    Thread.detachNewThread { continuation.resume(returning: perform(order, lease)) }
                }
            } onCancel: {
                lease.end()
            }
        }
    }

    private func perform(_ order: DirectRecord.Order, _ lease: DirectLease) -> DirectRecord {
        let texts = CTexts()
        let files = files.map { isolated_file(path: texts.add($0.path), text: texts.add($0.text)) }
        let end = [isolated_file(path: nil, text: nil)]
        var command = isolated_command()
        command.mount_namespace = mountNamespace
        command.network_namespace = networkNamespace
        command.root = UnsafePointer(texts.add(root))
        command.host_name = UnsafePointer(texts.add(hostName))
        command.working_directory = UnsafePointer(texts.add(workingDirectory))
        command.user = user.user
        command.group = user.group
        command.limit = Int64(min(limit, 1e9) * 1e9)
        command.lease = lease.watched.rawValue
        let arguments = arguments.map(texts.add) + [nil]
        let environment = environment.map(texts.add) + [nil]
        var result = isolated_result()
        let tail = [CChar](unsafeUninitializedCapacity: Int(ISOLATED_TAIL_BYTES)) { buffer, count in
            (files + end).withUnsafeBufferPointer { files in
                arguments.withUnsafeBufferPointer { arguments in
                    environment.withUnsafeBufferPointer { environment in
                        user.others.withUnsafeBufferPointer { groups in
                            command.files = files.baseAddress
                            command.arguments = arguments.baseAddress
                            command.environment = environment.baseAddress
                            command.groups = groups.baseAddress
                            command.group_count = groups.count
                            isolated_run(&command, &result, buffer.baseAddress)
                        }
                    }
                }
            }
            count = result.tail_length
        }
        return withExtendedLifetime((texts, lease)) {
            DirectRecord(order: order, result, tail: OutputTail.lines(of: tail.map(UInt8.init(bitPattern:))))
        }
    }
}

extension DirectRecord {
    fileprivate init(order: Order, _ result: isolated_result, tail: [String]) {
        let seconds = result.duration > 0 ? Double(result.duration) / 1e9 : nil
        func ended(_ end: End, _ message: String) -> DirectRecord {
            DirectRecord(order: order, end: end, seconds: seconds, message: message, outputTail: tail)
        }
        switch result.end {
        case ISOLATED_ENDED:
            self.init(
                order: order, end: result.status == 0 ? .succeeded : .commandFailed, seconds: seconds,
                exitStatus: Int(result.status), outputTail: result.status == 0 ? [] : tail)
        case ISOLATED_TIMED_OUT: self = ended(.timedOut, "its time limit passed")
        case ISOLATED_STOPPED: self = ended(.cancelled, "stopped on request")
        default:
            let step = result.step.map { String(cString: $0) } ?? ""
            let why = "it could not be started: \(step): \(String(cString: strerror(result.error)))"
            self.init(order: order, end: .notStarted, message: why)
        }
    }
}

/// Keeps a command without an engine alive. When the lease ends, by itself or with this process, so does the command.
final class DirectLease: Sendable {
    let watched: FileDescriptor
    private let held: Shared<FileDescriptor?>

    init() throws {
        var ends: [Int32] = [-1, -1]
        guard isolated_lease(&ends) == 0 else { throw Errno(rawValue: errno) }
        watched = FileDescriptor(rawValue: ends[0])
        held = Shared(FileDescriptor(rawValue: ends[1]))
    }

    func end() {
        held.change { descriptor in
            try? descriptor?.close()
            descriptor = nil
        }
    }

    deinit {
        end()
        try? watched.close()
    }
}

/// C copies of strings, valid while it lives; nil where memory ran out.
final class CTexts {
    private var copies: [UnsafeMutablePointer<CChar>] = []

    func add(_ text: String) -> UnsafeMutablePointer<CChar>? {
        guard let copy = strdup(text) else { return nil }
        copies.append(copy)
        return copy
    }

    deinit { for copy in copies { free(copy) } }
}
