import Foundation
import Store
import Tracking

/// The destination of an export: standard output, or a file that is written completely or not at all.
struct ExportOutput {
    let path: String?

    struct Failed: Error, CustomStringConvertible { let description: String }

    /// Standard output cannot be written. The process reports the reason when it ends.
    private struct Stopped: Error {}

    /// Lets `body` write. A file is moved to its destination at the end, so that no reader sees half of it.
    func write(_ body: (inout ExportSink) throws -> Void) throws {
        guard let path else { return try writeToStandardOutput(body) }
        let kind = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
        let isSpecial = kind != nil && kind != .typeRegular
        // A path that is no regular file, such as /dev/stdout, is written to and not replaced.
        let place = isSpecial ? path : path + ".part"
        guard isSpecial || FileManager.default.createFile(atPath: place, contents: nil),
            let file = FileHandle(forWritingAtPath: place)
        else {
            throw Failed(description: "\(path) cannot be written: check that its folder exists, and its permissions")
        }
        do {
            var sink = ExportSink { try file.write(contentsOf: Data($0)) }
            try body(&sink)
            try file.close()
            guard isSpecial || rename(place, path) == 0 else {
                throw Failed(description: "\(path) cannot be written: \(String(cString: strerror(errno)))")
            }
        } catch {
            if !isSpecial { try? FileManager.default.removeItem(atPath: place) }
            throw error
        }
    }

    private func writeToStandardOutput(_ body: (inout ExportSink) throws -> Void) throws {
        var sink = ExportSink { if !StandardOutput.shared.write($0) { throw Stopped() } }
        do { try body(&sink) } catch is Stopped {}
    }
}

enum ReportFile {
    /// Writes it, and only its headline to standard output; where no file is named, all of it goes there.
    static func put(_ text: String, in path: String?, headline: String) throws {
        guard let path else { return Terminal.standard.result(text) }
        try write(text, to: path)
        Terminal.standard.result(headline)
    }

    /// - Parameter option: the option that named the file.
    static func write(_ text: String, to path: String, option: String = "--out") throws {
        let file = URL(fileURLWithPath: path)
        do {
            let folder = file.deletingLastPathComponent()
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file, options: .atomic)
        } catch {
            throw ExportOutput.Failed(
                description:
                    "\(path) cannot be written: name another file with \(option) (\(error.localizedDescription))")
        }
    }
}
